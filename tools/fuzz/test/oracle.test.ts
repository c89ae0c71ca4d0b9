// The checks must be able to fail: each breach is made by a reader that is wrong in one thing.
import { expect, test } from "vitest";
import * as evtx from "../../../packages/evtx/src/index.ts";
import { createRandom } from "../src/mutate/random.ts";
import { Breach } from "../src/oracle/breach.ts";
import { checkLog } from "../src/oracle/check-log.ts";
import type { ReadOptions, Rec, Reader } from "../src/oracle/reader.ts";
import { openSession } from "../src/oracle/session.ts";
import { requireXml } from "../src/oracle/xml.ts";
import { makeLog } from "../src/seeds/synthetic.ts";

const sound: Reader = evtx;
const log = makeLog(createRandom(2));

/** A reader whose records are changed. */
function withRecords(change: (record: Rec) => Rec): Reader {
  function* readEvtx(bytes: Uint8Array, options?: ReadOptions): Generator<Rec> {
    for (const record of sound.readEvtx(bytes, options)) yield change(record);
  }
  return { ...sound, readEvtx };
}

/** A record with one property in another way. */
function changed(record: Rec, name: keyof Rec, value: unknown): Rec {
  Object.defineProperty(record, name, { value });
  return record;
}

/** A writer that writes nothing. */
class Silent {
  readonly sizeBytes = 0;
  write(): void {}
  take(): Uint8Array {
    return new Uint8Array(0);
  }
}

/** A selection that finds nothing. */
class Blind {
  read(): void {}
  value(): unknown {
    return undefined;
  }
  raw(): undefined {
    return undefined;
  }
  test(): boolean {
    return false;
  }
}

const BREACHES: readonly (readonly [kind: string, reader: Reader])[] = [
  ["json-writer", { ...sound, EvtxJsonWriter: Silent }],
  ["selection", { ...sound, EvtxSelection: Blind }],
  ["place", withRecords((record) => changed(record, "sizeBytes", record.sizeBytes + 1))],
  ["xml", withRecords((record) => changed(record, "toXml", () => "<a>"))],
  ["fields", withRecords((record) => changed(record, "field", () => 0))],
  ["chunk", withRecords((record) => changed(record, "recordId", 7_000_000))],
  ["diagnostic", { ...sound, EVTX_DIAGNOSTIC_CODES: {} }],
  [
    "cache",
    {
      ...sound,
      readEvtx: (bytes, options) =>
        options?.templates === undefined ? sound.readEvtx(bytes, options) : [],
    },
  ],
  [
    "recover",
    {
      ...sound,
      readEvtx: (bytes, options) => (options?.recover ? [] : sound.readEvtx(bytes, options)),
    },
  ],
  ["carver", { ...sound, createEvtxCarver: () => ({ push: () => [], end: () => [] }) }],
  ["reader", { ...sound, createEvtxReader: () => ({ push: () => [], end: () => [] }) }],
];

test("a sound reader passes", () => {
  const { records } = checkLog(log, openSession(sound), { pieces: true });
  expect(records).toBeGreaterThan(0);
});

test.each(BREACHES)("a reader that is wrong fails: %s", (kind, reader) => {
  // A checksum that is wrong, so that there is something to tell.
  const bytes = log.slice();
  if (kind === "diagnostic") bytes[124] = (bytes[124] ?? 0) ^ 1;
  const kinds: unknown[] = [];
  try {
    checkLog(bytes, openSession(reader), { pieces: true });
  } catch (error) {
    kinds.push(error instanceof Error && "kind" in error ? error.kind : error);
  }
  expect(kinds).toEqual([kind]);
});

test.each([
  "<a><b/></a>",
  "<a x='1' y=\"&lt;&#65;&#x10FFFF;\">t&amp;<![CDATA[<]]><?p d?><!-- c --></a>",
  "text",
  "",
])("XML that is well-formed passes: %s", (source) => {
  expect(() => requireXml(source)).not.toThrow();
});

test.each([
  "<a>",
  "</a>",
  "<a></b>",
  "<a x='1' x='2'/>",
  "<a x=1/>",
  "<a x='<'/>",
  "a & b",
  "&nbsp;",
  "&#0;",
  "&#x110000;",
  "<a x='&b;'/>",
  "]]>",
  "<1/>",
  "<?xml version='1.0'?>",
  "<!-- -- -->",
  "\u0001",
  "\ud800",
  "<!DOCTYPE a>",
])("XML that is not well-formed fails: %j", (source) => {
  expect(() => requireXml(source)).toThrow(Breach);
});

import { existsSync, readFileSync } from "node:fs";
import type { FieldValue } from "@tocsin/model";
import { expect, test } from "vitest";
import { readEvtx } from "../../evtx/src/index.ts";
import { recognizeFormat } from "../src/index.ts";
import { corpusFiles, HAS_CORPORA } from "./corpora.ts";
import { fieldsOf, read } from "./reading.ts";

/** The JSON twins have lost blanks at the end of values. */
function trimmed(fields: Iterable<readonly [string, FieldValue]>): Record<string, unknown> {
  const trim = (one: unknown): unknown => (typeof one === "string" ? one.trimEnd() : one);
  const result: Record<string, unknown> = {};
  for (const [name, value] of fields)
    result[name] = Array.isArray(value) ? value.map(trim) : trim(value);
  return result;
}

const TWINS = HAS_CORPORA
  ? corpusFiles("sigma/regression").filter(
      (file) => file.endsWith(".evtx") && existsSync(file.replace(/\.evtx$/, ".json")),
    )
  : [];

test.skipIf(!HAS_CORPORA)("records of JSON twins equal those of their event logs", () => {
  expect(TWINS.length).toBeGreaterThan(90);
  const different: string[] = [];
  for (const file of TWINS) {
    const json = readFileSync(file.replace(/\.evtx$/, ".json"));
    expect(recognizeFormat(json)).toBe("json-object");
    const { records, diagnostics } = read(json);
    expect(diagnostics).toEqual([]);
    const events = [...readEvtx(readFileSync(file))];
    expect(records.length).toBe(events.length);
    for (const [at, event] of events.entries()) {
      const record = records[at];
      const got = trimmed(Object.entries(fieldsOf(record)));
      const wanted = trimmed(event.fields());
      const unlike = difference(got, wanted);
      if (unlike !== "") different.push(`${file}: ${unlike}`);
      expect(record?.timeMs).toBe(event.timeMs);
      expect(record?.host).toBe(event.computer);
      expect(record?.source).toEqual({
        format: "windows-json",
        product: "windows",
        channel: event.channel,
        provider: event.provider,
        eventId: event.eventId,
      });
      for (const [name, value] of record?.fields() ?? [])
        expect(record?.field(name)).toEqual(value);
    }
  }
  expect(different).toEqual([]);
});

function difference(got: Record<string, unknown>, wanted: Record<string, unknown>): string {
  const names = new Set([...Object.keys(got), ...Object.keys(wanted)]);
  return [...names]
    .filter((name) => JSON.stringify(got[name]) !== JSON.stringify(wanted[name]))
    .map((name) => `${name}: ${JSON.stringify(got[name])} for ${JSON.stringify(wanted[name])}`)
    .join("; ")
    .slice(0, 300);
}

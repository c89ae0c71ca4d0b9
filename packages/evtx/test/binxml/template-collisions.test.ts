// libevtx "Template definition": a definition belongs to its chunk, and its GUID promises nothing. Templates
// that look alike must not be taken for each other, whatever is kept of them from chunk to chunk.
import { expect, test, vi } from "vitest";
import type * as reader from "../../src/index.ts";
import type { EvtxRecord } from "../../src/index.ts";
import { EvtxTemplateCache, readEvtx } from "../../src/index.ts";
import {
  attribute,
  cdata,
  charRef,
  element,
  entityRef,
  fragment,
  instance,
  literal,
  normal,
  optional,
  type Piece,
  template,
  text,
  utf16,
} from "./builder.ts";
import { chunk, file, mend } from "./log-file.ts";
import { data, eventOf, NULL, string } from "./reading.ts";

const VALUES = [string("zero"), string("one"), NULL];

/** Everything that can be known of a record. */
const all = (record: EvtxRecord): unknown => [
  JSON.stringify(record.toJson()),
  [...record.fields()],
  record.toXml(),
];

const X = (content: readonly Piece[], dependency?: number): Piece =>
  element("X", content, dependency === undefined ? {} : { dependency });
const holding = (name: string, value: Piece): Piece =>
  element("X", [], { attributes: [attribute(name, value)] });

/** Pairs of definitions with one GUID and one size, and the fields that each gives. */
const PAIRS: readonly (readonly [string, Piece, Piece, object, object])[] = [
  [
    "name of Data",
    data("Alpha", normal(0, 1)),
    data("Bravo", normal(0, 1)),
    { Alpha: "zero" },
    { Bravo: "zero" },
  ],
  [
    "name of an element",
    element("Alpha", [normal(0, 1)]),
    element("Bravo", [normal(0, 1)]),
    { Alpha: "zero" },
    { Bravo: "zero" },
  ],
  [
    "last letter of a name",
    element("Ab", [normal(0, 1)]),
    element("Ac", [normal(0, 1)]),
    { Ab: "zero" },
    { Ac: "zero" },
  ],
  [
    "name of an attribute",
    holding("Alpha", normal(0, 1)),
    holding("Bravo", normal(0, 1)),
    { X_Alpha: "zero" },
    { X_Bravo: "zero" },
  ],
  ["slot", X([normal(0, 1)]), X([normal(1, 1)]), { X: "zero" }, { X: "one" }],
  [
    "slot beyond the first 255",
    X([normal(1, 1)]),
    X([normal(0x0101, 1)]),
    { X: "one" },
    { X: null },
  ],
  [
    "slot of an attribute",
    holding("a", normal(0, 1)),
    holding("a", normal(1, 1)),
    { X_a: "zero" },
    { X_a: "one" },
  ],
  [
    "which null the element depends on",
    X([normal(2, 1)], 2),
    X([normal(2, 1)], 0),
    {},
    { X: null },
  ],
  ["normal or optional", X([normal(2, 1)]), X([optional(2, 1)]), { X: null }, {}],
  ["constant text", X([text("red")]), X([text("Red")]), { X: "red" }, { X: "Red" }],
  ["high byte of a letter", X([text("a")]), X([text("\u0161")]), { X: "a" }, { X: "\u0161" }],
  [
    "constant of an attribute",
    holding("a", text("1")),
    holding("a", text("2")),
    { X_a: "1" },
    { X_a: "2" },
  ],
  [
    "type of a constant",
    X([literal(0x08, (out) => out.u32(17))]),
    X([literal(0x14, (out) => out.u32(17))]),
    { X: 17 },
    { X: "0x11" },
  ],
  ["character reference", X([charRef(0x41)]), X([charRef(0x42)]), { X: "A" }, { X: "B" }],
  ["CDATA", X([cdata("a")]), X([cdata("b")]), { X: "a" }, { X: "b" }],
  ["entity", X([entityRef("lt")]), X([entityRef("gt")]), { X: "<" }, { X: ">" }],
  ["dependency", X([text("x")], 0), X([text("x")], 2), { X: "x" }, {}],
];

const fieldsOf = (records: Iterable<EvtxRecord>): object[] =>
  [...records].map((record) => Object.fromEntries(record.fields()));

/** What a template means must not depend on which one a cache saw first, in one file or over several. */
test.each(PAIRS)(
  "definitions with one GUID that differ in one thing: %s",
  (_, a, b, first, second) => {
    const [one, two] = [a, b].map((piece, index) => {
      const used = template(9, eventOf(piece));
      return chunk([fragment(instance(used, VALUES)), fragment(instance(used, VALUES))], index * 2);
    });
    if (one === undefined || two === undefined) throw new Error("no chunks");
    const view = (bytes: Uint8Array): number => new DataView(bytes.buffer).getUint32(48, true);
    expect(view(one)).toBe(view(two));
    const pair = (fields: object): object[] => [fields, fields];
    expect(fieldsOf(readEvtx(file(one, two, one)))).toEqual([
      ...pair(first),
      ...pair(second),
      ...pair(first),
    ]);
    // Two files, and again in the other order; with one cache for both of them.
    const templates = new EvtxTemplateCache();
    for (const options of [{}, { templates }]) {
      expect(fieldsOf(readEvtx(file(two), options))).toEqual(pair(second));
      expect(fieldsOf(readEvtx(file(one), options))).toEqual(pair(first));
      expect(fieldsOf(readEvtx(file(two), options))).toEqual(pair(second));
    }
    // Records kept, and decoded in turns only when both files have been walked.
    const shared = { templates: new EvtxTemplateCache() };
    const kept = [...readEvtx(file(one), shared), ...readEvtx(file(two), shared)];
    expect(fieldsOf([1, 3, 0, 2].flatMap((index) => kept[index] ?? []))).toEqual([
      first,
      second,
      first,
      second,
    ]);
    const alone = [...readEvtx(file(one)), ...readEvtx(file(two))];
    expect(kept.map(all)).toEqual(alone.map(all));
  },
);

/** The names come first, in a record of their own: the definition behind it only refers to them. */
function byReference(name: string, label: string): Uint8Array {
  const names = fragment(eventOf(element(name, [text("n")]), data("L", text(label))));
  const used = template(9, eventOf(element(name, [normal(0, 1)])));
  return chunk([names, fragment(instance(used, VALUES))]);
}

test("definitions equal byte for byte whose names by reference differ", () => {
  const [one, two] = [byReference("Alpha", "x"), byReference("Bravo", "x")];
  const fields = fieldsOf(readEvtx(file(one, two, one)));
  expect([1, 3, 5].map((index) => fields[index])).toEqual([
    { Alpha: "zero" },
    { Bravo: "zero" },
    { Alpha: "zero" },
  ]);
});

test("the same with the hash of the name forged, so that only its letters differ", () => {
  const one = byReference("Alpha", "x");
  const two = one.slice();
  const at = Buffer.from(two).indexOf(Buffer.from(utf16("Alpha")));
  two.set(utf16("Bravo"), at);
  mend(two);
  const fields = fieldsOf(readEvtx(file(one, two)));
  expect([fields[1], fields[3]]).toEqual([{ Alpha: "zero" }, { Bravo: "zero" }]);
  const templates = new EvtxTemplateCache();
  for (const [bytes, name] of [[one, "Alpha"] as const, [two, "Bravo"] as const])
    expect(fieldsOf(readEvtx(file(bytes), { templates }))[1]).toEqual({ [name]: "zero" });
});

test("nested templates with one GUID in two chunks", () => {
  const chunks = ["Alpha", "Bravo"].map((name) => {
    const inner = template(2, element("EventData", [data(name, normal(0, 1))]));
    const outer = template(1, element("Event", [optional(0, 0x21)]));
    const value = { type: 0x21, data: fragment(instance(inner, [string("v")])) };
    return chunk([fragment(instance(outer, [value]))]);
  });
  expect(fieldsOf(readEvtx(file(...chunks)))).toEqual([{ Alpha: "v" }, { Bravo: "v" }]);
});

test("more definitions under one GUID than a cache keeps", () => {
  const templates = new EvtxTemplateCache();
  const names = Array.from({ length: 40 }, (_, index) => `Name${10 + index}`);
  const logs = names.map((name) => {
    const used = template(9, eventOf(data(name, normal(0, 1))));
    return file(chunk([fragment(instance(used, VALUES))]));
  });
  for (let round = 0; round < 3; round++)
    for (const [index, log] of logs.entries())
      expect(fieldsOf(readEvtx(log, { templates }))).toEqual([{ [names[index] ?? ""]: "zero" }]);
});

test("a cache shared by readers of two code pages keeps constants apart", () => {
  const ansi = literal(0x02, (out) => {
    out.u16(1);
    out.u8(0xe0);
  });
  const used = template(9, eventOf(data("A", ansi), data("B", normal(0, 2))));
  const value = { type: 0x02, data: new Uint8Array([0xe0]) };
  const log = file(chunk([fragment(instance(used, [value]))]));
  const templates = new EvtxTemplateCache();
  const see = (ansiEncoding: string): object[] =>
    fieldsOf(readEvtx(log, { templates, ansiEncoding }));
  expect(see("windows-1252")).toEqual([{ A: "à", B: "à" }]);
  expect(see("windows-1251")).toEqual([{ A: "а", B: "а" }]);
  expect(see("windows-1252")).toEqual([{ A: "à", B: "à" }]);
});

test("a cache shared by readers of two limits binds each to its own", () => {
  const content = element("A", [element("B", [element("C", [normal(0, 1)])])]);
  const log = file(chunk([fragment(instance(template(9, eventOf(content)), VALUES))]));
  const see = (limits: { maxDepth?: number }, templates = new EvtxTemplateCache()): unknown => {
    const told: string[] = [];
    const sink = ({ code }: { code: string }): unknown => told.push(code);
    return [[...readEvtx(log, { limits, templates, sink })].map(all), told];
  };
  const shared = new EvtxTemplateCache();
  const cases: { maxDepth?: number }[] = [{}, { maxDepth: 3 }, {}];
  for (const limits of cases)
    expect(see(limits, shared), `depth ${limits.maxDepth ?? "as it is"}`).toEqual(see(limits));
});

/** What a reader sees of all records behind the first `from`. */
function see(read: typeof readEvtx, bytes: Uint8Array, from: number): unknown {
  const told: string[] = [];
  const records = [...read(bytes, { sink: ({ code }) => told.push(code) })].slice(from);
  const seen = records.map((record) => [all(record), record.timeMs, record.damaged]);
  return [seen, told];
}

/** Changes each byte from `start` to `end`; gives those where a warm reader differs from one that saw nothing else. */
async function confusedBy(
  sound: Uint8Array,
  records: number,
  start: number,
  end: number,
): Promise<number[]> {
  if (end - start < 10) throw new Error("nothing to change");
  const confused: number[] = [];
  for (let at = start; at < end; at++) {
    const changed = sound.slice();
    changed[at] = (changed[at] ?? 0) ^ (at % 2 === 0 ? 1 : 0xff);
    mend(changed);
    // A new reader for each: it cannot have kept anything.
    vi.resetModules();
    const fresh: typeof reader = await import("../../src/index.ts");
    const alone = see(fresh.readEvtx, file(changed), 0);
    const warm = see(readEvtx, file(sound, changed), records);
    if (JSON.stringify(warm) !== JSON.stringify(alone)) confused.push(at);
  }
  return confused;
}

const placeOf = (bytes: Uint8Array, value: string, from = 0): number =>
  Buffer.from(bytes).indexOf(Buffer.from(utf16(value)), from);

test("a definition of which any one byte is changed reads as it does to a reader that saw no other", async () => {
  const content = [
    data("Alpha", optional(0, 1)),
    element("Bravo", [normal(1, 1), text("-"), charRef(65)], {
      attributes: [attribute("k", text("c"), optional(2, 1))],
      dependency: 1,
    }),
  ];
  const used = template(9, eventOf(...content));
  const plain = fragment(eventOf(data("Z", text("z"))));
  const sound = chunk([fragment(instance(used, VALUES)), fragment(instance(used, VALUES)), plain]);
  expect(await confusedBy(sound, 3, 512 + 24 + 4 + 10, placeOf(sound, "zero"))).toEqual([]);
});

test("the same for every byte of the names that a definition refers to", async () => {
  const sound = byReference("Alpha", "x");
  const name = placeOf(sound, "Alpha");
  expect(await confusedBy(sound, 2, name - 8, name + 14)).toEqual([]);
  expect(await confusedBy(sound, 2, 512 + 24, placeOf(sound, "Event") + 12)).toEqual([]);
});

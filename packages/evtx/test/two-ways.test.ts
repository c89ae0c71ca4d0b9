// Selections and the JSON writer know the forms that most records have, and leave the others to the plain
// way. Whatever a record is made of, both ways give the same.
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  createEvtxReader,
  EvtxJsonWriter,
  type EvtxRecord,
  EvtxSelection,
  EvtxTemplateCache,
} from "../src/index.ts";
import {
  attribute,
  cdata,
  element,
  fragment,
  instance,
  instruction,
  normal,
  optional,
  type Piece,
  template,
  text,
  utf16,
  type Value,
} from "./binxml/builder.ts";
import { chunk, file } from "./binxml/log-file.ts";
import { read } from "./binxml/reading.ts";

const SLOTS = 6;
const TYPES = [
  0x00, 0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x07, 0x08, 0x09, 0x0a, 0x0b, 0x0c, 0x0d, 0x0e, 0x0f,
  0x10, 0x11, 0x12, 0x13, 0x14, 0x15, 0x21, 0x23, 0x80, 0x81, 0x82, 0x84, 0x88, 0x8f, 0x93, 0x95,
  0xa3, 0x55,
];
const NAMES = ["System", "EventData", "UserData", "Data", "EventID", "Channel", "A", "A_1", "7"];
const FIELDS = ["", "A", "Channel", "EventID", "A_X", "7", "__proto__"];
const UTF8 = new TextDecoder();

const word = fc.oneof(
  fc.constantFrom("", " ", "a\\b\n", 'say "x"', "naïve – 𝄞", "\ud800", "x\u0000", "\u0001\u007f"),
  fc.string({ unit: "binary", maxLength: 40 }),
);
const bytesOf = fc.oneof(
  word.map(utf16),
  fc.uint8Array({ maxLength: 36 }),
  fc.uint8Array({ minLength: 8, maxLength: 8 }),
  fc.uint8Array({ minLength: 16, maxLength: 16 }),
  // A user's SID.
  fc.constant(Uint8Array.of(1, 2, 0, 0, 0, 0, 0, 5, 32, 0, 0, 0, 32, 2, 0, 0)),
);
const slot = fc
  .tuple(fc.boolean(), fc.nat(SLOTS), fc.constantFrom(0x01, 0x08, 0x21))
  .map(([isOptional, index, type]) => (isOptional ? optional : normal)(index, type));
const part = fc.oneof({ weight: 4, arbitrary: slot }, { weight: 1, arbitrary: word.map(text) });
const dependency = fc.oneof(fc.constant(0xffff), fc.nat(SLOTS));

const { node } = fc.letrec<{ node: Piece; content: Piece[] }>((tie) => ({
  content: fc.oneof(
    { depthSize: "small" },
    { weight: 4, arbitrary: slot.map((one): Piece[] => [one]) },
    { weight: 1, arbitrary: fc.array(part, { maxLength: 2 }) },
    { weight: 1, arbitrary: fc.constantFrom<Piece[]>([cdata("<c>")], [instruction("p", "i")]) },
    { weight: 4, arbitrary: fc.array(tie("node"), { maxLength: 4 }) },
  ),
  node: fc
    .record({
      name: fc.constantFrom(...NAMES),
      content: tie("content"),
      dependency,
      field: fc.oneof(fc.constantFrom(...FIELDS).map(text), slot),
      attributes: fc.array(fc.tuple(fc.constantFrom("X", "Y"), part), { maxLength: 2 }),
    })
    .map(({ name, content, dependency: on, field, attributes }) => {
      const own = attributes.map(([key, value]) => attribute(key, value));
      const named = name === "Data" ? [attribute("Name", field)] : own;
      return element(name, content, { attributes: named, dependency: on });
    }),
}));

/** `<Event><System>…</System>%6</Event>`, as the log service writes it; or anything else. */
const document = fc.oneof(
  fc
    .array(node, { maxLength: 5 })
    .map((nodes) =>
      element(
        "Event",
        [
          element("System", [
            element("Provider", [], { attributes: [attribute("N", text("p"))] }),
            ...nodes,
          ]),
          optional(SLOTS, 0x21),
        ],
        { attributes: [attribute("xmlns", text("urn:x"))] },
      ),
    ),
  node,
  fc.array(node, { maxLength: 5 }).map((nodes) => element("EventData", nodes)),
);

function values(inner: Value): fc.Arbitrary<Value[]> {
  return fc
    .array(
      fc
        .tuple(fc.constantFrom(...TYPES), bytesOf)
        .map(([type, data]) => ({ type, data: type === 0 ? new Uint8Array(0) : data })),
      { maxLength: SLOTS },
    )
    .map((list) => (list.length === SLOTS ? [...list, inner] : list));
}

const NOTHING: Value = { type: 0x21, data: new Uint8Array(0) };
/** Records of the same templates, with values of their own. */
const alike: fc.Arbitrary<Piece[]> = fc
  .tuple(
    document,
    document,
    fc.array(values(NOTHING), { minLength: 1, maxLength: 3 }),
    fc.nat(0xffff),
  )
  .chain(([outer, inside, inner, seed]) => {
    const [outerTemplate, innerTemplate] = [
      template(seed, outer),
      template(seed + 0x1_0000, inside),
    ];
    return fc.tuple(
      ...inner.map((innerValues) =>
        values({ type: 0x21, data: fragment(instance(innerTemplate, innerValues)) }).map((list) =>
          fragment(instance(outerTemplate, list)),
        ),
      ),
    );
  });
const record: fc.Arbitrary<Piece> = alike.map(([first]) => first as Piece);

const WANTED = [...NAMES, ...FIELDS, "System_X", "A_Y", "Provider_N", "EventData_A", "Event_xmlns"];
const selection = new EvtxSelection(WANTED);
const templates = new EvtxTemplateCache();

const system = new EvtxSelection(WANTED, { systemOnly: true });

function check(one: EvtxRecord): void {
  system.read(one);
  for (const [index, name] of WANTED.entries())
    expect([name, system.value(index)]).toEqual([name, one.systemField(name)]);
  selection.read(one);
  for (const [index, name] of WANTED.entries())
    expect([name, selection.value(index)]).toEqual([name, one.field(name)]);
  checkFixed(one);
  checkEvery(one);
  checkSurrounded(one);
  for (const shape of ["attributes", "separate"] as const) {
    const writer = new EvtxJsonWriter({ shape, bufferBytes: 16 });
    writer.write(one);
    const wanted = `${JSON.stringify(one.toJson({ shape }))}\n`;
    expect(UTF8.decode(writer.take())).toBe(wanted);
    expect(writer.sizeBytes).toBe(0);
  }
}

const every = EvtxSelection.every();

/** All values, whatever their names, are those of all fields. */
function checkEvery(one: EvtxRecord): void {
  every.read(one);
  if (every.count === undefined) return;
  const met = Array.from({ length: every.count }, (_, index) => every.value(index));
  expect(textsOf(met)).toEqual(textsOf([...one.fields().values()]));
}

const FIGURE = /^[\da-fxstz:.\-+{}]*$/;
let surrounded = 0;

/** What lies in a stretch is text of UTF-16, a figure, or a constant; so whoever looks for a text there misses none. */
function checkSurrounded(one: EvtxRecord): void {
  every.read(one);
  if (!every.surround()) return;
  const { start, end, constants } = every;
  const stretch = Buffer.from(every.bytes.subarray(start, end));
  for (const value of [...one.fields().values()].flat()) {
    const text = String(value);
    const folded = text.toLowerCase();
    surrounded++;
    if (["null", "true", "false", "infinity", "-infinity", "nan"].includes(folded)) continue;
    // What is no text of UTF-16 becomes U+FFFD; what is looked for is ASCII.
    const runs = text.split(/[^\0-\x7f]+/u);
    if (
      constants.includes(text) ||
      runs.every((run) => stretch.includes(Buffer.from(run, "utf16le")))
    )
      continue;
    // Reals are numbers of JavaScript.
    if (typeof value === "number") continue;
    expect([folded, FIGURE.test(folded)]).toEqual([folded, true]);
    expect(folded).not.toMatch(/\..*\.|[\da-f]{32}|[a-f].*:|:.*[a-f]/);
  }
}

function textsOf(all: readonly unknown[]): string[] {
  return (
    all
      .flat()
      // Among several of a name nothing is an empty text.
      .filter((one) => one !== undefined && one !== null && one !== "")
      .map((one) => `${typeof one} ${String(one)}`)
      .toSorted()
  );
}

const fixed = new WeakMap<object, Map<number, unknown>>();
let compared = 0;

/** What is fixed in a shape must be what it was in every record of the shape. */
function checkFixed(one: EvtxRecord): void {
  const { shape } = selection;
  if (shape === undefined) return;
  const known = fixed.get(shape) ?? new Map<number, unknown>();
  fixed.set(shape, known);
  for (const [index, name] of WANTED.entries()) {
    if (!selection.isFixed(index)) continue;
    const value = one.field(name);
    if (!known.has(index)) known.set(index, value);
    expect([name, value]).toEqual([name, known.get(index)]);
    compared++;
  }
}

test.each<[string, Value, boolean]>([
  ["text", { type: 0x01, data: utf16("text") }, true],
  ["a whole SID", { type: 0x13, data: Uint8Array.of(1, 1, 0, 0, 0, 0, 0, 5, 18, 0, 0, 0) }, true],
  ["a SID cut short", { type: 0x13, data: new Uint8Array(40).fill(0xab) }, false],
  ["a SID of one byte", { type: 0x13, data: Uint8Array.of(1) }, false],
  ["a GUID", { type: 0x0f, data: new Uint8Array(16) }, true],
  ["an array of numbers", { type: 0x84, data: new Uint8Array(3) }, true],
  ["text of 8 bits", { type: 0x02, data: new TextEncoder().encode("text") }, false],
  ["bytes", { type: 0x0e, data: new Uint8Array(20).fill(0xab) }, false],
  ["a number of any size", { type: 0x10, data: new Uint8Array(40).fill(0xab) }, false],
  ["several SIDs", { type: 0x93, data: new Uint8Array(12).fill(0xab) }, false],
  ["an array of nothing", { type: 0x80, data: new Uint8Array(16).fill(0xab) }, false],
  ["an array of XML", { type: 0xa3, data: new Uint8Array(20).fill(0xab) }, false],
  ["an unknown type", { type: 0x55, data: new Uint8Array(20).fill(0xab) }, false],
])("a stretch that holds %s may be searched or not", (_name, value, may) => {
  const [one] = read(file(chunk([eventRecord(value)])), { templates }).records;
  every.read(one as EvtxRecord);
  expect(every.surround()).toBe(may);
});

/** An event with one value. */
function eventRecord(value: Value): Piece {
  const data = element("Data", [optional(0, value.type)], {
    attributes: [attribute("Name", text("A"))],
  });
  return fragment(instance(template(91, element("EventData", [data])), [value]));
}

test("what is fixed in a shape is the same in all records of it", () => {
  fc.assert(
    fc.property(alike, (pieces) => {
      for (const one of read(file(chunk(pieces)), { templates }).records) {
        selection.read(one);
        checkFixed(one);
      }
    }),
    { numRuns: 2000, seed: 11 },
  );
  expect(compared).toBeGreaterThan(1000);
});

test("fields of records that are used up as they come are those of records that are kept", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(record, fc.boolean()), { minLength: 1, maxLength: 4 }), (all) => {
      const bytes = file(chunk(all.map(([piece]) => piece)));
      const kept = read(bytes, { templates }).records.map((one) =>
        WANTED.map((name) => one.field(name)),
      );
      const reader = createEvtxReader({ templates, brief: true });
      const found: unknown[][] = [];
      const take = (one: EvtxRecord): void => {
        // What every reader asks for may come first, or later.
        const isTimeFirst = all[found.length]?.[1] === true;
        if (isTimeFirst) void one.timeMs;
        selection.read(one);
        if (!isTimeFirst) void one.timeMs;
        found.push(WANTED.map((_, index) => selection.value(index)));
        checkFixed(one);
      };
      for (const one of reader.push(bytes)) take(one);
      for (const one of reader.end()) take(one);
      expect(found).toEqual(kept);
    }),
    { numRuns: 500, seed: 7 },
  );
});

test("a selection keeps its record when another reader with the same templates goes on", () => {
  const inner = template(77, element("EventData", [optional(0, 1)]));
  const system = element("System", [element("Computer", [optional(0, 1)])]);
  const outer = template(78, element("Event", [system, optional(1, 0x21)]));
  const logOf = (host: string, value: string): Uint8Array => {
    const data = fragment(instance(inner, [{ type: 1, data: utf16(value) }]));
    const values = [
      { type: 1, data: utf16(host) },
      { type: 0x21, data },
    ];
    return file(chunk([fragment(instance(outer, values))]));
  };
  const shared = new EvtxTemplateCache();
  const first = (bytes: Uint8Array): EvtxRecord => {
    const reader = createEvtxReader({ templates: shared, brief: true });
    return [...reader.push(bytes), ...reader.end()][0] as EvtxRecord;
  };
  const one = first(logOf("a", "first"));
  const two = first(logOf("a much longer name", "second"));
  const own = new EvtxSelection(["EventData", "Computer"]);
  expect(one.computer).toBe("a");
  own.read(one);
  expect(two.computer).toBe("a much longer name");
  expect([own.value(0), own.value(1)]).toEqual(["first", "a"]);
  expect(one.computer).toBe("a");
});

test("an inner document that stands a second time as a value is left to the record", () => {
  const inner = template(79, element("EventData", [element("Data", [normal(0, 1)])]));
  const outer = template(
    80,
    element("Event", [
      element("System", []),
      normal(0, 0x21),
      element("Data", [normal(0, 1)], { attributes: [attribute("Name", text("B"))] }),
    ]),
  );
  const data = fragment(instance(inner, [{ type: 1, data: utf16("evil") }]));
  const bytes = file(chunk([fragment(instance(outer, [{ type: 0x21, data }]))]));
  for (const one of read(bytes).records) {
    expect([...one.fields().keys()]).toContain("B");
    every.read(one);
    expect(every.count).toBeUndefined();
  }
});

test("selections and JSON lines equal the plain way, whatever a template is made of", () => {
  fc.assert(
    fc.property(fc.array(record, { minLength: 1, maxLength: 3 }), (pieces) => {
      // Twice, so that the second reading finds every template in the cache.
      for (let n = 0; n < 2; n++)
        for (const one of read(file(chunk(pieces)), { templates }).records) check(one);
    }),
    { numRuns: 500, seed: 3 },
  );
  expect(surrounded).toBeGreaterThan(200);
});

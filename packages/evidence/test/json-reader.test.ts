import fc from "fast-check";
import { expect, test } from "vitest";
import { EVIDENCE_DIAGNOSTIC_CODES } from "../src/index.ts";
import { fieldsOf, read } from "./reading.ts";

const values = (input: string, format?: "json-lines" | "json-array" | "json-object") =>
  read(input, format).records.map((record) => fieldsOf(record));

test("a broken line is told by line and column, and the next one is read", () => {
  const { records, diagnostics, damaged } = read('{"a":1}\n{"a":x}\n\n{"a":3}', "json-lines");
  expect(records.map(({ place }) => place)).toEqual([
    { file: "evidence", line: 1, offsetBytes: 0 },
    { file: "evidence", line: 4, offsetBytes: 17 },
  ]);
  expect(damaged).toBe(1);
  expect(diagnostics).toMatchObject([
    { code: "EVIDENCE_JSON", place: { file: "evidence", line: 2, column: 6, offsetBytes: 13 } },
  ]);
  expect(diagnostics[0]?.message).toContain('expected a value, got "x}"');
});

test("a line over the limit is told and left out, wherever the pieces end", () => {
  const input = `{"a":1}\n{"a":"${"x".repeat(100)}"}\n{"a":3}\n`;
  for (const pieceBytes of [1, 7, 1000]) {
    const limits = { maxRecordBytes: 50 };
    const { records, diagnostics, damaged } = read(input, "json-lines", { limits, pieceBytes });
    expect(records.map((record) => record.field("a"))).toEqual([1, 3]);
    expect(damaged).toBe(1);
    expect(diagnostics).toMatchObject([
      { code: "EVIDENCE_RECORD_SIZE", place: { line: 2, offsetBytes: 8 } },
    ]);
  }
});

test("an element over the limit is told and left out, wherever the pieces end", () => {
  const input = `[{"a":1},\n{"a":"${"x".repeat(100)}"},{"a":3}]`;
  for (const pieceBytes of [1, 7, 1000]) {
    const limits = { maxRecordBytes: 50 };
    const { records, diagnostics } = read(input, "json-array", { limits, pieceBytes });
    expect(records.map((record) => record.field("a"))).toEqual([1, 3]);
    expect(diagnostics).toMatchObject([
      { code: "EVIDENCE_RECORD_SIZE", place: { line: 2, offsetBytes: 10 } },
    ]);
  }
});

test("a record nested too deeply is told and left out", () => {
  const deep = `{"a":${"[".repeat(40_000)}${"]".repeat(40_000)}}`;
  for (const [format, input] of [
    ["json-lines", `${deep}\n{"a":2}`],
    ["json-array", `[${deep},{"a":2}]`],
  ] as const) {
    const { records, diagnostics } = read(input, format);
    expect(records.map((record) => record.field("a"))).toEqual([2]);
    expect(diagnostics.map(({ code }) => code)).toEqual(["EVIDENCE_RECORD_NESTING"]);
  }
});

test("fields beyond the limits are left out, and that is told once", () => {
  const wide = JSON.stringify(
    Object.fromEntries(Array.from({ length: 50 }, (_, n) => [`f${n}`, n])),
  );
  const limits = { maxFields: 10, maxDepth: 3 };
  const { records, diagnostics } = read(
    `${wide}\n${wide}\n{"a":{"b":{"c":{"d":1}}}}`,
    "json-lines",
    {
      limits,
    },
  );
  const names = records.map((record) => Object.keys(fieldsOf(record)).length);
  expect(names).toEqual([10, 10, 0]);
  expect(diagnostics.map(({ code }) => code)).toEqual(["EVIDENCE_FIELD_LIMIT"]);
});

test("nested objects are dotted names, lists several values, empty ones null", () => {
  const input =
    '{"a":{"b":{"c":1},"e":{}},"l":[1,"x",null],"o":[{"k":1},{"k":[2,3]}],"n":null,"z":[]}';
  const [record] = read(input, "json-lines").records;
  expect(fieldsOf(record)).toEqual({
    "a.b.c": 1,
    "a.e": null,
    l: [1, "x", ""],
    "o.k": [1, 2, 3],
    n: null,
    z: null,
  });
  for (const [name, value] of record?.fields() ?? []) expect(record?.field(name)).toEqual(value);
  expect(record?.field("a")).toBeUndefined();
  expect(record?.field("toString")).toBeUndefined();
});

test("a name of the evidence cannot reach the prototype", () => {
  const [record] = read('{"__proto__":"x","constructor":{"name":"y"}}', "json-lines").records;
  expect(record?.field("__proto__")).toBe("x");
  expect(record?.field("constructor.name")).toBe("y");
});

test("whole numbers beyond 2^53 are their decimal text", () => {
  const input = String.raw`{"k":-9214364837600034816,"s":"a \" :1234567890123456789,","n":[9007199254740993,9007199254740991],"f":1.2345678901234567}`;
  expect(values(input, "json-lines")).toEqual([
    {
      k: "-9214364837600034816",
      s: 'a " :1234567890123456789,',
      n: ["9007199254740993", 9007199254740991],
      f: 1.2345678901234567,
    },
  ]);
});

test.each([
  ['{"Records":[{"a":1},{"a":2}]}', "json-object"],
  ['{"Records":[{"a":1},{"a":2}]}', "json-lines"],
  [
    '{"took":3,"hits":{"total":{"value":2},"hits":[{"_index":"i","_source":{"a":1}},{"_index":"i","_source":{"a":2}}]}}',
    "json-object",
  ],
  [
    '{"took":3,"hits":{"total":{"value":2},"hits":[{"_index":"i","_source":{"a":1}},{"_index":"i","_source":{"a":2}}]}}',
    "json-lines",
  ],
  ['{"@odata.context":"x","value":[{"a":1},{"a":2}],"@odata.nextLink":"[{y"}', "json-object"],
  ['{"preview":false,"result":{"a":1}}\n{"preview":false,"result":{"a":2}}', "json-lines"],
  ['{"preview":false,"messages":[],"results":[{"a":1},{"a":2}]}', "json-object"],
  ['[{"a":1}]\n[{"a":2}]', "json-array"],
  ['\u001e{"a":1}\n\u001e{"a":2}\n', "json-object"],
  ['\u001e{"a":1}\n\u001e{"a":2}\n', "json-lines"],
] as const)("the records within %s are unwrapped when read as %s", (input, format) => {
  expect(values(input, format)).toEqual([{ a: 1 }, { a: 2 }]);
});

test.each([
  '{"id":1,"value":[{"a":1}]}',
  '{"value":[1,2]}',
  '{"hits":3,"Records":[{"a":1}]}',
  '{"a":{"Records":[{"a":1}]}}',
  '{"result":{"a":1}}',
])("the record %s is no wrapper", (input) => {
  for (const format of ["json-object", "json-lines"] as const)
    expect(read(input, format).records).toHaveLength(1);
});

test("values that are no objects are records with the field value", () => {
  expect(values('["x",1,null,["y"]]', "json-array")).toEqual([
    { value: "x" },
    { value: 1 },
    { value: null },
    { value: "y" },
  ]);
});

test.each([
  ['[{"a":1},{"a":2,,},{"a":3}]', [1, 3], ["EVIDENCE_JSON"]],
  ['[{"a":1},{"a":"cut\n,{"a":3}]', [1, 3], ["EVIDENCE_JSON"]],
  ['{"a":1}\n{"a":{"b":1\n{"a":3}', [1, 3], ["EVIDENCE_JSON"]],
  ['{"a":1} nonsense {"a":3}', [1, 3], ["EVIDENCE_JSON"]],
  ['[{"a":1},{"a":[1},{"a":3}]', [1, 3], ["EVIDENCE_JSON"]],
  ['[{"a":1},{"a":3},{"a', [1, 3], ["EVIDENCE_INCOMPLETE"]],
  ['[{"a":1},{"a":3},', [1, 3], ["EVIDENCE_INCOMPLETE"]],
])("damage in %j costs one record", (input, expected, codes) => {
  const format = input.startsWith("[") ? "json-array" : "json-object";
  const { records, diagnostics } = read(input, format);
  expect(records.map((record) => record.field("a"))).toEqual(expected);
  expect(diagnostics.map(({ code }) => code)).toEqual(codes);
});

test("many broken lines are counted, and the first of them named", () => {
  const { diagnostics, damaged } = read("{\n".repeat(1000), "json-lines");
  expect(damaged).toBe(1000);
  expect(diagnostics).toHaveLength(21);
  expect(diagnostics.at(-1)?.message).toContain("980 more");
});

test("lines of a range that begins within a file have no number unless given", () => {
  const ranged = { startOffsetBytes: 100 };
  const [first] = read('{"a":1}', "json-lines", ranged).records;
  expect(first?.place).toEqual({ file: "evidence", offsetBytes: 100 });
  const [second] = read('{"a":1}', "json-lines", { ...ranged, startLine: 7 }).records;
  expect(second?.place).toEqual({ file: "evidence", offsetBytes: 100, line: 7 });
});

test("invalid UTF-8 is read with U+FFFD and noted once", () => {
  const bytes = new Uint8Array([...new TextEncoder().encode('{"a":"x'), 0xff, 0x22, 0x7d, 0x0a]);
  const { records, diagnostics } = read(new Uint8Array([...bytes, ...bytes]), "json-lines");
  expect(records.map((record) => record.field("a"))).toEqual(["x\ufffd", "x\ufffd"]);
  expect(diagnostics).toMatchObject([{ code: "EVIDENCE_TEXT_ENCODING", severity: "note" }]);
  expect(read('{"a":"\ufffd"}', "json-lines").diagnostics).toEqual([]);
});

const json = fc.jsonValue({ maxDepth: 3 }).filter((value) => value !== null);

test("reading does not depend on where the pieces end", () => {
  fc.assert(
    fc.property(
      fc.array(json),
      fc.integer({ min: 1, max: 40 }),
      fc.boolean(),
      (list, pieceBytes, pretty) => {
        const text = JSON.stringify(list, undefined, pretty ? 1 : 0);
        const whole = read(text, "json-array");
        const pieces = read(text, "json-array", { pieceBytes });
        expect(whole.diagnostics).toEqual([]);
        expect(whole.records.length).toBe(list.length);
        expect(pieces.records.map((record) => [record.place, fieldsOf(record)])).toEqual(
          whole.records.map((record) => [record.place, fieldsOf(record)]),
        );
      },
    ),
  );
});

test("an array, its elements by line and one after the other give the same records", () => {
  fc.assert(
    fc.property(fc.array(fc.dictionary(fc.string(), json), { minLength: 1 }), (list) => {
      // One name keeps generated objects from being envelopes of others.
      const records = list.map((one) => ({ ...one, kept: 1 }));
      const expected = values(JSON.stringify(records), "json-array");
      const lines = records.map((one) => JSON.stringify(one)).join("\n");
      const pretty = records.map((one) => JSON.stringify(one, undefined, 2)).join("\n");
      expect(values(lines, "json-lines")).toEqual(expected);
      expect(values(pretty, "json-object")).toEqual(expected);
    }),
  );
});

test("reading does not throw on arbitrary bytes, and tells only listed codes", () => {
  const hostile = fc.array(
    fc.constantFrom(
      "{",
      "}",
      "[",
      "]",
      '"',
      ":",
      ",",
      "\\",
      "\n",
      "a",
      "1",
      "\u00e9",
      '"Records":[',
    ),
    { maxLength: 60 },
  );
  const input = fc.oneof(
    fc.uint8Array({ maxLength: 300 }),
    hostile.map((parts) => new TextEncoder().encode(parts.join(""))),
  );
  const format = fc.constantFrom("json-lines", "json-array", "json-object", "text");
  fc.assert(
    fc.property(input, format, fc.integer({ min: 1, max: 9 }), (bytes, as, pieceBytes) => {
      const result = read(bytes, as, { pieceBytes, limits: { maxRecordBytes: 40 } });
      for (const record of result.records) expect(fieldsOf(record)).toBeDefined();
      for (const { code } of result.diagnostics)
        expect(Object.keys(EVIDENCE_DIAGNOSTIC_CODES)).toContain(code);
      const whole = read(bytes, as, { limits: { maxRecordBytes: 40 } });
      expect(whole.records.map(({ place }) => place)).toEqual(
        result.records.map(({ place }) => place),
      );
      expect(whole.damaged).toBe(result.damaged);
    }),
    { numRuns: 1000 },
  );
});

import type { EvidenceRecord } from "@tocsin/model";
import { expect, test } from "vitest";
import { createReader } from "../src/index.ts";
import { bytesOf, compare, type Reading } from "./flat-reading.ts";

const EVENT = { EventID: 4688, Channel: "Security", Hostname: "PC1" };
const one = (value: object | string): Reading =>
  compare(bytesOf(`${typeof value === "string" ? value : JSON.stringify(value)}\n`));

/** The records of some lines, as a hunt reads them. All of them may be asked: the lines are one piece. */
function readBrief(lines: string): EvidenceRecord[] {
  const records: EvidenceRecord[] = [];
  const reader = createReader("json-lines", {
    file: "evidence",
    onRecord: (record) => void records.push(record),
    onDiagnostic: (problem) => expect(problem).toBeUndefined(),
    brief: true,
  });
  reader.push(bytesOf(lines));
  return records;
}

test("a flat event is read without parsing, and tells what parsing tells", () => {
  const input = {
    ...EVENT,
    "@timestamp": "2024-05-06T07:08:09.5Z",
    SourceName: "Auditing",
    RecordNumber: 7,
    Message: 'Ein "Prozeß"\r\n\tC:\\a.exe \u20ac \ud83d\ude00',
    Keywords: null,
    tags: ["x", "y"],
    empty: "",
    ok: true,
  };
  const { told, scanned } = one(input);
  expect(scanned).toBe(1);
  expect(told[0]).toMatchObject({
    place: { file: "evidence", line: 1, offsetBytes: 0, recordId: "7" },
    source: { format: "windows-json", channel: "Security", provider: "Auditing", eventId: 4688 },
    timeMs: Date.UTC(2024, 4, 6, 7, 8, 9, 500),
    host: "PC1",
  });
  expect(Object.fromEntries(told[0]?.fields ?? [])).toMatchObject({
    Computer: "PC1",
    tags: ["x", "y"],
    Message: input.Message,
  });
});

test.each<[what: string, line: string]>([
  ["blanks", '{ "EventID" : 1 ,\t"Channel":"S" , "a" : [ 1 , { "b" : [ ] } , { } ] } \t'],
  ["a carriage return before the line feed", '{"EventID":1,"Channel":"S"}\r'],
  [
    "numbers of all forms",
    '{"EventID":1,"Channel":"S","a":-0.5e+7,"b":0,"c":1E-2,"d":-0,"e":12345678901234567890}',
  ],
  [
    "whole numbers as long as digests",
    `{"EventID":1,"Channel":"S","a":${"1".repeat(31)},"b":${"1".repeat(32)},"c":-${"1".repeat(31)},"d":${"1".repeat(64)}}`,
  ],
  [
    "all escapes",
    String.raw`{"EventID":1,"Channel":"S\/T","a":"\"\\\/\b\f\n\r\t\u00e4\uD83D\uDE00\ud800"}`,
  ],
  ["dots in a name", '{"EventID":1,"Channel":"S","a.b":1,"b.c":"x"}'],
  ["dots in a name beside an object", '{"EventID":1,"Channel":"S","a.b":1,"a":{"b":2}}'],
  ["a small id beside the computer's name", '{"event_id":1,"channel":"S","computer_name":"P"}'],
  [
    "a channel whose name is coded",
    '{"EventID":1,"Channel":"\u00c4\\n","Hostname":"\u00c4","SourceName":"\\t"}',
  ],
  [
    "facts that are numbers",
    '{"EventID":1,"Channel":"S","SourceName":3,"Hostname":true,"RecordNumber":null}',
  ],
])("a flat event with %s is read without parsing", (_, line) => {
  expect(one(line).scanned).toBe(1);
});

test.each<[what: string, line: string]>([
  ["a name that comes twice", '{"EventID":1,"Channel":"S","a":1,"a":2}'],
  ["an escape in a name", String.raw`{"EventID":1,"Channel":"S","\u0061":1}`],
  ["a name that is a number", '{"EventID":1,"Channel":"S","7":1,"3":2}'],
  ["an empty name", '{"EventID":1,"Channel":"S","":{"a":1},"a":2}'],
  ["EventData", '{"EventID":1,"Channel":"S","EventData":{"Image":"x"}}'],
  ["an id that is text", '{"EventID":"1","Channel":"S"}'],
  ["an id with a fraction", '{"EventID":1.0,"Channel":"S"}'],
  [
    "an object where a fact is told",
    '{"EventID":1,"Channel":"S","TimeCreated":{"SystemTime":"2024-01-01"}}',
  ],
  ["a small id alone", '{"event_id":1,"channel":"S"}'],
  ["an empty channel", '{"EventID":1,"Channel":"","SourceName":"P","Hostname":"H"}'],
  ["no channel", '{"EventID":1,"a":"S"}'],
  ["a list around it", '[{"EventID":1,"Channel":"S"}]'],
  ["a byte order mark before it", '\ufeff\ufeff{"EventID":1,"Channel":"S"}'],
  ["a record separator before it", '\x1e{"EventID":1,"Channel":"S"}'],
  ["a heading", "Record 7"],
  ["an envelope", '{"_index":"i","_source":{"EventID":1,"Channel":"S"}}'],
])("a line with %s is parsed", (_, line) => {
  expect(one(line).scanned).toBe(0);
});

test.each([
  "{",
  "{}",
  '{"EventID":1,"Channel":"S"',
  '{"EventID":1,"Channel":"S}',
  '{"EventID":1,"Channel":"S"}}',
  '{"EventID":1,"Channel":"S",}',
  '{"EventID":1 "Channel":"S"}',
  '{"EventID":1,,"Channel":"S"}',
  '{"EventID":1,"Channel":"S","a":01}',
  '{"EventID":1,"Channel":"S","a":-}',
  '{"EventID":1,"Channel":"S","a":1.}',
  '{"EventID":1,"Channel":"S","a":.5}',
  '{"EventID":1,"Channel":"S","a":1e}',
  '{"EventID":1,"Channel":"S","a":+1}',
  '{"EventID":1,"Channel":"S","a":tru}',
  '{"EventID":1,"Channel":"S","a":nul',
  '{"EventID":1,"Channel":"S","a":NaN}',
  '{"EventID":1,"Channel":"S","a":"\t"}',
  '{"EventID":1,"Channel":"S","a":"0123456789abcdef\x1f0123456789"}',
  String.raw`{"EventID":1,"Channel":"S","a":"\x"}`,
  String.raw`{"EventID":1,"Channel":"S","a":"\u00g0"}`,
  '{"EventID":1,"Channel":"S","a":"\\',
  '{"EventID":1,"Channel":"S","a":"\\u00',
  '{"EventID":1,"Channel":"S","a":[1,]}',
  '{"EventID":1,"Channel":"S","a":[1}',
  '{"EventID":1,"Channel":"S","a":{"b"}}',
  '{"EventID":1,"Channel":"S","a":{b:1}}',
  '{"EventID":1,"Channel":"S"} x',
  '{"EventID":1,"Channel":"S","a":"x\r"}',
  '{"EventID":1,\u00a0"Channel":"S"}',
])("what is wrong with %j is told as parsing tells it, and the next line is read", (line) => {
  const next = JSON.stringify(EVENT);
  const { scanned, told } = compare(bytesOf(`${line}\n${next}\n`));
  expect(scanned).toBe(1);
  expect(told.at(-1)?.place).toMatchObject({ line: 2 });
});

test.each([
  [0xff],
  [0xc0, 0x80],
  [0xc3],
  [0xe0, 0x80, 0x80],
  [0xed, 0xa0, 0x80],
  [0xe2, 0x82],
  [0xf0, 0x80, 0x80, 0x80],
  [0xf4, 0x90, 0x80, 0x80],
  [0xf5, 0x80, 0x80, 0x80],
  [0xf0, 0x9f, 0x98],
])("bytes that are no UTF-8 are told as parsing tells them: %j %j", (...wrong) => {
  const head = bytesOf('{"EventID":1,"Channel":"S","a":"x');
  const tail = bytesOf('"}\n');
  const bytes = Uint8Array.from([...head, ...wrong, ...tail]);
  const { scanned, diagnostics } = compare(bytes);
  expect(scanned).toBe(0);
  expect(diagnostics.map(({ code }) => code)).toEqual(["EVIDENCE_TEXT_ENCODING"]);
});

test.each([
  "2024-05-06T07:08:09Z",
  "2024-05-06 07:08:09",
  "2024-05-06T07:08:09.123456789Z",
  "2024-02-29T00:00:00.1",
  "2023-02-29T00:00:00Z",
  "2024-12-31T23:59:60Z",
  "2024-13-01T00:00:00Z",
  "2024-04-31T00:00:00Z",
  "2024-05-06T24:00:00Z",
  "2024-05-06T07:08:09+02:00",
  "2024-05-06t07:08:09z",
  "0099-05-06T07:08:09Z",
  "2024-05-06T07:08",
  "2024-05-06T07:08:09.Z",
  "1900-03-01T00:00:00Z",
  "2100-03-01T00:00:00Z",
  "2000-03-01T00:00:00",
  "1715000000",
  "/Date(1715000000000)/",
  "2024-05-06T07:08:09.12x",
  "2O24-05-06T07:08:09",
  "",
  "06.05.2024",
])("a time written as %j is what parsing makes of it, wherever it stands", (time) => {
  for (const name of ["SystemTime", "TimeCreated", "UtcTime", "@timestamp", "EventTime", "_time"])
    for (const Channel of ["Security", "Microsoft-Windows-Sysmon/Operational"]) {
      const first = one({ ...EVENT, Channel, [name]: time });
      expect(first.scanned).toBe(1);
      one({ ...EVENT, Channel, [name]: time, timestamp: 1715000001, TimeGenerated: null });
      one({ ...EVENT, Channel, SystemTime: null, TimeCreated: time, "@timestamp": "2020-01-01" });
    }
});

test("limits of a record's fields hold, and are told, as in parsing", () => {
  const wide = {
    ...EVENT,
    ...Object.fromEntries(Array.from({ length: 30 }, (_, n) => [`f${n}`, n])),
  };
  const list = { ...EVENT, list: Array.from({ length: 30 }, (_, n) => ({ [`f${n}`]: n })) };
  const deep = { ...EVENT, a: { b: { c: { d: [1] } } } };
  const input = bytesOf(
    [wide, list, deep, EVENT].map((value) => `${JSON.stringify(value)}\n`).join(""),
  );
  expect(compare(input).scanned).toBe(4);
  expect(compare(input, { limits: { maxFields: 20, maxDepth: 3 } }).scanned).toBe(1);
  expect(compare(input, { limits: { maxRecordBytes: 100 } }).scanned).toBe(2);
});

test("lines that lie across pieces are parsed, the others are not, and none is lost", () => {
  const input = bytesOf(
    Array.from({ length: 40 }, (_, n) => `${JSON.stringify({ ...EVENT, a: n })}\n`).join(""),
  );
  for (const pieceBytes of [1, 7, 60, 137, 1000]) {
    const { told, scanned } = compare(input, { pieceBytes });
    expect(told).toHaveLength(40);
    expect(scanned > 0).toBe(pieceBytes > 120);
  }
});

test("lines of ever other names tell the same, however many there are", () => {
  const line = (row: number): string => {
    const entries = Array.from({ length: 400 }, (_, n) => [`n${row}x${n}`, n]);
    return `${JSON.stringify({ ...Object.fromEntries(entries), ...EVENT, Image: row })}\n`;
  };
  // More than the orders of names that are kept; and all records are asked when all are read.
  const records = readBrief(Array.from({ length: 180 }, (_, row) => line(row)).join(""));
  const cursor = records[0]?.fieldSource?.open(["Image", "n7x399"]);
  const met = records.map((record) => {
    cursor?.turn(record);
    return [cursor?.value(0), cursor?.value(1), record.field("Image"), record.source.eventId];
  });
  expect(met).toEqual(
    Array.from({ length: 180 }, (_, row) => [row, row === 7 ? 399 : undefined, row, 4688]),
  );
});

test("a line of more names than are scanned is parsed", () => {
  const names = (count: number) => Array.from({ length: count }, (_, n) => [`n${n}`, n]);
  expect(one({ ...EVENT, ...Object.fromEntries(names(500)) }).scanned).toBe(1);
  expect(one({ ...EVENT, ...Object.fromEntries(names(513)) }).scanned).toBe(0);
});

test("events are found again behind lines of another kind", () => {
  const other = '{"a":1}\n'.repeat(100);
  const { told, scanned } = compare(bytesOf(`${other}${`${JSON.stringify(EVENT)}\n`.repeat(100)}`));
  expect(told).toHaveLength(200);
  expect(scanned).toBeGreaterThan(80);
});

test("a line is searched as a whole where its values are written as they are", () => {
  const isWhole = (line: string): boolean | undefined => {
    let whole: boolean | undefined;
    const reader = createReader("json-lines", {
      file: "evidence",
      onRecord: (record) => {
        const cursor = record.fieldSource?.open([]);
        cursor?.turn(record);
        whole = cursor?.surround();
      },
      onDiagnostic: (problem) => expect(problem).toBeUndefined(),
      brief: true,
    });
    reader.push(bytesOf(`{"EventID":1,"Channel":"S",${line}}\n`));
    return whole;
  };
  for (const line of [
    '"a":"C:\\\\x\\r"',
    '"a":[true,{"b":"x\\n"}]',
    '"a":-9007199254740993',
    '"a":null',
    '"a":"\u00e4\u4e16"',
  ])
    expect([line, isWhole(line)]).toEqual([line, true]);
  for (const line of [
    '"a":"\\u0041"',
    '"a":"\u0130"',
    '"a":"x\u212a"',
    '"a":["\\u0041"]',
    '"a":{"b":"\u00e4"}',
    '"a":1.50',
  ])
    expect([line, isWhole(line)]).toEqual([line, false]);
  for (const line of ['"a":1e3', '"a":[1E3]', '"a":-0', `"a":${"9".repeat(401)}`])
    expect([line, isWhole(line)]).toEqual([line, false]);
});

test("events that say the same of their source share one object, parsed or not", () => {
  const records: EvidenceRecord[] = [];
  for (const brief of [true, false]) {
    const reader = createReader("json-lines", {
      file: "evidence",
      onRecord: (record) => void records.push(record),
      onDiagnostic: (problem) => expect(problem).toBeUndefined(),
      brief,
    });
    const other = JSON.stringify({ ...EVENT, EventID: 1 });
    reader.push(
      bytesOf(`${JSON.stringify(EVENT)}\n${other}\n${JSON.stringify({ ...EVENT, a: 1 })}\n`),
    );
    reader.end();
  }
  const [a, b, ...rest] = records.map(({ source }) => source);
  expect(rest.map((source) => (source === a ? "a" : source === b ? "b" : "none"))).toEqual([
    "a",
    "a",
    "b",
    "a",
  ]);
});

test("a cursor is for flat events only", () => {
  const records = readBrief(`${JSON.stringify(EVENT)}\n{"a":1}\n`);
  const cursor = records[0]?.fieldSource?.open(["a"]);
  const other = records[1];
  if (cursor === undefined || other === undefined) throw new Error("two records are expected");
  expect(() => cursor.turn(other)).toThrow(TypeError);
});

test("bytes that are filled anew are another piece", () => {
  const seen: Uint8Array[] = [];
  const reader = createReader("json-lines", {
    file: "evidence",
    onRecord(record) {
      const cursor = record.fieldSource?.open(["M"]);
      cursor?.turn(record);
      if (cursor?.surround() === true) seen.push(cursor.bytes);
    },
    onDiagnostic: (problem) => expect(problem).toBeUndefined(),
    brief: true,
  });
  const text = (word: string): Uint8Array =>
    bytesOf(`${JSON.stringify({ EventID: 1, Channel: "Security", M: word })}\n`);
  const bytes = text("harmless");
  for (const word of ["harmless", "harmless", "mimikatz"]) {
    bytes.set(text(word));
    reader.push(bytes);
  }
  expect(seen).toHaveLength(3);
  expect(new Set(seen).size).toBe(3);
});

// Arrays: type | 0x80. libevtx "Binary XML", value types; MS-EVEN6 2.2.12.
import { expect, test } from "vitest";
import {
  attribute,
  element,
  fragment,
  instance,
  normal,
  optional,
  template,
  text,
  utf16,
} from "./builder.ts";
import { data, eventOf, join, le, listOf, readOne, valueOf } from "./reading.ts";

const u = (...bytes: readonly number[]): Uint8Array => new Uint8Array(bytes);
const f32 = new Uint8Array(new Float32Array([1.5, -2]).buffer);
const f64 = new Uint8Array(new Float64Array([1.5, -2]).buffer);
const sid1 = u(1, 1, 0, 0, 0, 0, 0, 5, 18, 0, 0, 0);
const sid2 = u(1, 2, 0, 0, 0, 0, 0, 5, 32, 0, 0, 0, 32, 2, 0, 0);
const GUIDS = ["04030201-0605-0807-090A-0B0C0D0E0F10", "00000000-0000-0000-0000-000000000000"];
const guid = Uint8Array.from({ length: 16 }, (_, index) => index + 1);

test.each([
  ["strings", 0x81, utf16("a\0bc\0"), ["a", "bc"]],
  ["strings, the last without its NUL", 0x81, utf16("a\0bc"), ["a", "bc"]],
  ["strings with blanks", 0x81, utf16(" a \0 b\0"), [" a ", " b"]],
  ["AnsiStrings", 0x82, u(0x41, 0, 0xe9, 0x20, 0), ["A", "é "]],
  ["Int8", 0x83, u(1, 0xff), [1, -1]],
  ["UInt8", 0x84, u(1, 0xff), [1, 255]],
  ["Int16", 0x85, join(le(1, 2), le(-1, 2)), [1, -1]],
  ["UInt16", 0x86, join(le(1, 2), le(-1, 2)), [1, 65_535]],
  ["Int32", 0x87, join(le(1, 4), le(-1, 4)), [1, -1]],
  ["UInt32", 0x88, join(le(1, 4), le(-1, 4)), [1, 4_294_967_295]],
  ["Int64", 0x89, join(le(1, 8), le(-1, 8)), [1, -1]],
  ["UInt64", 0x8a, join(le(1, 8), le(-1, 8)), [1, "18446744073709551615"]],
  ["Real32", 0x8b, f32, [1.5, -2]],
  ["Real64", 0x8c, f64, [1.5, -2]],
  ["booleans, four bytes each", 0x8d, join(le(0, 4), le(1, 4)), [false, true]],
  ["GUIDs", 0x8f, join(guid, new Uint8Array(16)), GUIDS],
  ["SIDs of different lengths", 0x93, join(sid1, sid2), ["S-1-5-18", "S-1-5-32-544"]],
  ["HexInt32", 0x94, join(le(0, 4), le(0xab, 4)), ["0x0", "0xab"]],
  ["HexInt64", 0x95, join(le(0, 8), le(-1, 8)), ["0x0", "0xffffffffffffffff"]],
])("an array of %s", (_, type, bytes, expected) => {
  expect(valueOf(type, bytes)).toEqual({ value: expected, told: [] });
});

test("arrays of times", () => {
  const units = le(131_372_268_770_033_931n, 8);
  const parts = [2020, 2, 6, 29, 23, 59, 58, 7].map((part) => le(part, 2));
  const fileTimes = valueOf(0x91, join(units, le(0, 8)));
  const systemTimes = valueOf(0x92, join(...parts, ...parts));
  expect(listOf(fileTimes.value).map((time) => String(time).slice(0, 26))).toEqual([
    "2017-04-21T05:41:17.003393",
    "1601-01-01T00:00:00.000000",
  ]);
  expect(listOf(systemTimes.value).map((time) => String(time).slice(0, 23))).toEqual([
    "2020-02-29T23:59:58.007",
    "2020-02-29T23:59:58.007",
  ]);
  expect([...fileTimes.told, ...systemTimes.told]).toEqual([]);
});

test("an empty string between others keeps its place", () => {
  expect(valueOf(0x81, utf16("a\0\0b\0")).value).toEqual(["a", "", "b"]);
  expect(valueOf(0x81, utf16("\0b\0")).value).toEqual(["", "b"]);
  expect(valueOf(0x81, utf16("a\0\0")).value).toEqual(["a", ""]);
});

test.each([0x81, 0x82, 0x84, 0x88, 0x8a, 0x8d, 0x8f, 0x90, 0x91, 0x92, 0x93, 0x94, 0x95])(
  "an array of type %i without bytes has no value",
  (type) => {
    const { value, told } = valueOf(type, u());
    expect([listOf(value).filter((item) => item !== ""), told]).toEqual([[], []]);
  },
);

test.each([0x81, 0x84, 0x88])("an array of type %i with one value gives that value", (type) => {
  const bytes = { 0x81: utf16("x\0"), 0x84: u(7), 0x88: le(7, 4) }[type] ?? u();
  expect(listOf(valueOf(type, bytes).value)).toEqual([type === 0x81 ? "x" : 7]);
});

test.each([
  ["UInt16", 0x86, 3, [0x0101]],
  ["UInt32", 0x88, 7, [0x0101_0101]],
  ["HexInt32", 0x94, 6, ["0x1010101"]],
  ["HexInt64", 0x95, 15, ["0x101010101010101"]],
])(
  "an array of %s with an incomplete last value gives the others and is reported",
  (_, type, size, expected) => {
    const { value, told } = valueOf(type, new Uint8Array(size).fill(1));
    expect(listOf(value).slice(0, 1)).toEqual(expected);
    expect(told).toContain("EVTX_VALUE");
  },
);

test("an array of SIDs that breaks off gives the whole ones and is reported", () => {
  const { value, told } = valueOf(0x93, join(sid2, sid1.subarray(0, 9)));
  expect(listOf(value)[0]).toBe("S-1-5-32-544");
  expect(told).toContain("EVTX_VALUE");
});

test.each([0x80, 0x8e, 0xa0, 0xa1, 0xa3, 0xff])(
  "an array of type %i, which cannot be, hides nothing else",
  (type) => {
    // The neighbour is tested within.
    expect(valueOf(type, le(1, 8)).value).not.toBe(1);
  },
);

test("an array of sizes is paired with hexadecimal numbers", () => {
  const sizes = { type: 0x94, data: join(le(16, 4), le(17, 4)) };
  const used = template(1, eventOf(data("A", normal(0, 0x90))));
  expect(readOne(fragment(instance(used, [sizes]))).field("A")).toEqual(["0x10", "0x11"]);
});

test("an array stands under the name of its element, beside others of that name", () => {
  const used = template(1, eventOf(data("A", optional(0, 0x81)), data("A", text("c")), data("B")));
  const record = readOne(fragment(instance(used, [{ type: 0x81, data: utf16("a\0b\0") }])));
  expect(record.field("A")).toEqual(["a", "b", "c"]);
});

test("an array in unnamed Data gives all its strings under Data", () => {
  const used = template(1, eventOf(element("Data", [optional(0, 0x81)]), element("Binary", [])));
  const record = readOne(fragment(instance(used, [{ type: 0x81, data: utf16("x\0y\0") }])));
  expect(record.field("Data")).toEqual(["x", "y"]);
});

test("an array in an attribute loses none of its values", () => {
  const holder = element("X", [], { attributes: [attribute("A", normal(0, 0x86))] });
  const used = template(1, eventOf(holder));
  const record = readOne(
    fragment(instance(used, [{ type: 0x86, data: join(le(1, 2), le(2, 2)) }])),
  );
  expect(JSON.stringify(record.field("X_A"))).toMatch(/1.*2/u);
});

// MS-EVEN6 3.1.4.7.3 (types and their canonical text): every value type as a substitution.
import { expect, test } from "vitest";
import { utf16 } from "./builder.ts";
import { le, readDamaged, readOne, recordOf, valueOf } from "./reading.ts";

const u = (...bytes: readonly number[]): Uint8Array => new Uint8Array(bytes);
const f32 = (value: number): Uint8Array => new Uint8Array(new Float32Array([value]).buffer);
const f64 = (value: number): Uint8Array => new Uint8Array(new Float64Array([value]).buffer);

test.each([
  ["null", 0x00, u(), null],
  ["UnicodeString", 0x01, utf16("héllo"), "héllo"],
  ["AnsiString", 0x02, u(0x41, 0xe9), "Aé"],
  ["Int8, least", 0x03, u(0x80), -128],
  ["Int8, most", 0x03, u(0x7f), 127],
  ["UInt8, most", 0x04, u(0xff), 255],
  ["Int16, least", 0x05, le(-0x8000, 2), -32_768],
  ["Int16, most", 0x05, le(0x7fff, 2), 32_767],
  ["UInt16, most", 0x06, le(0xffff, 2), 65_535],
  ["Int32, least", 0x07, le(-0x8000_0000, 4), -2_147_483_648],
  ["Int32, most", 0x07, le(0x7fff_ffff, 4), 2_147_483_647],
  ["UInt32, most", 0x08, le(0xffff_ffff, 4), 4_294_967_295],
  ["Int64, minus one", 0x09, le(-1, 8), -1],
  ["Int64, a number with both halves", 0x09, le(-4_294_967_297, 8), -4_294_967_297],
  ["UInt64, zero", 0x0a, le(0, 8), 0],
  ["UInt64, a number with both halves", 0x0a, le(4_294_967_297, 8), 4_294_967_297],
  ["Real32", 0x0b, f32(1.5), 1.5],
  ["Real32, to the digits that it has", 0x0b, f32(0.1), 0.1],
  ["Real64", 0x0c, f64(-0.1), -0.1],
  ["Real64, large", 0x0c, f64(1e300), 1e300],
  ["Binary", 0x0e, u(0x00, 0x01, 0xab), "0001AB"],
  ["SizeT of four bytes", 0x10, le(0x1234, 4), "0x1234"],
  ["SizeT of eight bytes", 0x10, le(0x12_3456_789a, 8), "0x123456789a"],
  ["HexInt32", 0x14, le(0xabcd, 4), "0xabcd"],
  ["HexInt32, zero", 0x14, le(0, 4), "0x0"],
  ["HexInt32, most", 0x14, le(0xffff_ffff, 4), "0xffffffff"],
  ["HexInt64, a low half with leading zeros", 0x15, le(0x80_0000_000an, 8), "0x800000000a"],
  ["HexInt64, most", 0x15, le(-1, 8), "0xffffffffffffffff"],
  ["HexInt64, zero", 0x15, le(0, 8), "0x0"],
  ["EvtXml", 0x23, utf16("<a>b &amp; c</a>"), "<a>b &amp; c</a>"],
])("%s is read", (_, type, bytes, expected) => {
  expect(valueOf(type, bytes)).toEqual({ value: expected, told: [] });
});

test.each([
  ["the last exact Int64", 0x09, le(9_007_199_254_740_991n, 8), "9007199254740991"],
  ["an Int64 just beyond", 0x09, le(9_007_199_254_740_993n, 8), "9007199254740993"],
  ["the least Int64", 0x09, le(-0x8000_0000_0000_0000n, 8), "-9223372036854775808"],
  ["an Int64 just below -2^53", 0x09, le(-9_007_199_254_740_993n, 8), "-9007199254740993"],
  ["the most UInt64", 0x0a, le(-1, 8), "18446744073709551615"],
  [
    "a UInt64 whose low half is all ones",
    0x0a,
    le(0x8000_0000_ffff_ffffn, 8),
    "9223372041149743103",
  ],
])("%s keeps every digit", (_, type, bytes, digits) => {
  const { value, told } = valueOf(type, bytes);
  expect([String(value), told]).toEqual([digits, []]);
});

test.each([1, 2, 4, 8])(
  "booleans of %i bytes are false for zero and true for all else",
  (width) => {
    const values = [0, 1, 2].map((value) => valueOf(0x0d, le(value, width)).value);
    expect(values).toEqual([false, true, true]);
    // Only the highest byte is not zero.
    expect(valueOf(0x0d, le(1n << BigInt(8 * width - 8), width)).value).toBe(true);
  },
);

test("floats that are no numbers stay distinct in JSON", () => {
  for (const [type, encode] of [[0x0b, f32] as const, [0x0c, f64] as const]) {
    const record = readOne(
      recordOf(...[Infinity, -Infinity, NaN].map((value) => ({ type, data: encode(value) }))),
    );
    const json: unknown = JSON.parse(JSON.stringify(record.toJson()));
    // xs:float and xs:double write them so.
    expect(json).toEqual({ Event: { EventData: { V0: "INF", V1: "-INF", V2: "NaN" } } });
  }
});

test.each([
  [0x03, 1],
  [0x04, 1],
  [0x05, 2],
  [0x06, 2],
  [0x07, 4],
  [0x08, 4],
  [0x09, 8],
  [0x0a, 8],
  [0x0b, 4],
  [0x0c, 8],
  [0x0d, 4],
  [0x0f, 16],
  [0x10, 8],
  [0x11, 8],
  [0x12, 16],
  [0x13, 8],
  [0x14, 4],
  [0x15, 8],
])("a value of type %i without bytes has no value", (type) => {
  expect(valueOf(type, u()).value).toBeNull();
});

test.each([
  ["UInt16 of one byte", 0x06, u(1)],
  ["UInt32 of three bytes", 0x08, u(1, 2, 3)],
  ["Int64 of seven bytes", 0x09, u(1, 2, 3, 4, 5, 6, 7)],
  ["Real32 of three bytes", 0x0b, u(1, 2, 3)],
  ["Real64 of four bytes", 0x0c, f32(1.5)],
  ["GUID of fifteen bytes", 0x0f, new Uint8Array(15).fill(1)],
  ["FILETIME of seven bytes", 0x11, u(1, 2, 3, 4, 5, 6, 7)],
  ["SYSTEMTIME of fifteen bytes", 0x12, new Uint8Array(15).fill(1)],
  ["HexInt32 of three bytes", 0x14, u(1, 2, 3)],
  ["HexInt64 of four bytes", 0x15, u(1, 2, 3, 4)],
])("%s is reported, and no byte behind it is read", (_, type, bytes) => {
  const { told } = valueOf(type, bytes);
  expect(new Set(told)).toEqual(new Set(["EVTX_VALUE"]));
  const behind = [0x11, 0xee].map((fill) => {
    const next = { type: 0x0e, data: new Uint8Array(16).fill(fill) };
    return recordOf({ type, data: bytes }, next);
  });
  const values = behind.map((piece) => readDamaged(piece));
  expect(values[0]).toEqual(values[1]);
});

test("a whole number in more bytes than its type is read by its type", () => {
  expect(valueOf(0x06, le(0x0001_0002, 4)).value).toBe(2);
});

test.each([0x16, 0x1f, 0x22, 0x24, 0x55, 0x7f])("unknown type %i is reported", (type) => {
  expect(valueOf(type, le(1, 4)).told).toContain("EVTX_VALUE");
});

test("a handle, which means nothing in a file, does not hide its neighbours", () => {
  expect(valueOf(0x20, le(5, 8)).value).not.toBe(5);
});

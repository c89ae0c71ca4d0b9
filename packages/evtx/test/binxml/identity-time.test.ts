// MS-DTYP 2.3.3 (FILETIME), 2.3.4 (GUID), 2.3.13 (SYSTEMTIME), 2.4.2 (SID).
import { expect, test } from "vitest";
import { join, le, valueOf } from "./reading.ts";

/** A SID. `count`: the number of subauthorities it states. */
function sid(authority: bigint, subs: readonly number[], count: number = subs.length): Uint8Array {
  const bigEndian = le(authority, 6).toReversed();
  return join(new Uint8Array([1, count]), bigEndian, ...subs.map((sub) => le(sub, 4)));
}

const fifteen = Array.from({ length: 15 }, (_, index) => 0xffff_ffff - index);

test.each([
  ["local system", sid(5n, [18]), "S-1-5-18"],
  ["everyone", sid(1n, [0]), "S-1-1-0"],
  ["a domain account", sid(5n, [21, 3_000_000_000, 1, 500]), "S-1-5-21-3000000000-1-500"],
  ["15 subauthorities", sid(5n, fifteen), `S-1-5-${fifteen.join("-")}`],
  ["no subauthority", sid(5n, []), "S-1-5"],
  ["an authority of 32 bits", sid(0xffff_fffen, [1]), "S-1-4294967294-1"],
  ["an authority of 48 bits", sid(0x0100_0000_0002n, [1]), "S-1-0x010000000002-1"],
])("a SID: %s", (_, bytes, expected) => {
  expect(valueOf(0x13, bytes)).toEqual({ value: expected, told: [] });
});

test.each([
  ["seven bytes", sid(5n, []).subarray(0, 7)],
  ["one byte", new Uint8Array([1])],
  ["fewer subauthorities than it states", sid(5n, [18], 4)],
  ["half a subauthority", sid(5n, [18, 19]).subarray(0, 14)],
  ["255 stated subauthorities", sid(5n, [18], 255)],
])("a malformed SID of %s is reported and does not take in its neighbour", (_, bytes) => {
  const { value, told } = valueOf(0x13, bytes);
  expect(told).toContain("EVTX_VALUE");
  // 0x12345678 stands behind it.
  expect(String(value)).not.toContain("305419896");
});

test("a GUID has its first three parts little-endian", () => {
  const bytes = new Uint8Array([
    0x33, 0x22, 0x11, 0x00, 0x55, 0x44, 0x77, 0x66, 0x88, 0x99, 0xaa, 0xbb, 0xcc, 0xdd, 0xee, 0xff,
  ]);
  // Capitals and no braces, as the published twins of the sigma regression logs have it.
  const expected = { value: "00112233-4455-6677-8899-AABBCCDDEEFF", told: [] };
  expect(valueOf(0x0f, bytes)).toEqual(expected);
});

test("a GUID of zeros keeps all of them", () => {
  const zero = "00000000-0000-0000-0000-000000000000";
  expect(valueOf(0x0f, new Uint8Array(16)).value).toBe(zero);
});

test.each([
  ["zero", 0n, "1601-01-01T00:00:00.000000"],
  ["one unit", 1n, "1601-01-01T00:00:00.000000"],
  ["before 1970", 113_000_000_000_000_007n, "1959-02-01T00:53:20.000000"],
  ["the last unit before 1970", 116_444_735_999_999_999n, "1969-12-31T23:59:59.999999"],
  ["1970", 116_444_736_000_000_000n, "1970-01-01T00:00:00.000000"],
  ["seven decimals", 131_372_268_770_033_931n, "2017-04-21T05:41:17.003393"],
  ["the last unit of a day", 132_223_103_999_999_999n, "2019-12-31T23:59:59.999999"],
  ["29 February", 132_274_943_990_000_000n, "2020-02-29T23:59:59.000000"],
  ["the last of year 9999", 2_650_467_743_999_999_999n, "9999-12-31T23:59:59.999999"],
])("a FILETIME: %s", (_, units, expected) => {
  const { value, told } = valueOf(0x11, le(units, 8));
  // To the microsecond as the twins have it; a seventh decimal is welcome.
  expect([String(value).slice(0, 26), String(value).slice(26)]).toEqual([
    expected,
    expect.stringMatching(/^\d?Z$/u),
  ]);
  expect(told).toEqual([]);
});

test.each([
  ["the greatest that Windows knows", 0x7fff_ffff_ffff_ffffn],
  ["all ones", 0xffff_ffff_ffff_ffffn],
])("a FILETIME beyond year 9999 (%s) is told as time or not at all", (_, units) => {
  const { value } = valueOf(0x11, le(units, 8));
  if (value === null) return;
  // Whatever its form, it must not look like a time of today.
  expect(String(value)).not.toMatch(/^(?:19|20)\d\d-/u);
  expect(String(value)).not.toContain("NaN");
});

const systemTime = (...parts: readonly number[]): Uint8Array =>
  join(...parts.map((part) => le(part, 2)));

test.each([
  ["29 February", [2020, 2, 6, 29, 23, 59, 58, 7], "2020-02-29T23:59:58.007"],
  ["the first that it can say", [1601, 1, 1, 1, 0, 0, 0, 0], "1601-01-01T00:00:00.000"],
  ["a wrong day of the week", [2021, 12, 0, 31, 1, 2, 3, 999], "2021-12-31T01:02:03.999"],
])("a SYSTEMTIME: %s", (_, parts, expected) => {
  const { value, told } = valueOf(0x12, systemTime(...parts));
  expect([String(value).slice(0, 23), String(value).slice(23)]).toEqual([
    expected,
    expect.stringMatching(/^0*Z$/u),
  ]);
  expect(told).toEqual([]);
});

test.each([
  ["month 13", [2020, 13, 6, 1, 0, 0, 0, 0], "2020-13-01T00:00:00.000Z"],
  ["month 0", [2020, 0, 6, 1, 0, 0, 0, 0], "2020-00-01T00:00:00.000Z"],
  ["30 February", [2020, 2, 6, 30, 0, 0, 0, 0], "2020-02-30T00:00:00.000Z"],
  ["day 0", [2020, 2, 6, 0, 0, 0, 0, 0], "2020-02-00T00:00:00.000Z"],
  ["hour 24", [2020, 2, 6, 1, 24, 0, 0, 0], "2020-02-01T24:00:00.000Z"],
  ["minute 60", [2020, 2, 6, 1, 0, 60, 0, 0], "2020-02-01T00:60:00.000Z"],
  ["second 60", [2020, 2, 6, 1, 0, 0, 60, 0], "2020-02-01T00:00:60.000Z"],
  ["only zeros", Array.from({ length: 8 }, () => 0), "0000-00-00T00:00:00.000Z"],
])("a SYSTEMTIME with %s is not turned into another time", (_, parts, expected) => {
  expect(valueOf(0x12, systemTime(...parts)).value).toBe(expected);
});

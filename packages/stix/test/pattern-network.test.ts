import fc from "fast-check";
import { expect, test } from "vitest";
import { formatNetwork, isWithin, parseNetwork } from "../src/pattern-network.ts";
import { toMicroseconds, toTimeKey } from "../src/pattern-time.ts";

test.each([
  ["192.0.2.7", "192.0.2.7"],
  ["192.0.2.7/24", "192.0.2.0/24"],
  ["192.0.2.7/0", "0.0.0.0/0"],
  ["01.02.003.0", "1.2.3.0"],
  ["::", "0:0:0:0:0:0:0:0"],
  ["2001:db8::1/33", "2001:db8:0:0:0:0:0:0/33"],
  ["::ffff:192.0.2.7", "0:0:0:0:0:ffff:c000:207"],
])("parseNetwork reads %s", (text, expected) => {
  const network = parseNetwork(text);
  expect(network && formatNetwork(network)).toBe(expected);
});

test.each([
  "",
  "192.0.2",
  "192.0.2.256",
  "010.0.0.1",
  "192.0.2.7/33",
  "192.0.2.7/-1",
  "192.0.2.7/",
  "192.0.2.7/8/8",
  ":::",
  "1::2::3",
  "1:2:3:4:5:6:7",
  "1:2:3:4:5:6:7::8",
  "1:2:3:4:5:6:7:8:9",
  "12345::",
  "1.2.3.4::",
  "fe80::1%eth0",
])("parseNetwork refuses %s", (text) => {
  expect(parseNetwork(text)).toBeUndefined();
});

test("isWithin holds for a network and every wider one, and for no narrower one", () => {
  fc.assert(
    fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), fc.nat(128), fc.nat(128), (address, a, b) => {
      const bits = address.includes(":") ? 128 : 32;
      const [wide, narrow] = [Math.min(a, b, bits), Math.min(Math.max(a, b), bits)];
      const outer = parseNetwork(`${address}/${wide}`);
      const inner = parseNetwork(`${address}/${narrow}`);
      expect(inner && outer && isWithin(inner, outer)).toBe(true);
      expect(inner && outer && isWithin(outer, inner)).toBe(wide === narrow);
    }),
  );
});

test.each([
  ["2024-07-25T10:20:30Z", "2024-07-25T10:20:30"],
  ["2024-07-25T10:20:30.000Z", "2024-07-25T10:20:30"],
  ["2024-07-25T10:20:30.1200Z", "2024-07-25T10:20:30.12"],
  ["2024-07-25T10:20:30z", undefined],
  ["2024-07-25T10:20:30+01:00", undefined],
])("toTimeKey gives %s as %s", (text, expected) => {
  expect(toTimeKey(text)).toBe(expected);
});

test("toMicroseconds counts from 1970 and cuts finer digits off", () => {
  expect(toMicroseconds("1970-01-01T00:00:01.0000019Z")).toBe(1_000_001);
  expect(toMicroseconds("2024-07-25T10:20:30.5Z")).toBe(
    Date.UTC(2024, 6, 25, 10, 20, 30, 500) * 1000,
  );
  expect(toMicroseconds("0001-01-01T00:00:00Z")).toBe(-62_135_596_800_000_000);
  expect(toMicroseconds("2024-07-25")).toBeUndefined();
});

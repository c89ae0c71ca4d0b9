import fc from "fast-check";
import { expect, test } from "vitest";
import { formatIp, networkContains, parseIp, parseIpv6, parseNetwork } from "../src/index.ts";

test.each([
  ["2001:0db8:0000:0000:0001:0000:0000:0001", "2001:db8::1:0:0:1"],
  ["::", "::"],
  ["fe80::1%eth0", "fe80::1"],
  ["0:0:0:0:0:0:0:1", "::1"],
  ["1:0:0:2::", "1:0:0:2::"],
])("IPv6 %s prints as %s (RFC 5952)", (text, expected) => {
  const bytes = parseIpv6(text);
  expect(bytes && formatIp(bytes)).toBe(expected);
});

test("an address survives printing and reading", () => {
  const bytes = fc.oneof(
    fc.uint8Array({ minLength: 4, maxLength: 4 }),
    fc.uint8Array({ minLength: 16, maxLength: 16 }),
  );
  fc.assert(
    fc.property(bytes, (address) => {
      expect(parseIp(formatIp(address))).toEqual(address);
    }),
  );
});

test.each([
  ["192.0.2.0/24", "192.0.2.255", true],
  ["192.0.2.0/24", "192.0.3.0", false],
  ["0.0.0.0/0", "203.0.113.9", true],
  ["192.0.2.128/25", "192.0.2.127", false],
  ["2001:db8::/32", "2001:db8:ffff::1", true],
  ["2001:db8::/32", "2001:db9::1", false],
  ["192.0.2.0/24", "2001:db8::1", false],
])("network %s holds %s: %s", (network, address, expected) => {
  const parsed = parseNetwork(network);
  const bytes = parseIp(address);
  if (parsed === undefined || bytes === undefined) throw new Error("the table is wrong");
  expect(networkContains(parsed, bytes)).toBe(expected);
});

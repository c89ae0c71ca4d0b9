import fc from "fast-check";
import { expect, test } from "vitest";
import { normalizeObservable, OBSERVABLE_TYPES, toObservable } from "../src/index.ts";
import type { ObservableType } from "../src/index.ts";

test.each<[ObservableType, string, string | undefined]>([
  ["ipv4", "192.0.2.1", "192.0.2.1"],
  ["ipv4", "192.0.2.01", undefined],
  ["ipv4", "192.0.2.256", undefined],
  ["ipv4", "192.0.2", undefined],
  ["ipv6", "2001:DB8:0:0:0:0:0:1", "2001:db8::1"],
  ["ipv6", "::ffff:192.0.2.1", "::ffff:192.0.2.1"],
  ["ipv6", "2001:db8::1::2", undefined],
  ["cidr", "192.0.2.77/24", "192.0.2.0/24"],
  ["cidr", "192.0.2.0/33", undefined],
  ["cidr", "2001:db8::1/32", "2001:db8::/32"],
  ["domain", "Evil.Example.", "evil.example"],
  ["domain", "evil", undefined],
  ["domain", "-evil.example", undefined],
  ["url", "HTTP://Evil.Example/Path?Q=1", "http://evil.example/Path?Q=1"],
  ["url", "https://evil.example/", "https://evil.example"],
  ["url", "evil.example/path", undefined],
  ["email", "Someone@Evil.Example", "someone@evil.example"],
  ["md5", "D41D8CD98F00B204E9800998ECF8427E", "d41d8cd98f00b204e9800998ecf8427e"],
  ["md5", "d41d8cd98f00b204e9800998ecf8427", undefined],
  ["sha256", "z".repeat(64), undefined],
  ["mac-address", "AA-BB-CC-DD-EE-FF", "aa:bb:cc:dd:ee:ff"],
  ["asn", "64496", "AS64496"],
  ["filename", " a.exe ", "a.exe"],
  ["mutex", "", undefined],
])("%s %j has the normal form %j", (type, text, expected) => {
  expect(normalizeObservable(type, text)?.value).toBe(expected);
});

test("a normal form is its own normal form, and nothing throws", () => {
  fc.assert(
    fc.property(fc.constantFrom(...OBSERVABLE_TYPES), fc.string(), (type, text) => {
      const once = normalizeObservable(type, text);
      if (once === undefined) return;
      expect(normalizeObservable(type, once.value)).toEqual(once);
    }),
  );
});

test("toObservable says what it expected when the value is wrong", () => {
  expect(() => toObservable("ipv4", "nonsense")).toThrow(/type ipv4, got "nonsense"/);
});

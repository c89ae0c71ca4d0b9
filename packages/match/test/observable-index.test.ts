import { toObservable } from "@tocsin/model";
import type { Observable } from "@tocsin/model";
import fc from "fast-check";
import { expect, test } from "vitest";
import { cpuNow } from "../../../tools/testkit/src/index.ts";
import { bearsObservable } from "../src/index.ts";
import { compileObservableIndex } from "../src/observable-index.ts";

const OBSERVABLES: readonly Observable[] = [
  toObservable("ipv4", "192.0.2.5"),
  toObservable("ipv6", "2001:db8::1"),
  toObservable("cidr", "198.51.100.0/24"),
  toObservable("domain", "evil.example"),
  toObservable("domain", "a.b"),
  toObservable("md5", "d41d8cd98f00b204e9800998ecf8427e"),
  toObservable("sha1", "da39a3ee5e6b4b0d3255bfef95601890afd80709"),
  toObservable("url", "http://evil.example/a?b=C"),
  toObservable("email", "who@evil.example"),
  toObservable("filename", "evil.exe"),
  toObservable("filepath", "C:\\Temp\\evil.exe"),
  toObservable("registry-key", "HKLM\\Software\\Evil"),
  toObservable("user-agent", "Evil/1.0"),
];

function indexed(text: string): number[] {
  const found: number[] = [];
  compileObservableIndex(OBSERVABLES).findInText(text, (position) => found.push(position));
  return found.sort((a, b) => a - b);
}

function naive(text: string): number[] {
  return OBSERVABLES.flatMap((one, at) => (bearsObservable(one, text) ? [at] : []));
}

test("the observable index finds each kind in a line and not its look-alikes", () => {
  const line =
    "::ffff:192.0.2.5 x.EVIL.example. SHA1=DA39A3EE5E6B4B0D3255BFEF95601890AFD80709,c:/temp/EVIL.exe 198.51.100.7:80";
  expect(indexed(line)).toEqual([0, 2, 3, 6, 9, 10]);
  expect(indexed("192.0.2.55 notevil.example evil.example.org 198.51.101.7 evil.exe.bak")).toEqual(
    [],
  );
});

test("the observable index finds what asking for each observable finds", () => {
  const part = fc.oneof(
    fc.constantFrom(...OBSERVABLES.map(({ value }) => value)),
    fc.constantFrom(
      ".",
      "-",
      "_",
      " ",
      "/",
      "\\",
      ":",
      "x",
      "1",
      "::ffff:",
      "@",
      ".com",
      "é",
      "=",
      "[",
      "0",
    ),
    fc.string({ maxLength: 6 }),
  );
  fc.assert(
    fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
      const text = parts.join("");
      expect(indexed(text)).toEqual(naive(text));
    }),
    { numRuns: 5000 },
  );
});

test("the observable index reads a megabyte of dots in linear time", () => {
  const start = cpuNow();
  expect(indexed(`${"a.".repeat(500_000)}evil.example`)).toEqual([3]);
  expect(indexed("evil.example.-".repeat(50_000))).toEqual([3]);
  expect(cpuNow() - start).toBeLessThan(3000);
});

test.each([
  ["fw: Teardown for outside:192.0.2.5/443 to inside:10.0.0.1/5000", [0]],
  ["src:192.0.2.5 ip:2001:db8::1, addr=192.0.2.5:443:", [0, 1]],
  ["peer=ipv4:192.0.2.5:443 ::ffff:192.0.2.5:443", [0]],
  ['{"msg":"connect to 2001:db8::1: refused [2001:db8::1]:443"}', [1]],
  ["::FFFF:C000:205 2001:0db8:0:0:0:0:0:1%eth0", [0, 1]],
  ["v192.0.2.5 192.0.2.5.6 1.192.0.2.5 192.0.2.55 a2001:db8::1 2001:db8::1f 2001:db8::1:0", []],
  [`${"a x ".repeat(21_000)} 192.0.2.5`, [0]],
  ["reg add HKEY_LOCAL_MACHINE\\SOFTWARE\\Evil\\Run /v x", [11]],
  ["Get-Item HKLM:\\Software\\Evil", [11]],
  ["HKLM\\Software\\Evil2 and then HKLM\\Software\\Evil", [11]],
  ["Computer\\HKEY_LOCAL_MACHINE\\Software\\Evil", [11]],
  ["xHKLM\\Software\\Evil HKLM\\Software\\Evil2", []],
])("observables are found in %s", (text, positions) => {
  expect(indexed(text)).toEqual(positions);
  expect(naive(text)).toEqual(positions);
});

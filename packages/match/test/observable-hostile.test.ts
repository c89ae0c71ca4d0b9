import { toObservable } from "@tocsin/model";
import type { Observable } from "@tocsin/model";
import { expect, test } from "vitest";
import { cpuNow } from "../../../tools/testkit/src/index.ts";
import { bearsObservable } from "../src/index.ts";
import { isWordUnit } from "../src/observable-character.ts";
import { formsOf } from "../src/observable-form.ts";
import { compileObservableIndex } from "../src/observable-index.ts";
import { createMemo } from "../src/observable-memo.ts";
import { compileScan } from "../src/observable-scan.ts";
import { readUnits } from "../src/observable-units.ts";

const LENGTH = 300_000;
const MANY: readonly Observable[] = [
  ...Array.from({ length: 30 }, (_, i) => toObservable("domain", `a${".a".repeat(i + 1)}`)),
  ...Array.from({ length: 250 }, (_, i) => toObservable("cidr", `10.${i}.0.0/16`)),
  toObservable("ipv4", "192.0.2.5"),
  toObservable("ipv6", "2001:db8::1"),
  toObservable("filename", "a.a.exe"),
  toObservable("url", "http://a.a/a"),
  toObservable("registry-key", "HKCU\\a\\a"),
  toObservable("user-agent", "aaaa"),
  toObservable("user-agent", "a.a.a/b"),
  toObservable("sha256", "a".repeat(64)),
];

test.each([
  ".",
  "1",
  "a.",
  ":",
  "::",
  ": :: ",
  "a",
  "1.",
  "1.1.1.1.",
  "1:1:",
  "f",
  "a\\",
  "hku\\a\\",
  "\u00e9.",
  "\u0130",
  "/",
  "a a.a ",
])("a long run of %j is read in linear time", (piece) => {
  const index = compileObservableIndex(MANY);
  // The ends bear what is looked for, and keep a search from giving up at once.
  const text = `${piece.repeat(LENGTH / piece.length)} : 192.0.2.5 sha=${"A".repeat(64)} x`;
  const found = new Set<number>();
  const start = cpuNow();
  index.findInText(text, (position) => found.add(position));
  expect(cpuNow() - start).toBeLessThan(10_000);
  expect(found.has(MANY.findIndex(({ type }) => type === "ipv4"))).toBe(true);
  expect(found.has(MANY.findIndex(({ type }) => type === "sha256"))).toBe(true);
});

test("a text gives as few candidates to many observables as to few", () => {
  const line = `192.0.2.5 - - "GET /shop/n17.html?q=1 HTTP/1.1" 200 "https://www.site3.example/" "Mozilla/5.0"`;
  const candidates = (count: number): number => {
    const forms = Array.from({ length: count }, (_, i) => [
      ...formsOf(toObservable("domain", `site${i}.test`)),
      ...formsOf(toObservable("url", `http://host${i}.example/shop/n${i}.html`)),
      ...formsOf(toObservable("filename", `n${i}.exe`)),
      ...formsOf(toObservable("user-agent", `Mozilla/5.0 agent${i}/1.0`)),
    ]).flat();
    let given = 0;
    compileScan(forms).run(readUnits(line), { wants: () => true, take: () => void given++ });
    return given;
  };
  expect([candidates(10), candidates(10_000)]).toEqual([0, 0]);
});

test("a registry key that is only a separator is found nowhere, and does not hang", () => {
  const key = toObservable("registry-key", "\\");
  expect(bearsObservable(key, "HKLM\\a")).toBe(false);
});

test("a url is found behind a letter that grows on folding", () => {
  const url = toObservable("url", "http://evil.example/A");
  expect(bearsObservable(url, "\u0130\u0130 http://EVIL.example/A \u0130")).toBe(true);
  expect(bearsObservable(url, "\u0130\u0130 http://EVIL.example/a")).toBe(false);
});

test("folding keeps the length of every unit but one, and words stay words", () => {
  const growing: number[] = [];
  for (let unit = 0; unit < 65_536; unit++) {
    const folded = String.fromCharCode(unit).toLowerCase();
    if (folded.length !== 1) growing.push(unit);
    expect(isWordUnit(folded.charCodeAt(0))).toBe(isWordUnit(unit));
  }
  expect(growing).toEqual([0x130]);
});

test("a memo keeps no long text, no more than its limits, and rests when texts do not repeat", () => {
  const memo = createMemo<number>({ textUnits: 4, texts: 3, allUnits: 10 });
  memo.keep("abcde", 1);
  expect(memo.get("abcde")).toBeUndefined();
  for (const text of ["a", "b", "c"]) memo.keep(text, 2);
  expect(memo.get("a")).toBe(2);
  memo.keep("d", 3);
  expect([memo.get("a"), memo.get("d")]).toEqual([undefined, 3]);
  memo.keep("efgh", 4);
  memo.keep("ijkl", 4);
  memo.keep("mnop", 4);
  expect([memo.get("d"), memo.get("efgh"), memo.get("mnop")]).toEqual([undefined, undefined, 4]);
  for (let i = 0; i < 2048; i++) memo.get(`${i}`);
  memo.keep("q", 5);
  expect([memo.get("mnop"), memo.get("q")]).toEqual([undefined, undefined]);
});

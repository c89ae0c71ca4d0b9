import fc from "fast-check";
import { expect, test } from "vitest";
import { cpuNow } from "../../../tools/testkit/src/index.ts";
import { findObservables } from "../src/index.ts";

function observablesOf(text: string): string[] {
  return findObservables(text).observables.map(({ type, value }) => `${type} ${value}`);
}

function identifiersOf(text: string): string[] {
  return findObservables(text).identifiers.map(({ type, value }) => `${type} ${value}`);
}

const MARKED: readonly (readonly [written: string, found: string])[] = [
  ["evil[.]example[.]net", "domain evil.example.net"],
  ["evil\\[.\\]example\\[.\\]net", "domain evil.example.net"],
  ["evil(dot)example(dot)net", "domain evil.example.net"],
  ["evil [.] example [.] net", "domain evil.example.net"],
  ["evil[.example[.net", "domain evil.example.net"],
  ["evil.]example.]net", "domain evil.example.net"],
  ["evil\\.example\\.net", "domain evil.example.net"],
  ["evil DOT example DOT net", "domain evil.example.net"],
  ["evil dot example dot net", "domain evil.example.net"],
  ["evil_dot_example_dot_net", "domain evil.example.net"],
  ["evil&#46;example&#46;net", "domain evil.example.net"],
  ["192[.]0[.]2[.]7", "ipv4 192.0.2.7"],
  ["192 . 0 . 2 . 7", "ipv4 192.0.2.7"],
  ["192.0.2.0[/]24", "cidr 192.0.2.0/24"],
  ["2001[:]db8[:][:]1", "ipv6 2001:db8::1"],
  ["user[@]evil[.]example[.]net", "email user@evil.example.net"],
  ["user (at) evil (dot) example (dot) net", "email user@evil.example.net"],
  ["user AT evil DOT example DOT net", "email user@evil.example.net"],
  ["hxxp://192.0.2.7/a", "url http://192.0.2.7/a"],
  ["h**ps://192.0.2.7/a", "url https://192.0.2.7/a"],
  ["http[:]//192.0.2.7/a", "url http://192.0.2.7/a"],
  ["hxxp[://]192[.]0[.]2[.]7/a[.]php", "url http://192.0.2.7/a.php"],
  ["http:\\\\192.0.2.7\\a", "url http://192.0.2.7/a"],
  ["fxp://192.0.2.7/a", "url ftp://192.0.2.7/a"],
];

test.each(MARKED)("a finder takes the marks out of %j", (written, found) => {
  const text = `Seen at ${written}, twice.`;
  const [first] = findObservables(text).observables;
  expect(`${first?.type} ${first?.value}`).toBe(found);
  expect(text.slice(...(first?.span ?? [0, 0]))).toBe(written);
  expect(first?.isDefanged).toBe(true);
});

test("a finder reads full-width letters and passes over soft hyphens", () => {
  expect(observablesOf("ｅｖｉｌ．ｅｘａｍｐｌｅ．ｎｅｔ ev\u00ADil.exam\u200Bple.org")).toEqual([
    "domain evil.example.net",
    "domain evil.example.org",
  ]);
});

test("a finder takes a small `at` before a name for a word", () => {
  expect(observablesOf("Seen at evil dot example dot net")).toEqual(["domain evil.example.net"]);
});

const NOTHING: readonly string[] = [
  "Written in System.IO and ASP.NET with node.js parts",
  "left the network.The note came later",
  "the package com.invented.messenger.app",
  "Upgrade to firmware 10.2.1.1-19sv",
  "Chrome/64.0.32.119 was claimed",
  "See section 3.2.1.4 of the annex",
  "five parts 192.0.2.74.75",
  "at 10:15:30 std::string a::b",
  "http:// and https://, nothing more",
  "JA3 fd55bb53ddc9efd4b91c738a16691e47",
  "process.name and event.id are fields",
  "b0fff876d3474f855654dcd92e9351b25630cc8 has 39 digits",
];

test.each(NOTHING)("a finder finds nothing in %j", (text) => {
  const judged = /^(?:ipv4|ipv6|domain|url|md5|sha1)$/;
  expect(findObservables(text).observables.filter(({ type }) => judged.test(type))).toEqual([]);
});

test("a finder tells files from domains by the last part when the name is plain", () => {
  expect(observablesOf("setup.py run.sh a.zip cmd.exe")).toEqual([
    "filename setup.py",
    "filename run.sh",
    "filename a.zip",
    "filename cmd.exe",
  ]);
  expect(observablesOf("evil[.]zip sub.evil.sh")).toEqual([
    "domain evil.zip",
    "domain sub.evil.sh",
  ]);
});

test("a finder reads paths, keys, pipes and mutexes when they stand in prose", () => {
  const text = String.raw`Put in C:\Program Files\Foo Bar\x.exe and \\198.51.100.1\ADMIN$\y.bat, then
    HKCU\Software\Foo\Run key, \\.\pipe\foo, mutex "Ab 1" and D:\work\rat.pdb.`;
  expect(observablesOf(text)).toEqual([
    String.raw`filepath C:\Program Files\Foo Bar\x.exe`,
    String.raw`filepath \\198.51.100.1\ADMIN$\y.bat`,
    "ipv4 198.51.100.1",
    String.raw`registry-key HKCU\Software\Foo\Run`,
    String.raw`named-pipe \\.\pipe\foo`,
    "mutex Ab 1",
    String.raw`pdb-path D:\work\rat.pdb`,
  ]);
});

test("a finder believes a wallet only if its checksum holds", () => {
  const good = "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa";
  const segwit = "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4";
  expect(observablesOf(`${good} ${segwit}`)).toEqual([`btc ${good}`, `btc ${segwit}`]);
  expect(observablesOf("1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb")).toEqual([]);
  expect(observablesOf("bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t5")).toEqual([]);
});

test("a finder joins a digest when a line's end breaks it", () => {
  const text = "3fa6f2f4dcce2941f3f4ebf21337a1c39cbe43c6b35d533493-\ne0df84c6b73c9b";
  expect(observablesOf(text)).toEqual([`sha256 ${text.replace("-\n", "")}`]);
});

test("a finder reads identifiers in all their spellings and corrects none", () => {
  expect(identifiersOf("CVE 2021-44228, CVE‑2023‑46604, cve-2024-1234567, CVE-2024-123")).toEqual([
    "cve CVE-2021-44228",
    "cve CVE-2023-46604",
    "cve CVE-2024-1234567",
  ]);
  expect(identifiersOf("[T1047.001] T1059/001 attack.t1053.005 TA0007 TA505 T-1059 S0154")).toEqual(
    [
      "technique T1047.001",
      "technique T1059.001",
      "technique T1053.005",
      "tactic TA0007",
      "attack-software S0154",
    ],
  );
});

test("a finder never throws and gives places inside the text on arbitrary text", () => {
  const piece = fc.constantFrom(
    "[.]",
    "hxxp://",
    "evil",
    ".com",
    "@",
    "192.0.2.1",
    "[",
    "(dot)",
    "\\",
    "C:\\",
    "::",
    "&#46;",
    " DOT ",
    "\u00AD",
    "漢",
    "/var/",
    "CVE-2021-",
    "44228",
    "T1059",
    "HKLM\\",
    "\n",
    " ",
    "a1124c4ad29a87b17ea686459ef56b41",
  );
  const text = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.array(piece).map((all) => all.join("")),
  );
  fc.assert(
    fc.property(text, (input) => {
      const { observables, identifiers } = findObservables(input);
      for (const { span } of [...observables, ...identifiers]) {
        expect(span[0]).toBeGreaterThanOrEqual(0);
        expect(span[1]).toBeGreaterThan(span[0]);
        expect(span[1]).toBeLessThanOrEqual(input.length);
      }
    }),
    { numRuns: 500 },
  );
});

test("a finder's time grows with the length when the text is hostile", () => {
  for (const seed of [
    "[.]",
    "a.",
    "hxxp",
    "a@",
    "[",
    "(",
    "C:\\A b",
    " dot ",
    "::",
    "1.",
    "[a](http://b.c)",
  ]) {
    const started = cpuNow();
    findObservables(seed.repeat(Math.ceil(200_000 / seed.length)));
    expect(cpuNow() - started).toBeLessThan(2000);
  }
});

const GLUED: readonly (readonly [text: string, values: readonly string[]])[] = [
  ["https://uymm.org/roman.msiSHA-256", ["https://uymm.org/roman.msi", "uymm.org"]],
  ["https://filetransfer.iodomainfree", ["https://filetransfer.io", "filetransfer.io"]],
  ["hosted on evil.comSHA256", ["evil.com"]],
  ["panegls.dllMD5", ["panegls.dll"]],
  [
    "HKLM\\SOFTWARE\\Vendor\\Exclusions\\Paths\\C:\\ProgramData",
    ["HKLM\\SOFTWARE\\Vendor\\Exclusions\\Paths"],
  ],
  ["https://a.example/[.]well-known/x", ["https://a.example/.well-known/x", "a.example"]],
];

test.each(GLUED)("a value is cut right when the next cell is glued to it: %j", (text, values) => {
  expect(findObservables(text).observables.map(({ value }) => value)).toEqual(values);
});

const H56 = "abcdefghijklmnopqrstuvwxyz234567".repeat(2).slice(0, 56);

test.each([
  [`at ${H56.slice(0, 20)} ${H56.slice(20)}.onion today`, [`domain ${H56}.onion`]],
  [`at ${H56.slice(0, 20)}\n  ${H56.slice(20)}.onion today`, [`domain ${H56}.onion`]],
  [`a word ${H56}.onion`, [`domain ${H56}.onion`]],
  ["evil[.]example[.]net¹", ["domain evil.example.net"]],
  ["evil[.]example[.]net2", ["domain evil.example.net"]],
  ["192.0.2.7¹ and 192.0.2.8*", ["ipv4 192.0.2.7", "ipv4 192.0.2.8"]],
  ["192.0.2.7evil.example.net", ["ipv4 192.0.2.7", "domain evil.example.net"]],
  ["a.example.net:8080b.example.net", ["domain a.example.net", "domain b.example.net"]],
  ["netmask was set to 255.255.0.0", []],
  ["Win32/Spy.Numando.BA", []],
  ["Trojan.CobaltStrike.FM", []],
  ["`Trade.app/Contents/MacOS/Trade`", []],
  [
    "evil[.]example[.]net/a/login.php",
    ["http-uri evil.example.net/a/login.php", "domain evil.example.net"],
  ],
  [
    "`++https://evil.example.net/a.zip++`",
    ["url https://evil.example.net/a.zip", "domain evil.example.net"],
  ],
  [
    "https://evil.example.net/a[our report]",
    ["url https://evil.example.net/a", "domain evil.example.net"],
  ],
])("a finder reads %j as it is meant", (text, values) => {
  expect(observablesOf(text)).toEqual(values);
});

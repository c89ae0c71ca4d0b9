import { normalizeObservable, OBSERVABLE_TYPES } from "@tocsin/model";
import fc from "fast-check";
import { expect, test } from "vitest";
import { parsePattern, patternToVariants, scopesForObservable, toPattern } from "../src/index.ts";
import type { PatternReading } from "../src/index.ts";

function read(text: string): PatternReading {
  return patternToVariants(parsePattern(text));
}

function needs(text: string): string[] {
  const reading = read(text);
  return "refused" in reading ? [] : reading.variants.map(({ scope }) => scope.needs);
}

function observables(text: string): string[] {
  const reading = read(text);
  return "refused" in reading
    ? [`refused: ${reading.refused}`]
    : reading.observables.map(({ type, value }) => `${type} ${value}`);
}

const MD5 = "79054025255fb1a26e4bc422aef54eb4";
const SHA256 = "aec070645fe53ee3b3763059376134f058cc337247c978add178b6ccdfb0019f";

test.each([
  [`[file:hashes.SHA256 = '${SHA256.toUpperCase()}']`, [`sha256 ${SHA256}`]],
  [
    `[file:hashes.MD5 = '${MD5}' OR file:hashes.'SHA-256' = '${SHA256}']`,
    [`md5 ${MD5}`, `sha256 ${SHA256}`],
  ],
  [
    `[file:hashes.MD5 = '${MD5}'] OR [domain-name:value = 'A.example.']`,
    [`md5 ${MD5}`, "domain a.example"],
  ],
  [`[file:hashes[*] = '${MD5}']`, [`md5 ${MD5}`]],
  [`[file:hashes.MD5 = '${MD5}' AND file:size = 12 AND file:name = 'a.exe']`, [`md5 ${MD5}`]],
  ["[ipv4-addr:value IN ('192.0.2.1', '192.0.2.2/32')]", ["ipv4 192.0.2.1", "ipv4 192.0.2.2"]],
  ["[ipv4-addr:value ISSUBSET '192.0.2.7/24']", ["cidr 192.0.2.0/24"]],
  [
    "[network-traffic:dst_ref.type = 'ipv4-addr' AND network-traffic:dst_ref.value = '192.0.2.1']",
    ["ipv4 192.0.2.1"],
  ],
  ["[network-traffic:src_ref.value = 'c2.example']", ["domain c2.example"]],
  ["[url:value = '192.0.2.1']", ["ipv4 192.0.2.1"]],
  ["[autonomous-system:number = 64500]", ["asn AS64500"]],
  [
    String.raw`[file:name = 'a.dll' AND file:parent_directory_ref.path = 'C:\\Windows']`,
    [String.raw`filepath C:\Windows\a.dll`],
  ],
  ["[ipv4-addr:value = '192.0.2.1'] WITHIN 5 SECONDS", ["ipv4 192.0.2.1"]],
  ["[ipv4-addr:value = '192.0.2.1'] REPEATS 1 TIMES", ["ipv4 192.0.2.1"]],
  ["[email-message:subject = 'Invoice 7']", ["email-subject Invoice 7"]],
  ["[email-message:subject LIKE 'Invoice%']", []],
  [`[x509-certificate:hashes.'SHA-256' = '${SHA256}']`, [`certificate-sha256 ${SHA256}`]],
  ["[x509-certificate:serial_number = '0A:1B:2C:3D:4E']", ["certificate-serial 0a1b2c3d4e"]],
  [
    "[process:extensions.'windows-service-ext'.service_name = 'ExampleSvc']",
    ["service-name ExampleSvc"],
  ],
  [
    "[network-traffic:extensions.'http-request-ext'.request_value = '/gate.php?id=7']",
    ["http-uri /gate.php?id=7"],
  ],
  ["[domain-name:value = 'a.example' AND ipv4-addr:value = '192.0.2.1']", []],
  ["[domain-name:value LIKE '%.a.example']", []],
  ["[url:value = 'a.example/x.php']", []],
])("patternToVariants gives the observables of %s", (pattern, expected) => {
  expect(observables(pattern)).toEqual(expected);
});

test.each([
  ["[a:b = 1] FOLLOWEDBY [a:b = 2]", "FOLLOWEDBY"],
  ["[domain-name:value = 'a.example'] AND [ipv4-addr:value = '192.0.2.1']", "AND of observations"],
  ["[domain-name:value = 'a.example'] REPEATS 5 TIMES", "REPEATS 5 TIMES"],
  [
    "([url:value = 'http://a.example'] OR [url:value = 'http://b.example']) WITHIN 5 SECONDS",
    "WITHIN 5",
  ],
  [
    "[url:value = 'http://a.example'] START t'2024-01-01T00:00:00Z' STOP t'2024-01-02T00:00:00Z'",
    "START and STOP",
  ],
  ["[software:name = 'x']", "software:name"],
  ["[file:hashes.'SHA3-256' MATCHES 'a']", "file:hashes.'SHA3-256'"],
  ["[file:name != 'a.exe']", "only excludes"],
  ["[file:name = 'a.exe' OR file:name != 'b.exe']", "negation as an alternative"],
  ["[ipv4-addr:value ISSUPERSET '192.0.2.0/24']", "ISSUPERSET"],
  ["[domain-name:value LIKE '%']", "LIKE"],
  ["[domain-name:value = 'no domain']", "not a value"],
  ["[EXISTS file:name]", "EXISTS file:name"],
  ["[network-traffic:dst_ref.type = 'ipv4-addr']", "type of a reference"],
  [
    "[windows-registry-key:values[*].data = 'x' AND process:command_line = 'short']",
    "no one kind of record",
  ],
])("patternToVariants refuses %s by name", (pattern, reason) => {
  const reading = read(pattern);
  expect("refused" in reading ? reading.refused : "").toContain(reason);
});

test("patternToVariants asks Sysmon and Security in their own field names", () => {
  const reading = read(
    String.raw`[process:name = 'rundll32.exe' AND process:parent_ref.name = 'winword.exe']`,
  );
  if ("refused" in reading) throw new Error(reading.refused);
  expect(reading.variants.map(({ scope }) => [scope.channels?.[0], scope.eventIds])).toEqual([
    ["Microsoft-Windows-Sysmon/Operational", [1]],
    ["Security", [4688]],
  ]);
  expect(JSON.stringify(reading.variants[0]?.predicate)).toContain('"field":"ParentImage"');
  expect(JSON.stringify(reading.variants[1]?.predicate)).toContain('"field":"NewProcessName"');
});

test("patternToVariants keeps an exclusion beside what is asked for", () => {
  const reading = read("[process:command_line LIKE 'reg%' AND process:name != 'reg.exe']");
  if ("refused" in reading) throw new Error(reading.refused);
  expect(reading.variants[0]?.predicate).toMatchObject({ kind: "and", of: [{}, { kind: "not" }] });
});

test("patternToVariants tells a person what records are missing", () => {
  expect(needs("[domain-name:value = 'a.example']").at(-1)).toBe("DNS, proxy or connection logs");
  expect(needs("[windows-registry-key:values[*].data = 'x']")).toEqual([
    "Sysmon events 12 to 14 (registry)",
    "Security event 4657 (registry value changed)",
  ]);
});

test.each(OBSERVABLE_TYPES)(
  "scopesForObservable ends with a scope that takes every record for %s",
  (type) => {
    const scopes = scopesForObservable(type);
    expect(scopes.length).toBeGreaterThan(0);
    expect(Object.keys(scopes.at(-1) ?? {})).toEqual(["needs"]);
    for (const scope of scopes.slice(0, -1)) expect(Object.keys(scope).length).toBeGreaterThan(1);
  },
);

test.each([
  ["ipv4", "192.0.2.1"],
  ["ipv6", "2001:db8::1"],
  ["cidr", "2001:db8::/32"],
  ["domain", "a.example"],
  ["url", "http://a.example/it's?a=\\b"],
  ["email", "a'b@a.example"],
  ["md5", MD5],
  ["sha1", "a".repeat(40)],
  ["sha256", SHA256],
  ["sha512", "b".repeat(128)],
  ["filename", "it's.exe"],
  ["filepath", String.raw`C:\Users\Public\a'b.exe`],
  ["filepath", "/tmp/.x/a"],
  ["filepath", String.raw`C:\Users\Public` + "\\"],
  ["filepath", "C:/mixed\\path/a"],
  ["registry-key", String.raw`HKLM\Software\Run`],
  ["mutex", String.raw`Global\x`],
  ["user-agent", "Mozilla/5.0 (it's)"],
  ["imphash", MD5],
  ["named-pipe", String.raw`\\.\pipe\x`],
  ["pdb-path", String.raw`D:\a\b.pdb`],
  ["mac-address", "00:11:22:33:44:55"],
  ["asn", "AS64500"],
  ["btc", "1BoatSLRHtKNngkdXEeobR76b53LETtpyT"],
] as const)("toPattern is read back to the same observable for %s %s", (type, value) => {
  const observable = normalizeObservable(type, value);
  if (observable === undefined) throw new Error("not an observable");
  expect(observables(toPattern(observable))).toEqual([`${type} ${observable.value}`]);
});

test("toPattern of arbitrary file names is read back to the same name", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", minLength: 1 }), (text) => {
      const observable = normalizeObservable("filename", text);
      fc.pre(observable !== undefined && !/[\\/]/.test(text));
      if (observable === undefined) return;
      expect(observables(toPattern(observable))).toEqual([`filename ${observable.value}`]);
    }),
  );
});

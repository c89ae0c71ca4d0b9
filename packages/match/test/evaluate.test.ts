import { anyField, bears, field, not, plainRecord } from "@tocsin/model";
import type { FieldValue, ObservableType, Test } from "@tocsin/model";
import fc from "fast-check";
import { expect, test } from "vitest";
import { cpuNow } from "../../../tools/testkit/src/index.ts";
import {
  bearsObservable,
  checkPredicate,
  compilePlan,
  evaluate,
  explainMatch,
} from "../src/index.ts";

const about = { place: { file: "a" }, source: { format: "json" } };
const record = (value: FieldValue | undefined) =>
  plainRecord(value === undefined ? {} : { f: value }, about);

const TESTS = {
  equals: { op: "equals", value: "", cased: false },
  contains: { op: "contains", value: "", cased: false },
  regex: { op: "regex", source: "^$", flags: "" },
  wildcard: { op: "wildcard", pattern: [{ any: "run" }], cased: false },
  is: { op: "is", value: 7 },
  compare: { op: "compare", comparison: "lt", value: 10 },
  cidr: { op: "cidr", network: "192.0.2.0/24" },
  exists: { op: "exists" },
  null: { op: "null" },
  sameAs: { op: "sameAs", field: "f", mode: "equals", cased: true },
  time: { op: "time", part: "year", comparison: "eq", value: 2024 },
} satisfies Record<string, Test>;

// docs/predicates.md has this table for people: absent, null, "", 7, ["7", "192.0.2.5"].
test.each<[keyof typeof TESTS, boolean, boolean, boolean, boolean, boolean]>([
  ["equals", false, false, true, false, false],
  ["contains", false, false, true, true, true],
  ["regex", false, false, true, false, false],
  ["wildcard", false, false, true, true, true],
  ["is", false, false, false, true, true],
  ["compare", false, false, false, true, true],
  ["cidr", false, false, false, false, true],
  ["exists", false, true, true, true, true],
  ["null", true, true, false, false, false],
  ["sameAs", false, false, true, true, true],
  ["time", false, false, false, false, false],
])("%s on absent, null, empty, a number and several values", (name, ...expected) => {
  const values = [undefined, null, "", 7, ["7", "192.0.2.5"]];
  const got = values.map((value) => evaluate(field("f", TESTS[name]), record(value)));
  expect(got).toEqual(expected);
  const negated = values.map((value) => evaluate(not(field("f", TESTS[name])), record(value)));
  expect(negated).toEqual(expected.map((value) => !value));
});

test.each<[ObservableType, string, string, boolean]>([
  ["ipv4", "192.0.2.1", "192.0.2.1:443", true],
  ["ipv4", "192.0.2.1", "x 192.0.2.1.", true],
  ["ipv4", "192.0.2.1", "192.0.2.11", false],
  ["ipv4", "192.0.2.1", "1.192.0.2.1", false],
  ["ipv4", "192.0.2.1", "::ffff:192.0.2.1", true],
  ["ipv6", "2001:db8::1", "src=2001:DB8:0::1", true],
  ["cidr", "192.0.2.0/24", "from 192.0.2.77", true],
  ["cidr", "192.0.2.0/24", "from 192.0.3.77", false],
  ["domain", "evil.example", "https://a.EVIL.example/x", true],
  ["domain", "evil.example", "notevil.example", false],
  ["domain", "evil.example", "evil.example.org", false],
  ["domain", "evil.example", "see evil.example.", true],
  ["url", "http://evil.example/a", "GET HTTP://EVIL.example/a HTTP/1.1", true],
  ["url", "http://evil.example/a", "http://evil.example/ab", false],
  ["md5", "a".repeat(32), `MD5=${"A".repeat(32)},SHA1=x`, true],
  ["md5", "a".repeat(32), "a".repeat(40), false],
  ["filename", "evil.exe", "C:\\Temp\\Evil.exe", true],
  ["filename", "evil.exe", "C:\\Temp\\notevil.exe", false],
  ["filepath", "C:\\Temp\\evil.exe", "c:/temp/evil.exe -x", true],
  ["registry-key", "HKEY_LOCAL_MACHINE\\Software\\X", "HKLM\\SOFTWARE\\x\\Run", true],
  ["registry-key", "HKCU\\Software\\X", "HKU\\S-1-5-21\\Software\\X", true],
  ["registry-key", "HKLM\\Software\\X", "HKLM\\Software\\XY", false],
  ["email", "a@evil.example", "From: <A@evil.example>", true],
  ["user-agent", "EvilBot/1", '"EvilBot/1"', true],
])("%s %s in %j: %s", (type, value, text, expected) => {
  expect(bearsObservable({ type, value }, text)).toBe(expected);
  expect(evaluate(bears({ type, value }), record(text))).toBe(expected);
});

test("a wildcard takes time in proportion, however many stars it has", () => {
  const pattern = Array.from({ length: 40 }, () => ["a", { any: "run" } as const]).flat();
  const evil = anyField({ op: "wildcard", pattern: [...pattern, "b"], cased: true });
  const start = cpuNow();
  expect(evaluate(evil, record("a".repeat(20_000)))).toBe(false);
  expect(cpuNow() - start).toBeLessThan(2000);
});

test("look-around is refused with its reason", () => {
  const predicate = field("f", { op: "regex", source: "a(?!b)", flags: "" });
  expect(checkPredicate(predicate)).toMatch(/a\(\?!b\)/);
});

test("a plan gives what the evaluator gives, through scopes", () => {
  const predicate = field("f", { op: "equals", value: "x", cased: false });
  const scope = { channels: ["Security"], eventIds: [1], needs: "" };
  const detection = {
    id: "d",
    kind: "sigma",
    title: "t",
    level: "high",
    strength: "behaviour",
    techniques: [],
    vulnerabilities: [],
    variants: [{ scope, predicate }],
    falsePositives: [],
    citations: [],
  } as const;
  const plan = compilePlan([detection]);
  fc.assert(
    fc.property(
      fc.constantFrom("x", "X", "y", null),
      fc.constantFrom("security", "other"),
      (value, channel) => {
        const one = plainRecord(
          { f: value },
          { place: { file: "a" }, source: { format: "evtx", channel, eventId: 1 } },
        );
        let matched = 0;
        plan.run(one, () => matched++);
        expect(matched === 1).toBe(channel === "security" && evaluate(predicate, one));
      },
    ),
  );
});

test("an explanation names the deciding field and the test", () => {
  const predicate = field("f", { op: "endsWith", value: "\\a.exe", cased: false });
  expect(explainMatch(predicate, record("c:\\A.exe"))).toEqual([
    { field: "f", value: "c:\\A.exe", test: 'ends with "\\a.exe"' },
  ]);
});

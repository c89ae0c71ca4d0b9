import { expect, test } from "vitest";
import { loadSigma } from "../src/index.ts";
import type { SigmaSet } from "../src/index.ts";
import { toRule } from "./support.ts";

function load(item: string, placeholders: Record<string, string[]> = {}): SigmaSet {
  const text = toRule(`sel:\n    ${item}`);
  return loadSigma([{ file: "a.yml", text }], { placeholders });
}

const predicateOf = ({ detections }: SigmaSet): unknown => detections[0]?.variants[0]?.predicate;

test.each([
  ["A|contains|startswith: b", "exclude each other"],
  ["A|all|all: [b]", "twice"],
  ["A|neq|all: [b, c]", "two things"],
  ["A|Contains: b", '"contains"'],
  ["A|i: b", 'behind "re"'],
  ["A|re|contains: b", "unanchored"],
  ["A|re|x: b", "unknown modifier"],
  ["A|re|cidr: b", 'cannot follow "re"'],
  ["A|re|i|cased: b", '"cased"'],
  ["A|re|expand: '%b%'", '"expand"'],
  ["A|cidr|cased: 10.0.0.0/8", '"cased"'],
  ["A|cidr|contains: 10.0.0.0/8", "contains"],
  ["A|exists|all: [true]", '"all"'],
  ["A|exists|neq: true", '"neq"'],
  ["A|exists|cased: true", '"cased"'],
  ["A|gt|lt: 5", 'cannot follow "gt"'],
  ["A|gt|contains: 5", "contains"],
  ["A|gt|cased: 5", '"cased"'],
  ["A|hour|day: 5", 'cannot follow "hour"'],
  ["A|hour|gt|lt: 5", 'cannot follow "hour"'],
  ["A|fieldref|re: b", 'cannot follow "fieldref"'],
  ["A|fieldref|base64: b", "works on text"],
  ["A|base64|wide: b", "must stand before"],
  ["A|base64|base64offset: b", "must stand before"],
  ["A|wide|windash: -b", "must stand before"],
  ["A|wide|utf16be: b", "cannot stand with"],
  ["'A[any]': b", "[any]"],
  ["'A[all]|contains': b", "[all]"],
  ["'|exists': true", "name of a field"],
  ["'|cidr': 10.0.0.0/8", "name of a field"],
])("loadSigma refuses %s and says which modifier is wrong", (item, word) => {
  const set = load(item);
  expect(set.detections).toEqual([]);
  expect(set.diagnostics).toMatchObject([{ code: "SIGMA_MODIFIER", place: { line: 6 } }]);
  expect(set.diagnostics[0]?.message).toContain(word);
});

test.each([
  ["A|hour: 24", "0 to 23"],
  ["A|month: 0", "1 to 12"],
  ["A|day: 1.5", "1 to 31"],
  ["A|gt: many", "a number"],
  ["A|cased: null", "null"],
  ["A|contains: null", "null"],
  ["A|exists: 'true'", "true or false"],
  ["A: .inf", "a number"],
  ["A: []", "no value"],
  ["A: {b: c}", "expected a text"],
  ["A|cidr|expand: '%nets%'", "no network"],
])("loadSigma refuses the value of %s", (item, word) => {
  const set = load(item, { nets: ["10.0.0.0/8", "nowhere"] });
  expect(set.detections).toEqual([]);
  expect(set.diagnostics).toMatchObject([{ code: "SIGMA_VALUE" }]);
  expect(set.diagnostics[0]?.message).toContain(word);
});

test.each([
  ["A|contains: 5", { field: "A", test: { op: "contains", value: "5", cased: false } }],
  ["A|contains: true", { field: "A", test: { op: "contains", value: "true" } }],
  ["A|neq: null", { kind: "not", of: { field: "A", test: { op: "null" } } }],
  ["A|neq: [b, c]", { kind: "not", of: { kind: "or", of: [{ field: "A" }, { field: "A" }] } }],
  ["A|hour|gte: 22", { test: { op: "time", part: "hour", comparison: "gte", value: 22 } }],
  ["A|hour|lt: 24", { test: { op: "time", part: "hour", comparison: "lt", value: 24 } }],
  [
    "A|fieldref|endswith|cased: B",
    { test: { op: "sameAs", field: "B", mode: "endsWith", cased: true } },
  ],
  ["A|re|i|s: b", { test: { op: "regex", source: "b", flags: "is" } }],
  ["'|re': b", { kind: "any-field", test: { op: "regex" } }],
  ["'|all': [b, c]", { kind: "and", of: [{ kind: "any-field" }, { kind: "any-field" }] }],
  ["A|contains: a\\b", { test: { op: "contains", value: "a\\b" } }],
  ["A|contains: a\\\\b", { test: { op: "contains", value: "a\\b" } }],
])("loadSigma reads %s", (item, predicate) => {
  const set = load(item);
  expect(set.diagnostics).toEqual([]);
  expect(predicateOf(set)).toMatchObject(predicate);
});

test("loadSigma takes the networks that a placeholder stands for as networks", () => {
  const set = load("A|cidr|expand: '%nets%'", { nets: ["10.0.0.0/8", "::1/128"] });
  expect(predicateOf(set)).toMatchObject({
    kind: "or",
    of: [{ test: { op: "cidr", network: "10.0.0.0/8" } }, { test: { network: "::1/128" } }],
  });
});

test("loadSigma makes equal tests one object, across rules and files", () => {
  const of = (file: string, more: string): { file: string; text: string } => ({
    file,
    text: `id: ${file}\n${toRule(`sel:\n    A|contains: x\n    B: 5\n    C|re: y${more}`)}`,
  });
  const set = loadSigma([of("a", ""), of("b", "\n    A|contains|cased: x\n    D|contains: x")]);
  const [first, second] = set.detections.map(({ variants }) => variants[0]?.predicate);
  if (first?.kind !== "and" || second?.kind !== "and") throw new Error("expected conjunctions");
  expect(second.of).toHaveLength(5);
  for (const [index, one] of first.of.entries()) expect(second.of[index]).toBe(one);
  expect(new Set(second.of).size).toBe(5);
});

test.each([
  ["2.1.0", true],
  ["2", true],
  ["1.0", true],
  ["3.0.0", false],
  ["soon", false],
  ["[2]", false],
])("loadSigma with a sigma-version of %s loads the rule: %s", (version, loads) => {
  const text = `${toRule("sel:\n    A: b")}sigma-version: ${version}\n`;
  const set = loadSigma([{ file: "a.yml", text }]);
  expect(set.detections).toHaveLength(loads ? 1 : 0);
  expect(set.diagnostics.map(({ code, place }) => [code, place?.line])).toEqual(
    loads ? [] : [["SIGMA_VERSION", 8]],
  );
});

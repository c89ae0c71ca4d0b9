import type { Diagnostic } from "@tocsin/model";
import fc from "fast-check";
import { expect, test } from "vitest";
import { cpuNow } from "../../../tools/testkit/src/index.ts";
import { isRuleTestFile, mayHoldRuleTests, readRuleTests } from "../src/index.ts";

function read(text: string) {
  const told: Diagnostic[] = [];
  const tests = readRuleTests(text, "t/a.yml", (one) => void told.push(one));
  return { tests, told: told.map(({ message, place }) => `${place?.line}: ${message}`) };
}

test("a test is read with its rule, events and expectation", () => {
  const text = `tests:
  - rule: a.yml
    logsource: {product: Windows, category: process_creation}
    events: [{Image: a}, {Image: b}]
    expect: {matches: [1, 0, 1]}
  - name: quiet
    rule: x
    events: b.evtx
    expect: {none: true}
`;
  expect(read(text)).toEqual({
    told: [],
    tests: [
      {
        name: "test 1",
        rule: "a.yml",
        logsource: { product: "windows", category: "process_creation" },
        events: { kind: "inline", maps: [{ Image: "a" }, { Image: "b" }] },
        expect: { kind: "indexes", indexes: [0, 1] },
        place: { file: "t/a.yml", line: 2, column: 5 },
      },
      {
        name: "quiet",
        rule: "x",
        events: { kind: "files", paths: ["b.evtx"] },
        expect: { kind: "count", count: 0, orMore: false },
        place: { file: "t/a.yml", line: 6, column: 5 },
      },
    ],
  });
});

test("SigmaHQ's form is read, where a count is the least", () => {
  const text = `rule_metadata: [{id: x, title: y}]
regression_tests_info:
  - {name: one, type: evtx, match_count: 2, path: r/a.evtx}
  - {type: evtx, path: r/b.evtx}
`;
  expect(read(text).tests).toMatchObject([
    { name: "one", rule: "x", expect: { kind: "count", count: 2, orMore: true } },
    { events: { kind: "files", paths: ["r/b.evtx"] }, expect: { count: 1, orMore: true } },
  ]);
});

const one = (more: string): string => `tests:\n  - rule: a\n    ${more}\n`;

test.each([
  ["tests: {a: b}", "1: tests is a list"],
  ["tests:\n  - text", "2: a test is a map with rule, events and expect"],
  ["tests:\n  - events: []", "2: the test names no rule: a path or an id"],
  [one("events: [{a: b}, c]\n    expect: {none: true}"), "3: events are maps, or paths of files"],
  [
    one("events: c\n    expect: {matches: -1}"),
    "4: expect is {matches: N}, {matches: [INDEX, ...]}, {groups: [{FIELD: VALUE}, ...]} or {none: true}",
  ],
  [
    one("events: [{a: b}]\n    expect: {matches: [1]}"),
    "4: there is no event 1; they are counted from 0",
  ],
  ["regression_tests_info: []", "1: rule_metadata names no id"],
])("%j is told with its line", (text, message) => {
  expect(read(text)).toEqual({ tests: [], told: [message] });
});

test.each<[string, boolean]>([
  ["tests: []", true],
  ['{"tests": []}', true],
  ["regression_tests_info: []", true],
  ["detection: {tests: {a: b}}", false],
  ["title: a\ntests: b\ndetection: {}", false],
  ["description: |\n  tests: a", false],
])("%j is a file of tests: %s", (text, wanted) => {
  expect(isRuleTestFile(text, "a.yml")).toBe(wanted);
  expect(read(text).tests).toEqual([]);
});

test("no text makes it throw, and long runs of lines take no long time", () => {
  const pieces = fc.constantFrom("tests", ":", "\n", "- ", "  ", "rule", "expect", "{", "}", "[");
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 40 }), (parts) => {
      expect(read(parts.join("")).tests.length).toBeLessThan(10);
    }),
  );
  const start = cpuNow();
  expect(mayHoldRuleTests("\n ".repeat(1_000_000))).toBe(false);
  expect(cpuNow() - start).toBeLessThan(2000);
});

test("groups of a correlation are read as texts, several values of one field too", () => {
  const text = one(
    "events: b.evtx\n    expect: {groups: [{User: Joe, Port: [22, x], Admin: true}, {}]}",
  );
  expect(read(text).tests[0]?.expect).toEqual({
    kind: "groups",
    groups: [{ User: ["Joe"], Port: ["22", "x"], Admin: ["true"] }, {}],
  });
});

test.each([
  "{groups: []}",
  "{groups: x}",
  "{groups: [x]}",
  "{groups: [{User: null}]}",
  "{groups: [{User: []}]}",
  "{groups: [{User: {a: b}}]}",
  "{groups: [{User: a}], matches: 1}",
])("the expectation %s is told with its line", (expectation) => {
  const { tests, told } = read(one(`events: b.evtx\n    expect: ${expectation}`));
  expect(tests).toEqual([]);
  expect(told).toEqual([expect.stringMatching(/^4: expect is \{matches: N\}/)]);
});

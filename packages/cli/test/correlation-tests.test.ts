import { expect, test } from "vitest";
import { tocsin } from "./support.ts";

const BASE = `title: Failed Logon
id: 11111111-1111-4111-8111-111111111111
name: failed
logsource: {product: windows, service: security}
detection:
  sel: {EventID: 4625}
  condition: sel
`;
const SECOND = `title: Good Logon
id: 22222222-2222-4222-8222-222222222222
name: good
logsource: {product: windows, service: security}
detection:
  sel: {EventID: 4624}
  condition: sel
`;
const MANY = `title: Many Failed
id: 33333333-3333-4333-8333-333333333333
name: many
correlation:
  type: event_count
  rules: [failed]
  group-by: [TargetUserName]
  timespan: 5m
  condition: {gte: 3}
`;
const GUESSED = `title: Guessed
id: 44444444-4444-4444-8444-444444444444
correlation:
  type: temporal_ordered
  rules: [many, good]
  group-by: [TargetUserName]
  timespan: 10m
`;
const FILTER = `title: Not the service
id: 55555555-5555-4555-8555-555555555555
logsource: {product: windows, service: security}
filter:
  rules: [failed]
  sel: {TargetUserName: joe}
  condition: sel
`;
const WHOLE = [BASE, SECOND, MANY, GUESSED].join("---\n");

const event = (id: number, user: string, time: string): string =>
  `{EventID: ${id}, TargetUserName: ${user}, timestamp: "2024-03-01T${time}Z"}`;
/** Not in the order of their times, as logs are not. */
const EVENTS = `[${[
  event(4624, "joe", "12:01:20"),
  event(4625, "joe", "12:00:00"),
  event(4625, "Joe", "12:00:10"),
  event(4625, "ann", "12:00:11"),
  event(4625, "joe", "12:00:20"),
].join(", ")}]`;

function run(rule: string, expectation: string, more: Readonly<Record<string, string>> = {}) {
  const tests = `tests:\n  - {rule: ${rule}, events: ${EVENTS}, expect: ${expectation}}\n`;
  return tocsin({ "r/a.yml": WHOLE, "r/a.test.yml": tests, ...more }, ["rules", "test", "r"]);
}

test.each([
  ["a.yml", "{matches: 1}"],
  ["a.yml", "{matches: [0]}"],
  ["a.yml", "{groups: [{TargetUserName: JOE}]}"],
  ["44444444-4444-4444-8444-444444444444", "{matches: 1}"],
  ["many", "{matches: [4]}"],
  ["33333333-3333-4333-8333-333333333333", "{groups: [{TargetUserName: joe}]}"],
  // A rule that only feeds a correlation is tested by its id.
  ["11111111-1111-4111-8111-111111111111", "{matches: [1, 2, 3, 4]}"],
])("a test of the correlation %s passes with %s", (rule, expectation) => {
  expect(run(rule, expectation)).toMatchObject({ status: 0, stderr: "" });
});

test.each([
  ["many", "{none: true}", '1 match (TargetUserName "joe", completed by event 4), expected 0'],
  ["many", "{matches: [3]}", "expected to complete a match: event 3; found and not expected: "],
  [
    "many",
    "{groups: [{TargetUserName: ann}]}",
    'expected and not found: TargetUserName "ann"; found and not expected: TargetUserName "joe"',
  ],
])("a test of the correlation %s that expects %s fails and says why", (rule, expectation, why) => {
  const { status, stdout } = run(rule, expectation);
  expect(status).toBe(1);
  expect(stdout).toContain(why);
  expect(stdout).toContain('"Failed Logon" matches events 1, 2, 3, 4\n');
});

test.each([
  ["many", "{groups: [{User: joe}]}", "groups by TargetUserName; the test expects User"],
  [
    "11111111-1111-4111-8111-111111111111",
    "{groups: [{TargetUserName: joe}]}",
    "the rule is no correlation",
  ],
])("a test of %s that expects %s cannot be run", (rule, expectation, why) => {
  const { status, stdout } = run(rule, expectation);
  expect(status).toBe(3);
  expect(stdout).toContain(why);
});

test("filters hold for what feeds a correlation", () => {
  expect(run("many", "{none: true}", { "r/filter.yml": FILTER })).toMatchObject({ status: 0 });
  const apart = { "f/filter.yml": FILTER, "r/a.yml": WHOLE };
  const tests = `tests:\n  - {rule: many, events: ${EVENTS}, expect: {none: true}}\n`;
  const files = { ...apart, "r/a.test.yml": tests };
  expect(tocsin(files, ["rules", "test", "r", "--rules", "f"])).toMatchObject({ status: 0 });
  expect(tocsin(files, ["rules", "test", "r"])).toMatchObject({ status: 1 });
});

test("a rule that nothing matched is told, with the event that came nearest", () => {
  const tests = `tests:
  - {rule: a.yml, events: [${event(4625, "joe", "12:00:00")}], expect: {matches: 1}}
`;
  const got = tocsin({ "r/a.yml": WHOLE, "r/a.test.yml": tests }, ["rules", "test", "r"]);
  expect(got.stdout).toBe(`✗ failed  Guessed: test 1 (r/a.test.yml:2:5)
    0 matches, expected 1
    "Failed Logon" matches event 0
    "Good Logon" matches none
    event 0 (r/a.test.yml:2:5) comes nearest to "Good Logon"
      ✗ EventID is 4624; it is "4625"
0 passed, 1 failed
`);
});

test("events without a time or without the field of a group are told", () => {
  const tests = `tests:
  - {rule: many, events: [{EventID: 4625, TargetUserName: joe}], expect: {none: true}}
  - rule: many
    events: [{EventID: 4625, timestamp: "2024-03-01T12:00:00Z"}]
    expect: {matches: 1}
`;
  const got = tocsin({ "r/a.yml": WHOLE, "r/a.test.yml": tests }, ["rules", "test", "r"]);
  expect(got.stdout).toMatch(/broken .*\n +without a time, .*: event 0\n/);
  expect(got.stdout).toContain("    without TargetUserName: event 0\n");
});

test("a correlation over rules of several logs takes inline events for each, and files for what they are", () => {
  const rules = `title: Process
id: 11111111-1111-4111-8111-111111111111
name: process
logsource: {product: windows, category: process_creation}
detection: {sel: {Image: a}, condition: sel}
---
title: Load
id: 22222222-2222-4222-8222-222222222222
name: load
logsource: {product: windows, category: image_load}
detection: {sel: {ImageLoaded: b}, condition: sel}
---
title: Both
id: 33333333-3333-4333-8333-333333333333
correlation: {type: temporal, rules: [process, load], timespan: 1m}
`;
  const sysmon = (EventID: number, data: object): string =>
    JSON.stringify({ Channel: "Microsoft-Windows-Sysmon/Operational", EventID, ...data });
  const at = { "@timestamp": "2024-03-01T12:00:00Z" };
  const files = {
    "r/a.yml": rules,
    "r/a.test.yml": `tests:
  - rule: a.yml
    events:
      - {Image: a, timestamp: "2024-03-01T12:00:00Z"}
      - {ImageLoaded: b, timestamp: "2024-03-01T12:00:30Z"}
    expect: {matches: [1]}
  - {rule: a.yml, events: both.jsonl, expect: {matches: 1}}
  - {rule: a.yml, events: one.jsonl, expect: {none: true}}
`,
    "r/both.jsonl": `${sysmon(1, { Image: "a", ...at })}\n${sysmon(7, { ImageLoaded: "b", ...at })}\n`,
    // The second is of another log than its rule asks for.
    "r/one.jsonl": `${sysmon(1, { Image: "a", ...at })}\n${sysmon(1, { ImageLoaded: "b", ...at })}\n`,
  };
  const { stdout, status } = tocsin(files, ["rules", "test", "r"]);
  expect({ stdout: stdout.split("\n").at(-2), status }).toEqual({
    stdout: "3 passed, 0 failed",
    status: 0,
  });
});

test("an aggregation of older Sigma is tested as the correlation it becomes", () => {
  const rule = `title: Old
id: 11111111-1111-4111-8111-111111111111
logsource: {product: windows, service: security}
detection:
  sel: {EventID: 4625}
  timeframe: 5m
  condition: sel | count() by TargetUserName > 2
`;
  const tests = `tests:\n  - {rule: old.yml, events: ${EVENTS}, expect: {matches: [4]}}\n`;
  const files = { "r/old.yml": rule, "r/a.test.yml": tests };
  expect(tocsin(files, ["rules", "test", "r"])).toMatchObject({ status: 0, stderr: "" });
});

test("a file with two rules that report, or with one that is refused, asks for an id", () => {
  const tests = `tests:\n  - {rule: a.yml, events: ${EVENTS}, expect: {none: true}}\n`;
  const two = { "r/a.yml": `${BASE}---\n${SECOND}`, "r/a.test.yml": tests };
  expect(tocsin(two, ["rules", "test", "r"]).stdout).toContain("a.yml has 2 rules; name one by");
  const broken = { "r/a.yml": `${BASE}---\n${GUESSED}`, "r/a.test.yml": tests };
  expect(tocsin(broken, ["rules", "test", "r"]).stdout).toMatch(/is not loaded: .*"many"/);
});

test.each([
  ["its id", "33333333-3333-4333-8333-333333333333", "r"],
  ["its file", "r/many.yml", "r"],
])("explain says of a correlation named by %s that it is one", (_, rule, rules) => {
  const files = { "r/base.yml": BASE, "r/many.yml": MANY, "e.log": "line\n" };
  const args = ["explain", "--rule", rule, "--rules", rules, "--record", "e.log:1"];
  const { status, stderr } = tocsin(files, args);
  expect(status).toBe(3);
  expect(stderr).toContain('"Many Failed" is a correlation, which speaks of many records. Explain');
});

const line = (id: number, user: string, time: string): string =>
  `${JSON.stringify({ EventID: id, Channel: "Security", TargetUserName: user, "@timestamp": `2024-03-01T${time}Z` })}\n`;

test("a hunt finds what a test says that the correlation finds", () => {
  const log = [0, 1, 2, 3, 4, 20, 21, 22]
    .flatMap((minute) => ["joe", "ann"].map((user) => ({ minute, user })))
    .map(({ minute, user }) => line(4625, user, `12:${String(minute).padStart(2, "0")}:00`));
  const files = {
    "r/a.yml": WHOLE,
    "r/a.test.yml":
      "tests: [{rule: a.yml, events: ../e/e.jsonl, expect: {groups: [{TargetUserName: joe}]}}]\n",
    "e/e.jsonl": [...log, line(4624, "joe", "12:30:00"), line(4624, "ann", "13:30:00")].join(""),
  };
  expect(tocsin(files, ["rules", "test", "r"])).toMatchObject({ status: 0, stderr: "" });
  const hunt = ["hunt", "--rules", "r", "--evidence", "e", "--format", "jsonl"];
  const found = tocsin(files, hunt).stdout.trimEnd().split("\n");
  expect(found.map((one) => JSON.parse(one) as unknown)).toMatchObject([
    { detection: { title: "Guessed" }, matched: [{ field: "TargetUserName", value: "joe" }] },
  ]);
});

test("a test that feeds a correlation more than is held cannot be run", () => {
  const files = {
    "r/a.yml": WHOLE,
    "r/a.test.yml": "tests: [{rule: many, events: e.jsonl, expect: {none: true}}]\n",
    "r/e.jsonl": line(4625, "joe", "12:00:00").repeat(200_001),
  };
  const { status, stdout } = tocsin(files, ["rules", "test", "r"]);
  expect(status).toBe(3);
  expect(stdout).toContain("over 200000 events feed the correlation");
});

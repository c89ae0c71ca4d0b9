import { readFileSync } from "node:fs";
import addFormats from "ajv-formats";
import { Ajv2020 } from "ajv/dist/2020.js";
import { expect, test } from "vitest";
import { folder, runIn } from "./support.ts";

/** Holds JSON against a schema as it is published. */
function check(format: string, json: string): unknown {
  const file = new URL(`../../model/schemas/${format}.schema.json`, import.meta.url);
  const ajv = new Ajv2020({ allowUnionTypes: true });
  addFormats.default(ajv);
  const validate = ajv.compile(JSON.parse(readFileSync(file, "utf8")) as object);
  validate(JSON.parse(json));
  return validate.errors;
}

const CASE = folder({
  "rules/a.yml": `title: Whoami
id: 7c3a5b1d-9e2f-4a8c-b5d7-1e0f3c6a9b2d
status: tset
logsource: {product: windows, category: process_creation}
detection:
  sel:
    Image|endswith: [\\whoami.exe, \\who.exe]
    User|contains: joe
  keywords: [zzz, qqq]
  condition: sel and not keywords
---
title: Much Whoami
id: 8c3a5b1d-9e2f-4a8c-b5d7-1e0f3c6a9b2d
correlation:
  type: event_count
  rules: [7c3a5b1d-9e2f-4a8c-b5d7-1e0f3c6a9b2d]
  group-by: [User]
  timespan: 1m
  condition: {gte: 2}
`,
  "rules/a.test.yml": `tests:
  - rule: a.yml
    events: &two
      - {Image: '\\whoami.exe', User: joe, timestamp: 2024-03-01T12:00:00Z}
      - {Image: '\\whoami.exe', User: joe, timestamp: 2024-03-01T12:00:01Z}
    expect: {matches: 1}
  - {rule: a.yml, events: *two, expect: {none: true}}
  - {rule: a.yml, events: [{Image: a}], expect: {matches: 1}}
  - {rule: 7c3a5b1d-9e2f-4a8c-b5d7-1e0f3c6a9b2d, events: [{Image: a, EventID: 7, Channel: x}], expect: {matches: 1}}
  - {rule: none, events: *two, expect: {matches: 1}}
`,
  "e.jsonl": `{"Image":"\\\\cmd.exe","many":["a",1,true],"none":null}\n`,
});

const EXPLAIN = ["explain", "--rule", "rules/a.yml", "--record", "e.jsonl:1", "--format", "json"];

test.each([
  ["rule-lint-1", ["rules", "lint", "rules", "--format", "json"], 1],
  ["rule-test-1", ["rules", "test", "rules", "--format", "json"], 1],
  ["rule-explanation-1", EXPLAIN, 0],
  ["rule-explanation-1", [...EXPLAIN, "--fields"], 0],
])("what is written as JSON is %s", (format, args, status) => {
  const got = runIn(CASE, args);
  expect(got.status).toBe(status);
  expect(check(format, got.stdout)).toBeNull();
});

test.each([
  ["rule-lint-finding-1", ["rules", "lint", "rules", "--format", "jsonl"]],
  ["rule-test-result-1", ["rules", "test", "rules", "--format", "jsonl"]],
])("each line that is written is %s", (format, args) => {
  const lines = runIn(CASE, args).stdout.trimEnd().split("\n");
  expect(lines.length).toBeGreaterThan(1);
  for (const line of lines) expect(check(format, line)).toBeNull();
});

test("a test of a correlation as JSON tells its matches", () => {
  const { stdout } = runIn(CASE, ["rules", "test", "rules", "--format", "jsonl"]);
  const [first = ""] = stdout.split("\n");
  expect(JSON.parse(first)).toMatchObject({
    outcome: "passed",
    rule: { wanted: "a.yml", title: "Much Whoami" },
    matched: [1],
    matches: [
      {
        group: { User: ["joe"] },
        completedBy: 1,
        events: [0, 1],
        count: 2,
        first: "2024-03-01T12:00:00.000Z",
        last: "2024-03-01T12:00:01.000Z",
      },
    ],
  });
});

import { expect, test } from "vitest";
import { folder, runIn } from "./support.ts";

const RULE = `title: An Administrator Came
id: 7c3a5b1d-9e2f-4a8c-b5d7-1e0f3c6a9b2d
status: test
description: d
author: a
date: 2024-03-01
level: high
logsource: {category: application}
detection:
  sel:
    User|expand: '%Administrators%'
  condition: sel
`;
const CASE = folder({
  "rules/a.yml": RULE,
  "rules/a.test.yml":
    "tests: [{rule: a.yml, logsource: {category: application}, events: [{User: ann}], expect: {matches: 1}}]\n",
  "map.yml": `mappings:
  - when: {has: User}
    logsource: {category: application}
`,
  "logs/e.jsonl": '{"User":"ann","@timestamp":"2024-03-01T12:00:00Z"}\n',
  "warning.md": "The actors use evil[.]example.\n",
  "p.yml": '"%Administrators%": [joe, ann]\n',
  "p.json": '{"Administrators": "ann"}',
  "bad.yml": "Hosts: a\nAdministrators: []\n",
  "bare.yml": "%Administrators%: ann\n",
});
const MAPPED = ["--mapping", "map.yml"];
const COMMANDS: Readonly<Record<string, readonly string[]>> = {
  check: ["check", "warning.md", "--rules", "rules", "--evidence", "logs", ...MAPPED],
  hunt: ["hunt", "--rules", "rules", "--evidence", "logs", ...MAPPED],
  lint: ["rules", "lint", "rules/a.yml", ...MAPPED],
  test: ["rules", "test", "rules"],
  explain: ["explain", "--rule", "rules/a.yml", "--record", "logs/e.jsonl:1", ...MAPPED],
};

test.each([
  ["check", 1, 3],
  ["hunt", 1, 3],
  ["lint", 0, 1],
  ["test", 0, 3],
  ["explain", 1, 3],
])("%s takes placeholders, and refuses the rule without them", (name, status, without) => {
  const args = COMMANDS[name] ?? [];
  for (const file of ["p.yml", "p.json"])
    expect(runIn(CASE, [...args, "--placeholders", file])).toMatchObject({ status, stderr: "" });
  const got = runIn(CASE, args);
  expect(got.status).toBe(without);
  expect(got.stdout + got.stderr).toContain("there are no values for %Administrators%");
});

test("a hunt tells where values for placeholders come from, once", () => {
  const { stderr } = runIn(CASE, COMMANDS["hunt"] ?? []);
  expect(stderr).toMatch(/%Administrators%\ntocsin: give your values .* --placeholders FILE\n$/);
});

test.each(Object.entries(COMMANDS))("%s stops at a broken file, with its place", (_, args) => {
  const got = runIn(CASE, [...args, "--placeholders", "bad.yml"]);
  expect(got).toEqual({
    status: 2,
    stdout: "",
    stderr: `tocsin: bad.yml:2:1: "Administrators" has no values
        Correct the file of placeholders; docs/sigma.md has its form
`,
  });
});

test.each([
  ["bare.yml", /"%name%" in quotes\n$/],
  ["none.yml", /none\.yml: cannot be read\n +Correct the path\n$/],
  ["logs", /logs: cannot be read/],
])("placeholders from %s are an error that says what to do", (file, message) => {
  const got = runIn(CASE, [...(COMMANDS["hunt"] ?? []), "--placeholders", file]);
  expect(got.status).toBe(2);
  expect(got.stderr).toMatch(message);
});

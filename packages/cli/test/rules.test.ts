import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { MAIN, tocsin } from "./support.ts";

const ID = "7c3a5b1d-9e2f-4a8c-b5d7-1e0f3c6a9b2d";
const RULE = `title: Whoami Execution
id: ${ID}
status: test
description: Somebody asks who they are
author: Somebody
date: 2024-03-01
level: high
logsource:
  product: windows
  category: process_creation
detection:
  selection:
    Image|endswith: '\\whoami.exe'
    CommandLine|contains:
      - ' /all'
      - ' /priv'
  filter:
    User: ADMIN
  condition: selection and not filter
`;

const sysmon = (data: Readonly<Record<string, string>>, id = 7): string =>
  JSON.stringify({
    Event: {
      System: {
        Provider: { "#attributes": { Name: "Microsoft-Windows-Sysmon" } },
        EventID: 1,
        EventRecordID: id,
        Channel: "Microsoft-Windows-Sysmon/Operational",
        Computer: "host1",
      },
      EventData: data,
    },
  });
const HIT = sysmon({ Image: "C:\\x\\whoami.exe", CommandLine: "whoami /all", User: "joe" });
const MISS = sysmon({ Image: "C:\\x\\whoami.exe", CommandLine: "whoami", User: "admin" }, 8);

test.each<[string, string[], number, RegExp, RegExp]>([
  ["a group alone", ["rules"], 2, /^$/, /tocsin rules lint, tocsin rules test/],
  ["another word", ["rules", "lnt"], 2, /^$/, /group of commands; got "lnt"/],
  ["the help of a group", ["rules", "--help"], 0, /rules lint[^]*rules test/, /^$/],
  ["lint without a path", ["rules", "lint"], 2, /^$/, /PATH is missing/],
  ["lint of nothing", ["rules", "lint", "none"], 2, /^$/, /none does not exist/],
  ["test of nothing", ["rules", "test", "none"], 2, /^$/, /none does not exist/],
  ["the codes", ["rules", "lint", "--codes"], 0, /^LINT_ID_FORM +error/m, /^$/],
  ["a record without a rule", ["explain", "--record", "a:1"], 2, /^$/, /stand together/],
  ["a record without a place", ["explain", "--rule", "a", "--record", "a"], 2, /^$/, /FILE:LINE/],
  ["explain of nothing", ["explain"], 2, /^$/, /FINDING is missing/],
])("%s is answered", (_, args, status, stdout, stderr) => {
  const got = tocsin({}, args);
  expect(got.status).toBe(status);
  expect(got.stdout).toMatch(stdout);
  expect(got.stderr).toMatch(stderr);
});

test("lint shows the line with carets and ends with 1", () => {
  const bad = RULE.replace("|endswith", "|endswth");
  expect(tocsin({ "rules/a.yml": bad }, ["rules", "lint", "rules"])).toEqual({
    status: 1,
    stdout: `rules/a.yml:13:11: error LINT_MODIFIER: unknown modifier "endswth" in "Image|endswth"
 13 |     Image|endswth: '\\whoami.exe'
    |           ^^^^^^^
   = Did you mean "endswith"?

1 file, 1 document: 1 error, 0 warnings, 0 notes
`,
    stderr: "",
  });
});

test("lint of clean rules ends with 0", () => {
  const got = tocsin({ "a.yml": RULE }, ["rules", "lint", "a.yml"]);
  expect(got).toEqual({
    status: 0,
    stdout: "1 file, 1 document: 0 errors, 0 warnings, 0 notes\n",
    stderr: "",
  });
});

test("lint leaves out what is less severe than asked", () => {
  const files = { "a.yml": RULE.replace("author: Somebody\n", "") };
  expect(tocsin(files, ["rules", "lint", "a.yml"]).status).toBe(1);
  expect(tocsin(files, ["rules", "lint", "a.yml", "--least", "warning"]).status).toBe(0);
});

test("lint as JSON has this form", () => {
  const files = { "a.yml": RULE.replace("status: test", "status: tset") };
  const got = tocsin(files, ["rules", "lint", "a.yml", "--format", "json"]);
  const finding = {
    version: "1",
    severity: "error",
    code: "LINT_STATUS",
    message: 'unknown status "tset"',
    remedy: 'Did you mean "test"?',
    file: "a.yml",
    line: 3,
    column: 9,
    width: 4,
  };
  expect(JSON.parse(got.stdout)).toEqual({
    version: "1",
    files: 1,
    documents: 1,
    counts: { error: 1, warning: 0, note: 0 },
    suppressed: 0,
    findings: [finding],
  });
  const lines = tocsin(files, ["rules", "lint", "a.yml", "--format", "jsonl"]).stdout;
  expect(JSON.parse(lines)).toEqual(finding);
});

test("lint makes what a terminal obeys visible", () => {
  const files = { "a.yml": RULE.replace("status: test", 'status: "\u001b]0;x\u0007"') };
  const { stdout } = tocsin(files, ["rules", "lint", "a.yml"]);
  expect(stdout).not.toContain("\u001b");
  expect(stdout).toContain("LINT_STATUS");
});

const TESTS = `tests:
  - name: inline
    rule: a.yml
    events:
      - {Image: 'C:\\whoami.exe', CommandLine: whoami /all}
      - {Image: 'C:\\cmd.exe', CommandLine: whoami /all}
    expect: {matches: [0]}
  - name: a file
    rule: ${ID}
    events: logs/e.jsonl
    expect: {matches: 1}
`;
const LOGS = { "rules/a.yml": RULE, "rules/logs/e.jsonl": `${HIT}\n${MISS}\n` };

test("rules test passes, inline and from files", () => {
  const got = tocsin({ ...LOGS, "rules/a.test.yml": TESTS }, ["rules", "test", "rules"]);
  expect(got).toEqual({
    status: 0,
    stdout: `✓ passed  Whoami Execution: inline (rules/a.test.yml:2:5)
✓ passed  Whoami Execution: a file (rules/a.test.yml:8:5)
2 passed, 0 failed
`,
    stderr: "",
  });
});

test("tests among rules are no rules", () => {
  const files = { ...LOGS, "rules/a.test.yml": TESTS };
  expect(tocsin(files, ["rules", "lint", "rules"])).toMatchObject({ status: 0, stderr: "" });
  const hunt = tocsin(files, ["hunt", "--rules", "rules", "--evidence", "rules/logs"]);
  expect(hunt).toMatchObject({ status: 1, stderr: "" });
  expect(hunt.stdout).not.toContain("a.test.yml");
});

test("rules test says for an expected match which test failed, with the value", () => {
  const wrong = TESTS.replace("[0]", "[1]").replace("matches: 1", "matches: 2");
  const got = tocsin({ ...LOGS, "rules/a.test.yml": wrong }, ["rules", "test", "rules"]);
  expect(got.status).toBe(1);
  expect(got.stdout).toBe(`✗ failed  Whoami Execution: inline (rules/a.test.yml:2:5)
    expected to match and did not: event 1; matched and should not: event 0
    event 1 (rules/a.test.yml:2:5)
      ✗ Image ends with "\\whoami.exe"; it is "C:\\cmd.exe"
✗ failed  Whoami Execution: a file (rules/a.test.yml:8:5)
    1 of 2 events match, expected 2
    event 1 (rules/logs/e.jsonl:2 record 8)
      ✗ all of
        ✗ CommandLine contains " /all" or contains " /priv"; it is "whoami"
        ✗ not
          ✓ User is "ADMIN"; it is "admin"
0 passed, 2 failed
`);
});

test("rules test reads the regression form, also through the rule that names it", () => {
  const info = `id: x
rule_metadata:
  - id: ${ID}
regression_tests_info:
  - {name: Positive, type: evtx, match_count: 1, path: data/a/e.jsonl}
`;
  const files = { "repo/data/a/info.yml": info, "repo/data/a/e.jsonl": `${HIT}\n` };
  const rule = `${RULE}regression_tests_path: data/a/info.yml\n`;
  const all = { ...files, "repo/rules/x/a.yml": rule };
  for (const args of [["repo/data", "--rules", "repo/rules"], ["repo/rules"]])
    expect(tocsin(all, ["rules", "test", ...args])).toMatchObject({ status: 0, stderr: "" });
});

test.each([
  ["a rule that is not there", TESTS.replace(ID, "another"), /there is no rule "another"/],
  ["evidence that is not there", TESTS.replace("e.jsonl", "f.jsonl"), /f\.jsonl does not exist/],
  ["a test without its form", TESTS.replace("{matches: 1}", "{matches: x}"), /expect is \{matches/],
])("rules test ends with 3 for %s", (_, tests, message) => {
  const got = tocsin({ ...LOGS, "rules/a.test.yml": tests }, ["rules", "test", "rules"]);
  expect(got.status).toBe(3);
  expect(got.stdout + got.stderr).toMatch(message);
});

test("rules test takes the logsource of a test, and JSON files of tests", () => {
  const about = (category: string, none: boolean) => ({
    rule: ID,
    logsource: { product: "windows", category },
    events: [{ Image: "\\whoami.exe", CommandLine: "whoami /all" }],
    expect: none ? { none: true } : { matches: 1 },
  });
  const tests = [about("process_creation", false), about("image_load", true)];
  const files = { ...LOGS, "rules/a.test.json": JSON.stringify({ tests }) };
  expect(tocsin(files, ["rules", "test", "rules"])).toMatchObject({ status: 0, stderr: "" });
});

const EXPLAIN = ["explain", "--rule", "rules/a.yml", "--record"];

test("explain shows which part of a rule fails on a record, with its value", () => {
  const got = tocsin(LOGS, [...EXPLAIN, "rules/logs/e.jsonl:2"]);
  expect(got.stderr).toBe("");
  expect(got.status).toBe(0);
  expect(got.stdout).toContain("✗ the rule does not fire\n");
  expect(got.stdout).toContain(`
Sysmon event 1 (process creation)
  ✗ all of
    ✓ Image ends with "\\whoami.exe"; it is "C:\\x\\whoami.exe"
    ✗ CommandLine contains " /all" or contains " /priv"; it is "whoami"
    ✗ not
      ✓ User is "ADMIN"; it is "admin"
`);
  expect(got.stdout).toContain("✗ channel is ");
  // Records that name their category themselves are another reading of the same source.
  expect(got.stdout.split("\nSysmon event 1 (process creation)\n")).toHaveLength(2);
});

test("explain takes ids of rules and records, and words where characters are missing", () => {
  const args = ["explain", "--rule", ID, "--rules", "rules", "--record", "rules/logs/e.jsonl#7"];
  const got = tocsin(LOGS, args, "C");
  expect(got.status).toBe(1);
  expect(got.stdout).toContain("yes the rule fires\n");
  expect(got.stdout).toContain("    yes Image ends with");
});

test("explain as JSON has this form, with the fields of the record where asked", () => {
  const args = [...EXPLAIN, "rules/logs/e.jsonl:2 record 8", "--format", "json", "--fields"];
  const told = JSON.parse(tocsin(LOGS, args).stdout) as {
    rules: { readings: readonly unknown[] }[];
  };
  expect(told).toMatchObject({
    version: "1",
    record: { place: { recordId: "8" }, fields: { CommandLine: "whoami" } },
    rules: [{ id: ID, fires: false }],
  });
  const readings = told.rules[0]?.readings;
  expect(readings?.[0]).toMatchObject({
    scope: [],
    tree: { holds: false },
    cause: { kind: "all" },
  });
  expect(readings?.[1]).toMatchObject({ scope: [{ part: "channel", wanted: ["Security"] }, {}] });
});

test.each([
  ["a record that is not there", [...EXPLAIN, "rules/logs/e.jsonl:9"], /e\.jsonl:9 is not there/],
  [
    "a rule that is not there",
    ["explain", "--rule", "x", "--record", "rules/logs/e.jsonl:1"],
    /there is no rule "x"/,
  ],
])("explain ends with 3 for %s", (_, args, message) => {
  const got = tocsin(LOGS, args);
  expect({ status: got.status, stdout: got.stdout }).toEqual({ status: 3, stdout: "" });
  expect(got.stderr).toMatch(message);
});

test("explain shows the other fields of a finding's record, and says so where they are gone", () => {
  const cwd = mkdtempSync(join(tmpdir(), "tocsin-"));
  mkdirSync(join(cwd, "logs"));
  writeFileSync(join(cwd, "a.yml"), RULE);
  writeFileSync(join(cwd, "logs", "e.jsonl"), `${HIT}\n`);
  const run = (...args: string[]) =>
    spawnSync(process.execPath, [MAIN, ...args], { cwd, encoding: "utf8" });
  run("hunt", "--rules", "a.yml", "--evidence", "logs", "--out", ".");
  const plain = run("explain", "");
  expect(plain.stdout).toContain("because");
  expect(plain.stdout).not.toContain("Computer");
  const told = run("explain", "", "--fields");
  expect(told.status).toBe(0);
  expect(told.stdout).toMatch(/fields of logs\/e\.jsonl:1[^]*\n {2}Computer = "host1"\n/);
  writeFileSync(join(cwd, "logs", "e.jsonl"), `${MISS}\n`);
  const gone = run("explain", "", "--fields");
  expect(gone.status).toBe(3);
  expect(gone.stderr).toMatch(/is not there to be read again/);
});

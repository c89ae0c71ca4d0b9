import fc from "fast-check";
import { expect, test } from "vitest";
import { cpuNow } from "../../../tools/testkit/src/index.ts";
import { lintCodes, lintSigma } from "../src/index.ts";
import type { LintFinding } from "../src/index.ts";

const HEAD = `title: Suspicious Thing
id: 7c3a5b1d-9e2f-4a8c-b5d7-1e0f3c6a9b2d
status: test
description: What it is
author: Somebody
date: 2024-03-01
level: high
`;
const SOURCE = `logsource:
  product: windows
  category: process_creation
`;
/** A clean rule with these selections and this condition. */
const rule = (detection: string, condition = "selection"): string =>
  `${HEAD}${SOURCE}detection:\n${detection}\n  condition: ${condition}\n`;
const CLEAN = rule("  selection:\n    Image|endswith: '\\a.exe'");
const correlation = (more: string): string => `${CLEAN.replace("title:", "name: one\ntitle:")}---
title: Many Things
id: 0f0f5b1d-9e2f-4a8c-b5d7-1e0f3c6a9b2d
status: test
description: What it is
author: Somebody
date: 2024-03-01
level: high
correlation:
  timespan: 5m
${more}`;

function lint(text: string): readonly LintFinding[] {
  const refuseRegex = (source: string) => (source.includes("(?!") ? "look-around" : undefined);
  return lintSigma([{ file: "a.yml", text }], { refuseRegex }).findings;
}

const brief = (findings: readonly LintFinding[]): string[] =>
  findings.map(({ code, place, width }) => `${code} ${place.line}:${place.column}+${width}`);

test("a clean rule, correlation and filter have no findings", () => {
  expect(brief(lint(CLEAN))).toEqual([]);
  expect(
    brief(
      lint(
        correlation(
          "  type: event_count\n  rules: [one]\n  group-by: [User]\n  condition: {gte: 3}\n",
        ),
      ),
    ),
  ).toEqual([]);
});

// Detection starts at line 12: a selection's name at 12, its first item at 13.
const CASES: readonly (readonly [code: string, text: string, findings: readonly string[]])[] = [
  ["LINT_MODIFIER", rule("  selection:\n    Image|containz: x"), ["13:11+8"]],
  ["LINT_NULL_MODIFIER", rule("  selection:\n    Image|endswith: null"), ["13:21+4"]],
  ["LINT_REGEX_REFUSED", rule("  selection:\n    Image|re: 'abc(?!d)'"), ["13:15+10"]],
  ["LINT_ID_FORM", CLEAN.replace("id: 7c3a5b1d", "id: 7c3a"), ["2:5+32"]],
  ["LINT_STATUS", CLEAN.replace("status: test", "status: tset"), ["3:9+4"]],
  ["LINT_DATE", CLEAN.replace("2024-03-01", "2024-02-30"), ["6:7+10"]],
  [
    "LINT_RELATED",
    `related:\n  - {id: 7c3a5b1d-9e2f-4a8c-b5d7-1e0f3c6a9b2e, type: obsoletes}\n${CLEAN}`,
    ["2:54+9"],
  ],
  [
    "LINT_TAG",
    `tags:\n  - foo.bar\n  - cve.2021-x\n  - none\n${CLEAN}`,
    ["2:5+7", "3:5+10", "4:5+4"],
  ],
  [
    "LINT_TAG_ATTACK",
    `tags:\n  - attack.t12\n  - attack.t1059.1\n  - attack.t1059.001\n  - attack.discovery\n  - attack.defense_evasion\n${CLEAN}`,
    ["2:5+10", "3:5+14"],
  ],
  ["LINT_TAG_DOUBLE", `tags: [attack.t1059, attack.t1059]\n${CLEAN}`, ["1:22+12"]],
  ["LINT_TAG_CASE", `tags: [attack.T1059]\n${CLEAN}`, ["1:8+12"]],
  ["LINT_TITLE_LONG", CLEAN.replace("Suspicious Thing", "A".repeat(257)), ["1:8+257"]],
  ["LINT_TITLE_CASE", CLEAN.replace("Suspicious Thing", "suspicious thing run"), ["1:8+20"]],
  ["LINT_SELECTION_UNUSED", rule("  selection:\n    Image: a\n  other:\n    Image: b"), ["14:3+5"]],
  [
    "LINT_SELECTION_NEVER",
    rule("  selection:\n    Image|endswith: '\\a.exe'\n    Image: 'C:\\b.exe'"),
    ["14:5+5"],
  ],
  ["LINT_SELECTION_NEVER", rule("  selection:\n    Image|all: [a, b]"), ["13:5+9"]],
  [
    "LINT_SELECTION_ALWAYS",
    rule("  selection:\n    - Image|exists: true\n    - Image|exists: false"),
    ["12:3+9"],
  ],
  [
    "LINT_SELECTIONS_APART",
    rule("  a:\n    Image: x\n  b:\n    Image: [y, z]", "a and b"),
    ["14:3+1"],
  ],
  [
    "LINT_FILTER_VOID",
    rule(
      "  selection:\n    Image|endswith: '\\x.exe'\n  filter_y:\n    Image|endswith: '\\y.exe'",
      "selection and not 1 of filter_*",
    ),
    ["14:3+8"],
  ],
  [
    "LINT_CONDITION_CONSTANT",
    rule("  selection:\n    Image: x", "selection or not selection"),
    ["14:14+26"],
  ],
  [
    "LINT_SELECTION_INEFFECTIVE",
    rule("  a:\n    Image: x\n  b:\n    User: y", "a or (a and b)"),
    ["14:3+1"],
  ],
  [
    "LINT_NUMBER_RANGE",
    rule("  selection:\n    ProcessId|gt: 9\n    ProcessId|lt: 3"),
    ["14:5+12"],
  ],
  ["LINT_TEXT_EMPTY", rule("  selection:\n    Image|contains: [a, '']"), ["13:25+2"]],
  [
    "LINT_WILDCARD_ESCAPED",
    rule("  selection:\n    Image|startswith: 'C:\\Users\\*\\x'"),
    ["13:23+14"],
  ],
  ["LINT_VALUE_BLANK", rule("  selection:\n    Image: ' a'"), ["13:12+4"]],
  ["LINT_VALUE_BLANK", rule("  selection:\n    Image|startswith: ' C:\\a'"), ["13:23+7"]],
  ["LINT_VALUE_DOUBLE", rule("  selection:\n    Image: [a, b, a]"), ["13:19+1"]],
  ["LINT_VALUE_CASE", rule("  selection:\n    Image: [a, b, A]"), ["13:19+1"]],
  ["LINT_TEST_DOUBLE", rule("  a:\n    Image: x\n  b:\n    Image: x", "a or b"), ["14:3+1"]],
  ["LINT_ALL_SINGLE", rule("  selection:\n    Image|contains|all: [a]"), ["13:5+18"]],
  [
    "LINT_LOGSOURCE_UNKNOWN",
    CLEAN.replace("category: process_creation", "category: proces_creation"),
    ["8:1+9"],
  ],
  ["LINT_LOGSOURCE_FORM", CLEAN.replace("product: windows", "product: Windows"), ["9:12+7"]],
  ["LINT_FIELD_UNKNOWN", rule("  selection:\n    CommandLin: x"), ["13:5+10"]],
  ["LINT_KEY", `falsepositive: [none]\n${CLEAN}`, ["1:1+13"]],
  ["LINT_DATE_ORDER", `modified: 2023-03-01\n${CLEAN}`, ["1:11+10"]],
  [
    "LINT_ALIAS",
    correlation(
      "  type: temporal\n  rules: [one, 7c3a5b1d-9e2f-4a8c-b5d7-1e0f3c6a9b2d]\n  group-by: [u]\n  aliases:\n    u: {one: User}\n    v: {one: User, 7c3a5b1d-9e2f-4a8c-b5d7-1e0f3c6a9b2d: User}\n",
    ),
    ["30:5+1", "31:5+1"],
  ],
  [
    "LINT_CORRELATION_RULES",
    correlation("  type: event_count\n  rules: [one, one]\n  condition: {gte: 3}\n"),
    ["27:16+3"],
  ],
  ["LINT_TEMPORAL_SINGLE", correlation("  type: temporal\n  rules: [one]\n"), ["27:3+5"]],
  ["LINT_ID_MISSING", CLEAN.replace(/^id: .*\n/m, ""), ["1:1+5"]],
  ["LINT_STATUS_MISSING", CLEAN.replace(/^status: .*\n/m, ""), ["1:1+5"]],
  ["LINT_LEVEL_MISSING", CLEAN.replace(/^level: .*\n/m, ""), ["1:1+5"]],
  ["LINT_AUTHOR_MISSING", CLEAN.replace(/^author: .*\n/m, ""), ["1:1+5"]],
  ["LINT_DATE_MISSING", CLEAN.replace(/^date: .*\n/m, ""), ["1:1+5"]],
  ["LINT_DESCRIPTION_MISSING", CLEAN.replace(/^description: .*\n/m, ""), ["1:1+5"]],
  ["LINT_WILDCARD_MODIFIER", rule("  selection:\n    Image: '*foo*'"), ["13:5+5"]],
  ["LINT_WILDCARD_NEEDLESS", rule("  selection:\n    Image|contains: '*foo'"), ["13:21+6"]],
  ["LINT_REGEX_LITERAL", rule("  selection:\n    Image|re: '[ab]+c?d'"), ["13:15+10"]],
  ["LINT_REGEX_DOTS", rule("  selection:\n    Image|re: '.*abcd'"), ["13:15+8"]],
  ["LINT_VALUE_COVERED", rule("  selection:\n    Image|contains: [foo, foobar]"), ["13:27+6"]],
  ["LINT_QUANTIFIER_SINGLE", rule("  selection:\n    Image: x", "1 of them"), ["14:14+9"]],
  [
    "LINT_SUPPRESSION",
    `# tocsin-lint: ignore LINT_TAG\n# tocsin-lint: ignore LINT_TGA why\n${CLEAN}`,
    ["1:1+30", "2:1+34"],
  ],
  ["LINT_SUPPRESSION_UNUSED", `# tocsin-lint: ignore LINT_TAG it is ours\n${CLEAN}`, ["1:1+41"]],
  ["SIGMA_CONDITION", rule("  selection:\n    Image: x", "selection and other"), ["14:3+9"]],
  ["SIGMA_YAML", "title: [", ["1:9+1"]],
];

test.each(CASES)("%s is found alone, at its place (%#)", (code, text, places) => {
  expect(brief(lint(text))).toEqual(places.map((place) => `${code} ${place}`));
});

test("expand without a placeholder is found", () => {
  const found = lint(rule("  selection:\n    Image|expand: foo"));
  expect(brief(found)).toEqual(["LINT_EXPAND_NOTHING 13:5+12"]);
});

test("an id that two files have is told with the place of the first", () => {
  const sources = ["a.yml", "b.yml"].map((file) => ({ file, text: CLEAN }));
  const { findings, documents } = lintSigma(sources);
  expect(documents).toBe(2);
  expect(findings).toMatchObject([
    {
      code: "LINT_ID_DOUBLE",
      severity: "error",
      message: "the id 7c3a5b1d-9e2f-4a8c-b5d7-1e0f3c6a9b2d stands at a.yml:2 already",
      place: { file: "b.yml", line: 2, column: 5 },
    },
  ]);
});

test("every code has a case, and a meaning", () => {
  const own = lintCodes().filter(({ code }) => code.startsWith("LINT_"));
  const tried = new Set([...CASES.map(([code]) => code), "LINT_ID_DOUBLE", "LINT_EXPAND_NOTHING"]);
  expect(own.map(({ code }) => code).filter((code) => !tried.has(code))).toEqual([]);
  expect(lintCodes().filter(({ what, how }) => what.length < 10 || how === "")).toEqual([]);
});

test.each([
  ["containz", "contains"],
  ["startwith", "startswith"],
  ["utf16el", "utf16le"],
])("the modifier %s is told as %s", (wrong, right) => {
  const [found] = lint(rule(`  selection:\n    Image|${wrong}: x`));
  expect(found?.remedy).toBe(`Did you mean "${right}"?`);
});

test.each([
  ["of other products, whose fields may have several values", linuxRule()],
  [
    "whose wildcards leave room",
    rule("  selection:\n    Image|endswith: '\\a.exe'\n    Image|startswith: 'C:\\'"),
  ],
  [
    "that may hold of one value",
    rule("  selection:\n    Image|contains: a\n    Image|endswith: b"),
  ],
])("no contradiction is seen in tests %s", (_, text) => {
  expect(brief(lint(text))).toEqual([]);
});

function linuxRule(): string {
  return rule("  selection:\n    Image|endswith: a\n    Image: b").replace("windows", "linux");
}

test.each([
  [
    "on the line",
    "  selection:\n    Image: '*foo*' # tocsin-lint: ignore LINT_WILDCARD_MODIFIER as seen",
  ],
  [
    "above it",
    "  selection:\n    # tocsin-lint: ignore LINT_WILDCARD_MODIFIER as seen\n    # more\n    Image: '*foo*'",
  ],
])("a comment %s suppresses with a reason", (_, detection) => {
  const report = lintSigma([{ file: "a.yml", text: rule(detection) }]);
  expect({ findings: report.findings, suppressed: report.suppressed }).toEqual({
    findings: [],
    suppressed: 1,
  });
});

test("a suppression without a reason is told and not heeded", () => {
  const found = lint(
    rule("  selection:\n    Image: '*foo*' # tocsin-lint: ignore LINT_WILDCARD_MODIFIER"),
  );
  expect(found.map(({ code }) => code)).toEqual(["LINT_WILDCARD_MODIFIER", "LINT_SUPPRESSION"]);
});

const PIECES = [
  ...Array.from("{}[]:-|*?'\"#&!%\n \\"),
  "title",
  "detection",
  "condition",
  "selection",
  "1 of them",
  "and not",
  "|re",
  "|all",
  "null",
  "logsource",
  "product: windows",
  "tags",
  "correlation",
  "filter",
  "rules",
  "aliases",
  "  ",
  "a",
];

test("no text makes it throw, and every finding is within the text", () => {
  const text = fc
    .array(fc.constantFrom(...PIECES), { maxLength: 60 })
    .map((pieces) => pieces.join(""));
  fc.assert(
    fc.property(
      fc.oneof(
        text,
        text.map((one) => CLEAN + one),
        fc.string(),
      ),
      (one) => {
        const lines = one.split(/\r?\n/).length;
        for (const { place, width, message } of lint(one)) {
          expect(place.line).toBeLessThanOrEqual(lines + 1);
          expect(Math.min(place.column, width, message.length)).toBeGreaterThan(0);
        }
      },
    ),
    { numRuns: 500 },
  );
});

test("hostile lists and conditions take no long time", () => {
  const many = Array.from({ length: 3000 }, (_, index) => `v${index}*x`).join(", ");
  const text = rule(
    `  selection:\n    Image|contains: [${many}]\n    Image: [${many}]`,
    `${"not (".repeat(40)}selection${")".repeat(40)}`,
  );
  const start = cpuNow();
  expect(lint(text).length).toBeLessThan(10_000);
  expect(lint("a: 1\n---\n".repeat(3000)).length).toBeLessThan(40_000);
  expect(cpuNow() - start).toBeLessThan(5000);
});

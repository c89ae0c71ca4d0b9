import { expect, test } from "vitest";
import { loadSigma } from "../src/index.ts";
import type { SigmaSet } from "../src/index.ts";

const NAMES = ["rule_a", "rule_b", "other"];
const RULES = NAMES.map(
  (name, index) =>
    `title: ${name}\nid: 00000000-0000-4000-8000-00000000000${index}\nname: ${name}\nlogsource:\n    category: test\ndetection:\n    sel:\n        A: ${name}\n    condition: sel\n`,
);
const [A, B, OTHER] = NAMES.map((_, index) => `00000000-0000-4000-8000-00000000000${index}`);

function load(correlation: string): SigmaSet {
  const lines = correlation.split("\n").map((line) => `    ${line}`);
  const text = `title: Both\nname: both\ncorrelation:\n    timespan: 5m\n${lines.join("\n")}\n`;
  // The correlation stands before the rules it speaks of.
  return loadSigma([{ file: "c.yml", text: [text, ...RULES].join("---\n") }]);
}

const ALL = "rules: [rule_a, rule_b, other]";
const is = (rule: string | undefined): unknown => ({ kind: "rule", rule });
const no = (rule: string | undefined): unknown => ({ kind: "not", of: is(rule) });

test.each([
  [`${ALL}\ncondition: rule_a and not rule_b`, [A, B, OTHER], { kind: "and", of: [is(A), no(B)] }],
  [`${ALL}\ncondition: 1 of rule_*`, [A, B, OTHER], { kind: "or", of: [is(A), is(B)] }],
  [`${ALL}\ncondition: ALL of them`, [A, B, OTHER], { kind: "and", of: [is(A), is(B), is(OTHER)] }],
  [
    "rules: [rule_a, rule_b]\ncondition: rule_a OR (rule_b AND NOT rule_a)",
    [A, B],
    { kind: "or", of: [is(A), { kind: "and", of: [is(B), no(A)] }] },
  ],
  [
    `rules: [${B}, rule_a]\ncondition: rule_a and ${B}`,
    [B, A],
    { kind: "and", of: [is(A), is(B)] },
  ],
  ["condition: other and not rule_a", [OTHER, A], { kind: "and", of: [is(OTHER), no(A)] }],
  [
    "condition: other and 1 of rule_*",
    [OTHER, A, B],
    { kind: "and", of: [is(OTHER), { kind: "or", of: [is(A), is(B)] }] },
  ],
])("loadSigma reads a condition in words: %s", (text, rules, condition) => {
  for (const type of ["temporal", "temporal_ordered"]) {
    const set = load(`type: ${type}\n${text}`);
    expect(set.diagnostics).toEqual([]);
    expect(set.correlations).toMatchObject([{ type, rules, condition, bounds: [] }]);
  }
});

test.each([
  [`type: event_count\n${ALL}\ncondition: rule_a and rule_b`, "in words", 7],
  ["type: temporal\nrules: [rule_a]\ncondition: rule_a and rule_b", '"rule_b"', 7],
  [`type: temporal\n${ALL}\ncondition: not rule_a`, "no rule matched", 7],
  [`type: temporal\n${ALL}\ncondition: rule_a or not rule_b`, "no rule matched", 7],
  ["type: temporal\ncondition: all of them", '"them"', 6],
  ["type: temporal\ncondition: 1 of nothing*", "nothing*", 6],
  [`type: temporal\n${ALL}\ncondition: rule_a rule_b`, "unexpected", 7],
  ["type: temporal", "names no rules", 3],
  ["type: temporal\nrules: [rule_a, unknown]", '"unknown"', 6],
  [`type: temporal\n${ALL}\ngenerate: maybe`, "generate", 7],
  [`type: temporal\n${ALL}\nwindow: 5m`, '"window"', 7],
  [`type: event_count\n${ALL}\ncondition:\n    gte: 2\n    field: A`, "counts no field", 7],
  [`type: value_count\n${ALL}\ncondition:\n    gte: 2`, "needs a field", 7],
  [
    `type: value_sum\n${ALL}\ncondition:\n    gt: 2\n    field: A\n    percentile: 5`,
    "percentile",
    7,
  ],
  [
    "type: temporal\nrules: [rule_a]\naliases:\n    x:\n        rule_b: F",
    "none of the correlation's rules",
    9,
  ],
  [`type: temporal\nrules: [both]`, "refers to itself", 1],
])("loadSigma refuses the correlation %j with place and reason", (text, word, line) => {
  const set = load(text);
  expect(set.correlations).toEqual([]);
  expect(set.detections).toHaveLength(3);
  expect(set.diagnostics).toMatchObject([{ code: "SIGMA_CORRELATION", place: { line } }]);
  expect(set.diagnostics[0]?.message).toContain(word);
});

test("loadSigma takes ranges, aliases and correlations without group-by", () => {
  const set = load(
    "type: value_count\nrules: [rule_a, rule_b]\naliases:\n    who:\n        rule_a: User\n        rule_b: Account\ncondition:\n    field: who\n    gt: 1\n    lte: 9",
  );
  expect(set.diagnostics).toEqual([]);
  expect(set.correlations).toMatchObject([
    {
      groupBy: [],
      aliases: { who: { [String(A)]: "User", [String(B)]: "Account" } },
      bounds: [
        { comparison: "gt", value: 1 },
        { comparison: "lte", value: 9 },
      ],
    },
  ]);
});

import { RULE_EXPLANATION_VERSION, RULE_LINT_VERSION, RULE_TEST_VERSION } from "../src/index.ts";
import type { ExplainedRule, RuleExplanation, RuleLint, RuleTests } from "../src/index.ts";

/** What is found in a rule. */
export const ruleLint: RuleLint = {
  version: RULE_LINT_VERSION,
  files: 1,
  documents: 1,
  counts: { error: 1, warning: 0, note: 0 },
  suppressed: 2,
  findings: [
    {
      version: RULE_LINT_VERSION,
      severity: "error",
      code: "SAMPLE",
      message: "m",
      remedy: "",
      file: "a.yml",
      line: 1,
      column: 2,
      width: 3,
    },
  ],
};

const explained: ExplainedRule = {
  fires: false,
  readings: [
    { needs: "Sysmon event 1", scope: [{ part: "channel", wanted: ["a", "b"], got: "c" }] },
    {
      needs: "Security event 4688",
      scope: [],
      refused: "no",
      tree: {
        kind: "all",
        holds: false,
        left: 1,
        of: [
          { kind: "test", holds: true, field: "Image", test: "is there", value: "x" },
          { kind: "not", holds: false, of: [{ kind: "constant", holds: true }] },
        ],
      },
      cause: { kind: "test", holds: false, test: "is there", missing: "absent", refused: "no" },
    },
  ],
};

/** Why a rule does not fire. */
export const ruleExplanation: RuleExplanation = {
  version: RULE_EXPLANATION_VERSION,
  record: {
    place: { file: "a.evtx", recordId: "1", offsetBytes: 4608, recovered: true },
    source: { format: "evtx", product: "windows", channel: "Security", eventId: 4688 },
    fields: { a: null, b: ["x", 1, true], c: "y" },
  },
  rules: [{ id: "r", title: "t", origin: { file: "a.yml", line: 1, column: 1 }, ...explained }],
};

/** What came of a test of a correlation. */
export const ruleTests: RuleTests = {
  version: RULE_TEST_VERSION,
  counts: { passed: 0, failed: 1, broken: 0 },
  tests: [
    {
      version: RULE_TEST_VERSION,
      outcome: "failed",
      name: "n",
      place: "a.test.yml:1:1",
      rule: { wanted: "r", id: "r", title: "t" },
      events: 2,
      matched: [1],
      matches: [
        {
          group: { User: ["joe"] },
          completedBy: 1,
          events: [0, 1],
          count: 2,
          first: "2024-07-25T10:00:00.000Z",
          last: "2024-07-25T10:00:01.000Z",
        },
      ],
      reasons: ["1 match, expected 2"],
      misses: [{ index: 0, place: "a.evtx", rule: { id: "s", title: "u" }, explained }],
    },
  ],
};

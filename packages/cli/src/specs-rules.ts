// The commands for who writes rules, and for who asks why.
import type { CommandSpec } from "./command.ts";
import {
  HELP,
  LIST_FORMAT,
  MAPPING,
  NO_CACHE,
  PLACEHOLDERS,
  RECOVER,
  RULES,
} from "./specs-options.ts";

/** In the order of the help. */
export const RULE_COMMANDS: readonly CommandSpec[] = [
  {
    name: "explain",
    summary: "why a finding is one, field by field; or why a rule did not fire on a record",
    operand: {
      name: "FINDING",
      many: false,
      optional: true,
      describe: "the id of a finding, or how it begins",
    },
    options: {
      answer: { value: "FILE", describe: "the answer it stands in; default ./answer.json" },
      rule: { value: "RULE", describe: "with --record: a file of rules, or the id of a rule" },
      rules: { ...RULES, describe: "where the rule with that id is looked for" },
      record: {
        value: "PLACE",
        describe:
          'with --rule: a record as tocsin names it: FILE:LINE, FILE#RECORD-ID, FILE@BYTE, or "FILE record N"',
      },
      fields: { describe: "also the other fields of the record" },
      recover: RECOVER,
      format: { value: "FORMAT", choices: ["text", "json"], describe: "default text" },
      mapping: MAPPING,
      placeholders: PLACEHOLDERS,
      "no-cache": NO_CACHE,
      ...HELP,
    },
    notes: [
      "With --rule and --record the exit code is 1 if the rule fires on the record, 0 if it does not, 3 if the rule or the record is not there or cannot be used. A finding is looked for in an answer, and --fields reads its evidence again from where the answer says it is.",
    ],
    examples: [
      {
        describe: "a finding of the last answer",
        line: "tocsin explain 3f2a91 --answer answer/answer.json",
      },
      {
        describe: "why a rule did not fire on a record",
        line: "tocsin explain --rule susp.yml --record logs/Security.evtx#412",
      },
    ],
    load: async () => (await import("./commands/explain.ts")).runExplain,
  },
  {
    name: "rules lint",
    summary: "what is wrong with rules, where, and how to mend it",
    operand: { name: "PATH", many: true, optional: true, describe: RULES.describe },
    options: {
      least: {
        value: "SEVERITY",
        choices: ["note", "warning", "error"],
        describe: "leave out what is less severe; default note",
      },
      format: LIST_FORMAT,
      codes: { describe: "list the codes of all checks, and end" },
      mapping: MAPPING,
      placeholders: PLACEHOLDERS,
      ...HELP,
    },
    notes: [
      "Exit 0: nothing found. 1: something found. 2: wrong use. 3: nothing found, but not everything could be read.",
      "A comment on a line or above it suppresses a finding: # tocsin-lint: ignore CODE reason",
    ],
    examples: [
      { describe: "look at a folder of rules", line: "tocsin rules lint rules" },
      {
        describe: "fail a build only by what is certainly wrong",
        line: "tocsin rules lint rules --least warning",
      },
    ],
    load: async () => (await import("./commands/rules-lint.ts")).runRulesLint,
  },
  {
    name: "rules test",
    summary: "rules against events with expected matches",
    operand: {
      name: "PATH",
      many: true,
      describe:
        "files of tests, or folders with .yml, .yaml and .json files of tests; rules may stand among them",
    },
    options: {
      rules: { ...RULES, describe: "where rules named by their id are looked for too" },
      format: LIST_FORMAT,
      mapping: MAPPING,
      placeholders: PLACEHOLDERS,
      ...HELP,
    },
    notes: [
      "Exit 0: all passed. 1: some failed. 2: wrong use. 3: none failed, but not everything could be read or run.",
      "docs/rules.md has the form of tests; regression tests of SigmaHQ (info.yml) are read too.",
    ],
    examples: [
      { describe: "tests beside their rules", line: "tocsin rules test rules" },
      {
        describe: "SigmaHQ's own regression tests",
        line: "tocsin rules test sigma/regression_data --rules sigma/rules",
      },
    ],
    load: async () => (await import("./commands/rules-test.ts")).runRulesTest,
  },
];

import type { CommandSpec } from "./command.ts";
import { ANSWER_FORMATS } from "./formats.ts";

const HELP = { help: { describe: "show this help" } } as const;
const WINDOW = {
  since: {
    value: "TIME",
    describe:
      "only events at or after this time (ISO 8601, UTC); records that tell no time are kept",
  },
  until: { value: "TIME", describe: "only events at or before it; a day is included whole" },
} as const;
const RECOVER = {
  describe:
    "also old records from the slack of event logs, and event log records out of files that are no logs: disk images, memory dumps",
} as const;
const MAPPING = {
  value: "FILE",
  describe: "what the fields of your own JSON export are called: YAML, see docs/sigma.md",
} as const;
const HUNT = {
  evidence: {
    value: "PATH",
    many: true,
    describe: "logs to hunt in: files, or folders with all that is in them",
  },
  ...WINDOW,
  out: { value: "DIR", describe: "write answer.html and answer.json into this folder" },
  format: {
    value: "FORMAT",
    choices: ANSWER_FORMATS,
    describe: "what goes to stdout, default text",
  },
  recover: RECOVER,
  mapping: MAPPING,
  workers: { value: "N", describe: "threads; default one for each processor, at most 8" },
} as const;
const ADVISORY = {
  name: "ADVISORY",
  many: true,
  describe: "the warning: STIX 2.0 or 2.1, MISP JSON, Markdown or text; files or a folder",
} as const;
const RULES = {
  value: "PATH",
  many: true,
  describe: "Sigma rules: files, or folders with .yml files",
} as const;
const CODES =
  "Exit 0: nothing found. 1: something found. 2: wrong use. 3: nothing found, but not everything could be read or used, or nothing can be said. 4: failed.";

/** Every command, in the order of the help. */
export const COMMANDS: readonly CommandSpec[] = [
  {
    name: "read",
    summary: "what does the warning say",
    operand: ADVISORY,
    options: {
      format: {
        value: "FORMAT",
        choices: ["text", "json", "stix"],
        describe: "json is the campaign, stix a STIX 2.1 bundle, default text",
      },
      ...HELP,
    },
    examples: [
      { describe: "read a warning", line: "tocsin read aa24-207a.stix.json" },
      {
        describe: "a text with indicators as a STIX bundle",
        line: "tocsin read warning.md --format stix > warning.stix.json",
      },
    ],
    load: async () => (await import("./commands/read.ts")).runRead,
  },
  {
    name: "check",
    summary: "the main job: a warning and evidence in, the answer out",
    operand: ADVISORY,
    options: { rules: RULES, ...HUNT, ...HELP },
    notes: [CODES],
    examples: [
      {
        describe: "the whole answer, on the screen and as files",
        line: "tocsin check warning.stix.json --evidence logs --out answer",
      },
      {
        describe: "with Sigma rules, for the time of the campaign",
        line: "tocsin check warning.md --rules sigma/rules/windows --evidence logs --since 2024-01-01",
      },
    ],
    load: async () => (await import("./commands/check.ts")).runCheck,
  },
  {
    name: "hunt",
    summary: "rules over evidence, without an advisory",
    options: { rules: RULES, ...HUNT, ...HELP },
    notes: [CODES],
    examples: [
      {
        describe: "findings as JSON lines",
        line: "tocsin hunt --rules sigma/rules --evidence logs --format jsonl > findings.jsonl",
      },
      {
        describe: "also what was cleared from the logs, and what lies in an image",
        line: "tocsin hunt --rules sigma/rules --evidence logs disk.img --recover",
      },
    ],
    load: async () => (await import("./commands/hunt.ts")).runHunt,
  },
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
      format: {
        value: "FORMAT",
        choices: ["text", "json", "jsonl"],
        describe: "what goes to stdout, default text",
      },
      codes: { describe: "list the codes of all checks, and end" },
      mapping: MAPPING,
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
      format: {
        value: "FORMAT",
        choices: ["text", "json", "jsonl"],
        describe: "what goes to stdout, default text",
      },
      mapping: MAPPING,
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
  {
    name: "records",
    summary: "decoded records of evidence, one JSON line each, with its place",
    operand: { name: "PATH", many: true, describe: "evidence files, or folders that hold some" },
    options: {
      ...WINDOW,
      format: { value: "FORMAT", choices: ["jsonl"], describe: "what goes to stdout" },
      recover: RECOVER,
      mapping: MAPPING,
      limit: { value: "N", describe: "stop after so many records" },
      ...HELP,
    },
    notes: ["Exit 3 means that something was damaged or left out; stderr says what and where."],
    examples: [
      { describe: "look into an event log", line: "tocsin records Security.evtx --limit 5" },
      {
        describe: "a folder, one month",
        line: "tocsin records logs --since 2024-05-01 --until 2024-05-31",
      },
      {
        describe: "event log records out of a memory dump; each says recovered",
        line: "tocsin records memory.raw --recover",
      },
    ],
    load: async () => (await import("./commands/records.ts")).runRecords,
  },
  {
    name: "doctor",
    summary: "what is installed, what can be read, what is missing",
    options: HELP,
    examples: [{ describe: "before the first case", line: "tocsin doctor" }],
    load: async () => (await import("./commands/doctor.ts")).runDoctor,
  },
];

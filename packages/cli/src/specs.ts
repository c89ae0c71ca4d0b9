import type { CommandSpec } from "./command.ts";
import { KNOWLEDGE_COMMANDS } from "./specs-knowledge.ts";
import { ADVISORY, CAMPAIGN, HELP, HUNT, MAPPING, RECOVER, WINDOW } from "./specs-options.ts";
import { RULE_COMMANDS } from "./specs-rules.ts";

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
        choices: ["text", "json", "yaml", "stix"],
        describe:
          "json is the campaign, yaml a file to correct it by hand, stix a STIX 2.1 bundle, default text",
      },
      show: {
        value: "TEXT",
        describe: "only the passages on a technique, vulnerability, value or name",
      },
      ...CAMPAIGN,
      ...HELP,
    },
    notes: [
      "What is read of each format, and what every part means: docs/reading.md.",
      "Exit 0: read. 2: wrong use. 3: one of several could not be read, or says nothing to look for. 4: none could be read, or one is marked stricter than the audience.",
    ],
    examples: [
      { describe: "read a warning", line: "tocsin read aa24-207a.stix.json" },
      {
        describe: "a text with indicators as a STIX bundle",
        line: "tocsin read warning.md --format stix > warning.stix.json",
      },
      {
        describe: "what the warning says of web shells, word for word",
        line: "tocsin read aa24-207a.pdf --show T1505.003",
      },
      {
        describe: "what two formats of one warning say differently",
        line: "tocsin read aa24-207a.pdf aa24-207a.stix.json",
      },
      {
        describe: "correct a reading by hand",
        line: "tocsin read aa24-207a.pdf --format yaml > campaign.yaml",
      },
    ],
    load: async () => (await import("./commands/read.ts")).runRead,
  },
  {
    name: "check",
    summary: "the main job: a warning and evidence in, the answer out",
    operand: ADVISORY,
    options: { ...HUNT, ...CAMPAIGN, ...HELP },
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
      {
        describe: "with the reading corrected by hand",
        line: "tocsin check aa24-207a.pdf --corrections campaign.yaml --evidence logs",
      },
    ],
    load: async () => (await import("./commands/check.ts")).runCheck,
  },
  {
    name: "hunt",
    summary: "rules over evidence, without an advisory",
    options: { ...HUNT, ...HELP },
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
  ...RULE_COMMANDS,
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
  ...KNOWLEDGE_COMMANDS,
  {
    name: "doctor",
    summary: "what is installed, what can be read, what is missing",
    options: HELP,
    examples: [{ describe: "before the first case", line: "tocsin doctor" }],
    load: async () => (await import("./commands/doctor.ts")).runDoctor,
  },
];

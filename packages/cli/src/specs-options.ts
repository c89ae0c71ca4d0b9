// Options and operands that several commands have.
import { TLP_LABELS } from "@tocsin/model";
import type { OperandSpec, OptionSpec } from "./command.ts";
import { ANSWER_FORMATS } from "./formats.ts";

/** Options by name. */
export type Options = Readonly<Record<string, OptionSpec>>;

export const HELP: Options = { help: { describe: "show this help" } };

export const WINDOW: Options = {
  since: {
    value: "TIME",
    describe:
      "only events at or after this time (ISO 8601, UTC); records that tell no time are kept",
  },
  until: { value: "TIME", describe: "only events at or before it; a day is included whole" },
};

export const RECOVER: OptionSpec = {
  describe:
    "also old records from the slack of event logs, and event log records out of files that are no logs: disk images, memory dumps",
};

export const MAPPING: OptionSpec = {
  value: "FILE",
  describe: "what the fields of your own JSON export are called: YAML, see docs/sigma.md",
};

export const PLACEHOLDERS: OptionSpec = {
  value: "FILE",
  describe: "your values for %names% in rules: YAML or JSON, see docs/sigma.md",
};

export const NO_CACHE: OptionSpec = {
  describe: "read the rules anew, and keep nothing of them for the next time",
};

export const RULES: OptionSpec = {
  value: "PATH",
  many: true,
  describe: "Sigma rules: files, or folders with .yml files",
};

/** What goes to stdout of the commands for authors of rules. */
export const LIST_FORMAT: OptionSpec = {
  value: "FORMAT",
  choices: ["text", "json", "jsonl"],
  describe: "what goes to stdout, default text",
};

export const ADVISORY: OperandSpec = {
  name: "ADVISORY",
  many: true,
  describe:
    "the warning: PDF, Word, HTML, mail, Markdown, text; STIX, MISP, CSAF, CVRF, OpenIOC, Attack Flow, a Navigator layer, a list, rules, a campaign; zip files or a folder of these",
};

/** What the reading of warnings is told. */
export const CAMPAIGN: Options = {
  corrections: {
    value: "FILE",
    describe:
      "a campaign file (read --format yaml) whose corrections stand above what the documents say",
  },
  audience: {
    value: "TLP",
    choices: TLP_LABELS,
    describe: "who may see the output: a warning that is marked stricter is refused",
  },
};

/** What a hunt is told. */
export const HUNT: Options = {
  rules: RULES,
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
  placeholders: PLACEHOLDERS,
  "no-cache": NO_CACHE,
  workers: {
    value: "N",
    describe: "threads; default as many as are quickest for so much evidence, at most 8",
  },
};

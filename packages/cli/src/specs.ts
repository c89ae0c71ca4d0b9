import type { CommandSpec } from "./command.ts";

/** Every command, in the order of the help. */
export const COMMANDS: readonly CommandSpec[] = [
  {
    name: "records",
    summary: "the decoded records of Windows event logs, one JSON line each, with its place",
    operand: { name: "PATH", many: true, describe: "EVTX files, or folders that hold some" },
    options: {
      since: { value: "TIME", describe: "only events at or after this time (ISO 8601, UTC)" },
      until: { value: "TIME", describe: "only events at or before it; a day is included whole" },
      format: { value: "FORMAT", choices: ["jsonl"], describe: "what goes to stdout" },
      limit: { value: "N", describe: "stop after so many records" },
      help: { describe: "show this help" },
    },
    notes: ["Exit 3 means that something was damaged or left out; stderr says what and where."],
    examples: [
      { describe: "look into an event log", line: "tocsin records Security.evtx --limit 5" },
      {
        describe: "a folder, one month",
        line: "tocsin records logs --since 2024-05-01 --until 2024-05-31",
      },
    ],
    load: async () => (await import("./commands/records.ts")).runRecords,
  },
  {
    name: "doctor",
    summary: "what is installed, what can be read, what is missing",
    options: { help: { describe: "show this help" } },
    examples: [{ describe: "before the first case", line: "tocsin doctor" }],
    load: async () => (await import("./commands/doctor.ts")).runDoctor,
  },
];

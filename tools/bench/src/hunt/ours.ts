import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { HuntAnswer } from "../contestants/hunt/answer.ts";
import type { EngineName } from "../contestants/hunt/engine.ts";
import { measure } from "../race/meter.ts";
import type { Command } from "../race/meter.ts";
import type { HuntEntrant, Outcome } from "./entrant.ts";
import { writeWarning } from "./warning.ts";
import type { HuntInput, HuntRules } from "./work.ts";

/** Exit codes of `tocsin hunt` that are results: nothing found, found, not everything could be read. */
const RESULTS = [0, 1, 3];

/**
 * The whole command, the plan with a counter, and the plain evaluator. On as many threads as there are also the command when
 * no cache has its rules, and with a warning beside them.
 */
export function ourHuntEntrants(
  threads: readonly number[],
  scratch: string,
): readonly HuntEntrant[] {
  const most = Math.max(...threads);
  const manifest = fileURLToPath(import.meta.resolve("@tocsin/match/package.json"));
  const { version } = JSON.parse(readFileSync(manifest, "utf8")) as { readonly version: string };
  return [
    ...threads.map((count) => wholeCommand(version, count, HUNT)),
    ...(most > 1
      ? [
          wholeCommand(version, most, FIRST_HUNT),
          wholeCommand(version, most, checkOf(writeWarning(scratch))),
        ]
      : []),
    ...threads.map((count) => engine("plan", version, count)),
    engine("plain", version, 1),
  ];
}

/** A command of ours, and what of it is named here. */
interface Whole {
  readonly name: string;
  readonly job: string;
  readonly args: readonly string[];
}

const HUNT: Whole = {
  name: "tocsin hunt",
  job: "whole command, findings as JSON lines",
  args: ["hunt"],
};
const FIRST_HUNT: Whole = {
  name: "tocsin hunt --no-cache",
  job: "the same, rules from YAML",
  args: ["hunt", "--no-cache"],
};
const checkOf = (warning: string): Whole => ({
  name: "tocsin check",
  job: "the same, and 24 indicators of a warning",
  args: ["check", warning],
});

function wholeCommand(version: string, threads: number, { name, job, args }: Whole): HuntEntrant {
  // Beside this tool, built: the program that people start.
  const main = fileURLToPath(new URL("../../../../packages/cli/dist/main.js", import.meta.url));
  const command = ({ files }: HuntInput, rules: HuntRules, format: string): Command => {
    const what = [main, ...args, "--rules", rules.folder, "--evidence", ...files];
    const how = ["--format", format, "--workers", String(threads)];
    return { file: process.execPath, args: [...what, ...how], goodCodes: RESULTS };
  };
  return {
    name,
    version,
    job,
    threads,
    slow: false,
    ours: true,
    lanes: (input, rules) => [[command(input, rules, "jsonl")]],
    read: () => undefined,
    async count(input, rules, signal) {
      const pieces: Uint8Array[] = [];
      const onOutput = (bytes: Uint8Array): void => void pieces.push(bytes);
      await measure(command(input, rules, "json"), { signal, onOutput });
      return countLedger(Buffer.concat(pieces).toString("utf8"));
    },
  };
}

/** Records that were read, by the ledger of an answer. */
function countLedger(text: string): number {
  const answer = JSON.parse(text) as {
    readonly ledger: { readonly files: readonly { readonly records: number }[] };
  };
  return answer.ledger.files.reduce((sum, { records }) => sum + records, 0);
}

const JOBS: Readonly<Record<EngineName, string>> = {
  plan: "engine and a counter",
  plain: "plain evaluator, rule by rule",
};

function engine(name: EngineName, version: string, threads: number): HuntEntrant {
  return {
    name: name === "plan" ? "tocsin plan" : "tocsin evaluate",
    version,
    job: JOBS[name],
    threads,
    slow: name === "plain",
    ours: true,
    lanes: ({ files }, rules) => [
      [
        {
          file: process.execPath,
          args: engineArgs({ engine: name }, threads, rules.folder, "-", files),
        },
      ],
    ],
    read: ([text]) => toOutcome(text ?? "").outcome,
  };
}

/** Arguments of an engine as a process of its own. */
export function engineArgs(
  { engine: name, loader = "yaml" }: { readonly engine: EngineName; readonly loader?: string },
  threads: number,
  rules: string,
  countsFile: string,
  files: readonly string[],
): readonly string[] {
  // The sources run as they are in tests, and as JavaScript once built.
  const main = import.meta.url.endsWith(".ts")
    ? new URL("../contestants/hunt/main.ts", import.meta.url)
    : new URL("../contestants/hunt/main.js", import.meta.url);
  return [fileURLToPath(main), `${name}+${loader}`, String(threads), rules, countsFile, ...files];
}

/** @throws {Error} the last line is no answer */
export function toOutcome(errorText: string): {
  readonly outcome: Outcome;
  readonly start: Pick<HuntAnswer, "loadMs" | "planMs" | "rules">;
} {
  const line = errorText.trimEnd().split("\n").at(-1) ?? "";
  const answer: unknown = line.startsWith("{") ? JSON.parse(line) : undefined;
  if (typeof answer !== "object" || answer === null || !("records" in answer))
    throw new Error(`expected an answer with "records", got ${JSON.stringify(line.slice(0, 200))}`);
  const { records, matches, rules, refused, loadMs, planMs } = answer as Omit<HuntAnswer, "counts">;
  return {
    outcome: { records, matches, rules, refused, startSeconds: (loadMs + planMs) / 1000 },
    start: { loadMs, planMs, rules },
  };
}

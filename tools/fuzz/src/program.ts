import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { UsageError, type World } from "./command.ts";
import { readInput } from "./engine/corpus.ts";
import { checkAlone } from "./engine/examine.ts";
import { digestOf, type FindNote } from "./engine/find.ts";
import type { WorkerFacts } from "./engine/messages.ts";
import { runPool } from "./engine/pool.ts";
import { progressLine, summaryText } from "./engine/summary.ts";

const USAGE = `usage: npm run fuzz -- evtx [options]
  --minutes 15        how long; Ctrl-C ends it before, with the summary
  --executions N      for each worker, instead of a time
  --workers 1         threads; every other one works without coverage, three times as fast, on what the others keep
  --seed 1            the same seed makes the same inputs, with one worker and --executions
  --corpus DIR        keeps inputs that reach something new, and begins with those of earlier runs
  --finds DIR         where finds are written, as bytes and a note; default: .tocsin/fuzz-finds
  --replay FILE       checks one input and no other
Exit code 1 if there are finds.
`;

const PROGRESS_MS = 5000;

/**
 * Runs a command as the arguments say.
 * @returns the exit code: 0 done, 1 there are finds, 2 wrong use, 4 could not work
 */
export async function runProgram(args: readonly string[], world: World): Promise<number> {
  try {
    const [command, ...rest] = args;
    if (command === "--help" || command === "-h") {
      world.print(USAGE);
      return 0;
    }
    if (command !== "evtx")
      throw new UsageError(command === undefined ? "no command" : `no command "${command}"`);
    const { values } = parseArgs({
      args: rest,
      options: {
        minutes: { type: "string" },
        executions: { type: "string" },
        workers: { type: "string", default: "1" },
        seed: { type: "string", default: "1" },
        corpus: { type: "string" },
        finds: { type: "string", default: ".tocsin/fuzz-finds" },
        replay: { type: "string" },
      },
    });
    if (values.replay !== undefined) return await replay(values.replay, world);
    const minutes = values.minutes ?? (values.executions === undefined ? "15" : undefined);
    return await fuzz(
      {
        forMs: minutes === undefined ? Infinity : 60_000 * numberOf("--minutes", minutes),
        executions: numberOf("--executions", values.executions ?? "1e15"),
        workers: numberOf("--workers", values.workers),
        seed: numberOf("--seed", values.seed),
        finds: values.finds,
        ...(values.corpus === undefined ? {} : { corpus: values.corpus }),
      },
      world,
    );
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const isMisuse = error instanceof UsageError || isParseArgsError(error);
    world.printError(`fuzz: ${message}\n${isMisuse ? `\n${USAGE}` : ""}`);
    return isMisuse ? 2 : 4;
  }
}

interface FuzzOptions {
  readonly forMs: number;
  readonly executions: number;
  readonly workers: number;
  readonly seed: number;
  readonly finds: string;
  readonly corpus?: string;
}

async function fuzz(options: FuzzOptions, world: World): Promise<number> {
  const finds: FindNote[] = [];
  const start = performance.now();
  const runFacts = (workers: readonly WorkerFacts[]) => {
    const { user, system } = process.cpuUsage();
    const seconds = (performance.now() - start) / 1000;
    return { workers, finds, seconds, cpuSeconds: (user + system) / 1e6 };
  };
  let toldMs = start;
  const workers = await runPool({
    ...options,
    corpora: world.corpora,
    signal: world.signal,
    onFind: (note, bytes) => {
      finds.push(note);
      const path = writeFind(options.finds, note, bytes);
      world.printError(`find ${path}: ${note.signature}\n`);
    },
    onFacts: (all) => {
      if (performance.now() - toldMs < PROGRESS_MS) return;
      toldMs = performance.now();
      world.printError(`${progressLine(runFacts(all))}\n`);
    },
  });
  world.print(summaryText(runFacts(workers)));
  return finds.length > 0 ? 1 : 0;
}

/** @returns the path of the bytes; the note lies beside them */
function writeFind(folder: string, note: FindNote, bytes: Uint8Array): string {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${note.kind}-${digestOf(bytes)}.evtx`);
  writeFileSync(path, bytes);
  writeFileSync(`${path}.json`, `${JSON.stringify(note, undefined, 2)}\n`);
  return path;
}

async function replay(path: string, world: World): Promise<number> {
  const find = checkAlone(readInput(path), await import("@tocsin/evtx"));
  if (find === undefined) {
    world.print("no find\n");
    return 0;
  }
  world.print(
    `${find.kind}: ${find.message}\n${(find.stack ?? []).map((line) => `  ${line}\n`).join("")}`,
  );
  return 1;
}

function numberOf(option: string, text: string): number {
  const value = Number(text);
  if (text.trim() !== "" && value > 0) return value;
  throw new UsageError(`${option}: expected a number over 0, got "${text}"`);
}

function isParseArgsError(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return typeof code === "string" && code.startsWith("ERR_PARSE_ARGS");
}

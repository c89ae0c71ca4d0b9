import { closeSync, openSync, readSync } from "node:fs";
import type { Expected } from "../expected.ts";
import type { Entrant } from "./entrant.ts";
import { createLineCounter, judgeAnswer, judgeLines, readAnswer } from "./judge.ts";
import { measure } from "./meter.ts";
import type { Measure } from "./meter.ts";

/** What is read in a race. */
export interface RaceInput {
  readonly name: string;
  readonly files: readonly string[];
  readonly expected: Expected;
}

/** What an entrant did in a race; figures are absent if it did not finish. */
export interface Row {
  readonly name: string;
  readonly version: string;
  readonly job: string;
  readonly threads: number;
  readonly input: string;
  readonly records: number;
  readonly payloadBytes: number;
  /** Whole processes by the clock, from start to end, run by run. */
  readonly seconds: readonly number[];
  /** Of the run with the median time. */
  readonly cpuSeconds: number | undefined;
  /** The largest of all runs. */
  readonly peakBytes: number | undefined;
  /** Processes of a run. */
  readonly processes: number;
  /** Why the figures do not count: it failed, or its counts are wrong. */
  readonly flaw: string | undefined;
}

export interface RaceOptions {
  readonly runs: number;
  readonly signal: AbortSignal;
  readonly onProgress?: (text: string) => void;
}

/**
 * Runs all entrants over one input, turn by turn, so that a change of the machine's mood meets all alike.
 * Before, each is checked and the files are read once, so that they lie in memory.
 */
export async function runRace(
  entrants: readonly Entrant[],
  input: RaceInput,
  options: RaceOptions,
): Promise<readonly Row[]> {
  const laps = entrants.map((entrant) => ({
    entrant,
    measures: [] as Measure[],
    flaw: undefined as string | undefined,
  }));
  warm(input.files);
  for (const lap of laps) {
    options.onProgress?.(`${input.name}: checking ${labelOf(lap.entrant)}\n`);
    if (lap.entrant.checks.includes("lines"))
      lap.flaw = await flawOf(options.signal, () => checkLines(lap.entrant, input, options));
  }
  for (let run = 0; run < options.runs; run++) {
    for (const lap of laps) {
      if (lap.flaw !== undefined || (lap.entrant.slow && run > 0)) continue;
      options.onProgress?.(`${input.name}: run ${run + 1}, ${labelOf(lap.entrant)}\n`);
      lap.flaw = await flawOf(options.signal, async () => {
        const { flaw, measured } = await runOnce(lap.entrant, input, options);
        lap.measures.push(measured);
        return flaw;
      });
    }
  }
  return laps.map(({ entrant, measures, flaw }) => toRow(entrant, input, measures, flaw));
}

/** What is wrong by a piece of work, or its failure in words. Ctrl-C is no flaw of an entrant. */
async function flawOf(
  signal: AbortSignal,
  work: () => Promise<string | undefined>,
): Promise<string | undefined> {
  try {
    return await work();
  } catch (error) {
    signal.throwIfAborted();
    return error instanceof Error ? error.message : String(error);
  }
}

async function checkLines(
  entrant: Entrant,
  input: RaceInput,
  { signal }: RaceOptions,
): Promise<string | undefined> {
  const counter = createLineCounter();
  for (const command of entrant.commands(input.files))
    await measure(command, { signal, onOutput: counter.push });
  return judgeLines(counter.sums(), input.expected);
}

/** All processes of a run, one after the other, as one. */
async function runOnce(
  entrant: Entrant,
  input: RaceInput,
  { signal }: RaceOptions,
): Promise<{ readonly measured: Measure; readonly flaw: string | undefined }> {
  let seconds = 0;
  let cpuSeconds: number | undefined = 0;
  let peakBytes: number | undefined = 0;
  let errorText = "";
  for (const command of entrant.commands(input.files)) {
    const one = await measure(command, { signal });
    seconds += one.seconds;
    cpuSeconds = plus(cpuSeconds, one.cpuSeconds);
    peakBytes = one.peakBytes === undefined ? undefined : Math.max(peakBytes ?? 0, one.peakBytes);
    errorText = one.errorText;
  }
  const flaw = entrant.checks.includes("answer")
    ? judgeAnswer(readAnswer(errorText), input.expected)
    : undefined;
  return { measured: { seconds, cpuSeconds, peakBytes, errorText }, flaw };
}

function plus(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined ? undefined : a + b;
}

function toRow(
  entrant: Entrant,
  input: RaceInput,
  measures: readonly Measure[],
  flaw: string | undefined,
): Row {
  const sorted = measures.toSorted((a, b) => a.seconds - b.seconds);
  const peaks = measures.flatMap(({ peakBytes }) => peakBytes ?? []);
  return {
    name: entrant.name,
    version: entrant.version,
    job: entrant.job,
    threads: entrant.threads,
    input: input.name,
    records: input.expected.records,
    payloadBytes: input.expected.payloadBytes,
    seconds: measures.map(({ seconds }) => seconds),
    cpuSeconds: sorted[Math.floor((sorted.length - 1) / 2)]?.cpuSeconds,
    peakBytes: peaks.length === 0 ? undefined : Math.max(...peaks),
    processes: entrant.commands(input.files).length,
    flaw,
  };
}

function labelOf({ name, job, threads }: Entrant): string {
  return `${name} (${job}, ${threads})`;
}

/** Reads files once. */
function warm(files: readonly string[]): void {
  const buffer = new Uint8Array(4 * 2 ** 20);
  for (const path of files) {
    const file = openSync(path, "r");
    try {
      while (readSync(file, buffer) > 0);
    } finally {
      closeSync(file);
    }
  }
}

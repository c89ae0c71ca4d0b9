import { medianOf } from "../race/table.ts";
import type { HuntEntrant, Outcome } from "./entrant.ts";
import { measureLanes } from "./lanes.ts";
import type { LanesMeasure } from "./lanes.ts";
import type { HuntInput, HuntRules } from "./work.ts";

/** What a contestant did with an input and rules; figures are absent if it did not finish. */
export interface HuntRow {
  readonly name: string;
  readonly version: string;
  readonly job: string;
  readonly threads: number;
  readonly ours: boolean;
  readonly input: string;
  readonly ruleFiles: number;
  readonly records: number;
  /** Whole processes by the clock, run by run. */
  readonly seconds: readonly number[];
  /** Of these, until the first record; median, where it is told. */
  readonly startSeconds: number | undefined;
  /** Of the run with the median time. */
  readonly cpuSeconds: number | undefined;
  readonly peakBytes: number | undefined;
  readonly rules: number | undefined;
  readonly refused: number | undefined;
  readonly matches: number | undefined;
  readonly flaw: string | undefined;
}

/** One contestant over one input. */
export interface Heat {
  readonly entrant: HuntEntrant;
  readonly input: HuntInput;
  readonly rules: HuntRules;
  /** Matches that it must count, where that is known. */
  readonly matches?: number | undefined;
  /** Whether a contestant that tells nothing has to show how many records it reads. Default false. */
  readonly counted?: boolean;
}

export interface HeatOptions {
  readonly runs: number;
  readonly signal: AbortSignal;
  readonly onProgress: (text: string) => void;
}

/** Runs all heats turn by turn, so that a change of the machine's mood meets all alike. */
export async function runHeats(
  heats: readonly Heat[],
  options: HeatOptions,
): Promise<readonly HuntRow[]> {
  const laps = heats.map((heat) => ({
    heat,
    measures: [] as LanesMeasure[],
    outcomes: [] as Outcome[],
    flaw: undefined as string | undefined,
  }));
  for (const lap of laps) {
    const { entrant, input, rules, counted } = lap.heat;
    if (counted !== true || entrant.count === undefined) continue;
    options.onProgress(`${input.name}: checking ${entrant.name} (${entrant.threads})\n`);
    try {
      const records = await entrant.count(input, rules, options.signal);
      if (records !== input.records) lap.flaw = `records: ${records}, expected ${input.records}`;
    } catch (error) {
      lap.flaw = flawOf(error, options.signal);
    }
  }
  for (let run = 0; run < options.runs; run++)
    for (const lap of laps) {
      const { entrant, input, rules } = lap.heat;
      if (lap.flaw !== undefined || (entrant.slow && run > 0)) continue;
      const who = `${entrant.name} (${entrant.job}, ${entrant.threads})`;
      options.onProgress(`${input.name}, ${rules.files} rules: run ${run + 1}, ${who}\n`);
      try {
        const measured = await measureLanes(entrant.lanes(input, rules), options.signal);
        lap.measures.push(measured);
        const outcome = entrant.read(measured.errorTexts);
        if (outcome === undefined) continue;
        lap.outcomes.push(outcome);
        lap.flaw = judge(outcome, lap.heat);
      } catch (error) {
        lap.flaw = flawOf(error, options.signal);
      }
    }
  return laps.map(({ heat, measures, outcomes, flaw }) => toRow(heat, measures, outcomes, flaw));
}

/** A failure in words. Ctrl-C is no flaw of a contestant. */
function flawOf(error: unknown, signal: AbortSignal): string {
  signal.throwIfAborted();
  return error instanceof Error ? error.message : String(error);
}

function judge({ records, matches }: Outcome, heat: Heat): string | undefined {
  if (records !== heat.input.records) return `records: ${records}, expected ${heat.input.records}`;
  if (heat.matches !== undefined && matches !== heat.matches)
    return `matches: ${String(matches)}, expected ${heat.matches}`;
  return undefined;
}

function toRow(
  { entrant, input, rules }: Heat,
  measures: readonly LanesMeasure[],
  outcomes: readonly Outcome[],
  flaw: string | undefined,
): HuntRow {
  const sorted = measures.toSorted((a, b) => a.seconds - b.seconds);
  const peaks = measures.flatMap(({ peakBytes }) => peakBytes ?? []);
  return {
    name: entrant.name,
    version: entrant.version,
    job: entrant.job,
    threads: entrant.threads,
    ours: entrant.ours,
    input: input.name,
    ruleFiles: rules.files,
    records: input.records,
    seconds: measures.map(({ seconds }) => seconds),
    startSeconds: medianOf(outcomes.flatMap(({ startSeconds }) => startSeconds ?? [])),
    cpuSeconds: sorted[Math.floor((sorted.length - 1) / 2)]?.cpuSeconds,
    peakBytes: peaks.length === 0 ? undefined : Math.max(...peaks),
    rules: outcomes[0]?.rules,
    refused: outcomes[0]?.refused,
    matches: outcomes[0]?.matches,
    flaw,
  };
}

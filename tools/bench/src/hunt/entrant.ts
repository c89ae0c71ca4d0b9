import type { Command } from "../race/meter.ts";
import type { HuntInput, HuntRules } from "./work.ts";

/** What a contestant says of a run. */
export interface Outcome {
  readonly records: number;
  /** Pairs of rule and record; undefined where it does not count them. */
  readonly matches: number | undefined;
  readonly rules: number | undefined;
  readonly refused: number | undefined;
  /** Until the first record: part of the whole time, told so that it can be set apart. */
  readonly startSeconds: number | undefined;
}

/** An engine with rules, as the race starts it. */
export interface HuntEntrant {
  readonly name: string;
  readonly version: string;
  /** What it does, in a few words. */
  readonly job: string;
  readonly threads: number;
  /** So slow that it has only the small inputs. */
  readonly slow: boolean;
  readonly ours: boolean;
  /** Lanes that run side by side; in each, processes that follow one another. */
  lanes(input: HuntInput, rules: HuntRules): readonly (readonly Command[])[];
  /** Reads what its processes wrote to stderr; undefined if it tells nothing. */
  read(errorTexts: readonly string[]): Outcome | undefined;
  /** A run that is not timed, for those that tell nothing: how many records were read. */
  readonly count?: (input: HuntInput, rules: HuntRules, signal: AbortSignal) => Promise<number>;
}

/** Deals files out to lanes, in turns. */
export function dealOut(files: readonly string[], lanes: number): readonly (readonly string[])[] {
  return Array.from({ length: lanes }, (_, lane) => files.filter((_file, n) => n % lanes === lane));
}

/** The sum of what several processes say; of loading only the longest counts, as all of them load the same. */
export function addOutcomes(outcomes: readonly Outcome[]): Outcome | undefined {
  const [first] = outcomes;
  if (first === undefined) return undefined;
  const starts = outcomes.flatMap(({ startSeconds }) => startSeconds ?? []);
  return {
    records: outcomes.reduce((sum, { records }) => sum + records, 0),
    matches:
      first.matches === undefined
        ? undefined
        : outcomes.reduce((sum, { matches }) => sum + (matches ?? 0), 0),
    rules: first.rules,
    refused: first.refused,
    startSeconds: starts.length === 0 ? undefined : Math.max(...starts),
  };
}

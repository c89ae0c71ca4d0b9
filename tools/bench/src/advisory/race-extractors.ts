import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { measure } from "../race/meter.ts";
import type { Measure } from "../race/meter.ts";
import { medianOf } from "../race/table.ts";
import { flawsOf } from "./expected.ts";
import type { Extractor } from "./extractor.ts";
import type { Answer } from "./kinds.ts";
import { scoreAnswer } from "./score.ts";
import type { Score } from "./score.ts";
import type { Work } from "./works.ts";

/** What one extractor did with one work; figures are absent if it did not finish. */
export interface ExtractorRow {
  readonly name: string;
  readonly version: string;
  readonly job: string;
  readonly work: string;
  readonly texts: number;
  /** Of all texts, in UTF-16 units. */
  readonly characters: number;
  /** Whole processes by the clock, run by run. */
  readonly seconds: readonly number[];
  /** The search alone, by the extractor's own clock, run by run. */
  readonly searchMs: readonly number[];
  /** User and system time of the same searches. */
  readonly searchCpuMs: readonly number[];
  /** User and system time of the run with the median time. */
  readonly cpuSeconds: number | undefined;
  /** The largest of all runs. */
  readonly peakBytes: number | undefined;
  /** Empty where the work has no answer. */
  readonly scores: readonly Score[];
  /** Why the figures do not count. */
  readonly flaw: string | undefined;
}

/** How a race is run. */
export interface ExtractorRaceOptions {
  readonly runs: number;
  /** For the texts and the answers. */
  readonly scratch: string;
  readonly signal: AbortSignal;
  readonly onProgress?: (text: string) => void;
}

interface Lap {
  readonly extractor: Extractor;
  readonly measures: Measure[];
  readonly searchMs: number[];
  readonly searchCpuMs: number[];
  scores: readonly Score[];
  flaw: string | undefined;
}

/**
 * Runs all extractors over one work, turn by turn, so that a change of the machine's mood meets all alike; every answer
 * of ours is held to the expected one.
 */
export async function raceExtractors(
  extractors: readonly Extractor[],
  work: Work,
  options: ExtractorRaceOptions,
): Promise<readonly ExtractorRow[]> {
  const textsFile = join(options.scratch, "texts.json");
  writeFileSync(textsFile, JSON.stringify({ texts: work.texts }));
  const laps = extractors.map((extractor): Lap => {
    return { extractor, measures: [], searchMs: [], searchCpuMs: [], scores: [], flaw: undefined };
  });
  for (let run = 0; run < options.runs; run++)
    for (const lap of laps) {
      const { name, job, isSlow } = lap.extractor;
      if (lap.flaw !== undefined || (isSlow && run > 0)) continue;
      options.onProgress?.(`${work.name}: run ${run + 1}, ${name} (${job})\n`);
      await runLap(lap, work, textsFile, options);
    }
  return laps.map((lap) => toRow(lap, work));
}

/** A failure is a flaw of the extractor, Ctrl-C is none. */
async function runLap(
  lap: Lap,
  work: Work,
  textsFile: string,
  { scratch, signal }: ExtractorRaceOptions,
): Promise<void> {
  const outFile = join(scratch, "answer.json");
  rmSync(outFile, { force: true });
  try {
    const measured = await measure(lap.extractor.command(textsFile, outFile), { signal });
    const answer = JSON.parse(readFileSync(outFile, "utf8")) as Answer;
    lap.measures.push(measured);
    lap.searchMs.push(answer.milliseconds);
    lap.searchCpuMs.push(answer.cpuMilliseconds);
    lap.scores = scoreAnswer(work.questions, answer.found);
    if (answer.found.length !== work.texts.length)
      lap.flaw = `expected answers for ${work.texts.length} texts, got ${answer.found.length}`;
    else if (lap.extractor.isOurs) lap.flaw = flawsOf(work, lap.extractor.job, lap.scores);
  } catch (error) {
    signal.throwIfAborted();
    lap.flaw = error instanceof Error ? error.message : String(error);
  }
}

function toRow(
  { extractor, measures, searchMs, searchCpuMs, scores, flaw }: Lap,
  work: Work,
): ExtractorRow {
  const { name, version, job } = extractor;
  const seconds = measures.map((one) => one.seconds);
  const median = medianOf(seconds);
  const peaks = measures.flatMap(({ peakBytes }) => peakBytes ?? []);
  return {
    name,
    version,
    job,
    work: work.name,
    texts: work.texts.length,
    characters: work.texts.reduce((sum, text) => sum + text.length, 0),
    seconds,
    searchMs,
    searchCpuMs,
    cpuSeconds: measures.find((one) => one.seconds === median)?.cpuSeconds,
    peakBytes: peaks.length === 0 ? undefined : Math.max(...peaks),
    scores,
    flaw,
  };
}

import { measure } from "../race/meter.ts";
import type { Command } from "../race/meter.ts";

/** Figures of all processes of a run. */
export interface LanesMeasure {
  /** By the clock, from the start of the first to the end of the last. */
  readonly seconds: number;
  /** User and system time of all. */
  readonly cpuSeconds: number | undefined;
  /** The largest process of each lane, summed: lanes run side by side. */
  readonly peakBytes: number | undefined;
  readonly errorTexts: readonly string[];
}

/**
 * Runs lanes side by side and the processes of each one after the other.
 * @throws {Error} a process did not end well
 */
export async function measureLanes(
  lanes: readonly (readonly Command[])[],
  signal: AbortSignal,
): Promise<LanesMeasure> {
  const start = performance.now();
  const measured = await Promise.all(
    lanes.map(async (lane) => {
      const ones = [];
      for (const command of lane) ones.push(await measure(command, { signal }));
      return ones;
    }),
  );
  const seconds = (performance.now() - start) / 1000;
  const all = measured.flat();
  return {
    seconds,
    cpuSeconds: addAll(all.map((one) => one.cpuSeconds)),
    peakBytes: addAll(
      measured.map((lane) => {
        const peaks = lane.flatMap(({ peakBytes }) => peakBytes ?? []);
        return peaks.length === lane.length ? Math.max(...peaks) : undefined;
      }),
    ),
    errorTexts: all.map(({ errorText }) => errorText),
  };
}

/** The sum; undefined if one is not known. */
function addAll(values: readonly (number | undefined)[]): number | undefined {
  let sum = 0;
  for (const value of values) {
    if (value === undefined) return undefined;
    sum += value;
  }
  return sum;
}

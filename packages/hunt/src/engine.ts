import { availableParallelism } from "node:os";
import { getHeapSpaceStatistics, getHeapStatistics, setFlagsFromString } from "node:v8";
import type { ResourceLimits } from "node:worker_threads";
import type { Job } from "./context.ts";

/**
 * For one of the halves of the space for what is new. The engine begins with 1 and makes it larger when much of what is
 * new stays; in a hunt nearly nothing does, so it would sweep a small space two thousand times in ten seconds.
 */
const NEW_SPACE_MIB = 8;

/**
 * Calls of a function until the engine compiles it for good, which it does beside us. Where our threads take all
 * processors that is not beside them: they wait while things are compiled that run for a second. 3,000 by default.
 */
const PATIENT_CALLS = 100_000;

/**
 * By how much a thread's heap may grow, in percent, until all of it is swept. Left to themselves they are doubled: two
 * threads over event logs then take 420 MiB instead of 370, and are no faster.
 */
const GROWTH_PERCENT = 20;

/** Sets what the engine lets us set from here: the first for threads that are started from now on, the others for all. */
export function tuneEngine(threads: number): void {
  // Of resource limits Node has the largest size only.
  setFlagsFromString(`--min-semi-space-size=${NEW_SPACE_MIB}`);
  setFlagsFromString(`--heap-growing-percent=${GROWTH_PERCENT}`);
  if (threads >= availableParallelism())
    setFlagsFromString(`--invocation-count-for-turbofan=${PATIENT_CALLS}`);
}

/**
 * For both halves of the space for what is new, of a thread that does all the work. The one that a program begins with has
 * 1 MiB, and no flag sets that any more: but it can be let grow.
 */
const ALONE_NEW_SPACE_BYTES = 32 * 1024 * 1024;

/** What the larger space for what is new takes, a heap that is swept sooner gives back in part. */
const ALONE_GROWTH_PERCENT = 70;

/** What stays in a hunt that finds little is less. */
const LARGE_HEAP_BYTES = 160 * 1024 * 1024;

/** Sets the engine to what a thread needs that does all the work. To be asked now and then. */
export function tuneAlone(): void {
  const news = getHeapSpaceStatistics().find(({ space_name: name }) => name === "new_space");
  const isGrown = (news?.space_size ?? Infinity) >= ALONE_NEW_SPACE_BYTES;
  setFlagsFromString(`--semi-space-growth-factor=${isGrown ? 1 : 2}`);
  const isLarge = getHeapStatistics().used_heap_size > LARGE_HEAP_BYTES;
  setFlagsFromString(`--heap-growing-percent=${isLarge ? GROWTH_PERCENT : ALONE_GROWTH_PERCENT}`);
}

/** The engine takes a bound as a hint of how much waste it may keep: so it goes with the number of detections. */
export function limitsFor({ detections }: Job): ResourceLimits {
  return {
    // Two halves, and as much for what is large.
    maxYoungGenerationSizeMb: 3 * NEW_SPACE_MIB,
    maxOldGenerationSizeMb: 512 + Math.ceil(detections.length / 250),
  };
}

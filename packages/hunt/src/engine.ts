import { availableParallelism } from "node:os";
import { getHeapSpaceStatistics, getHeapStatistics, setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import type { ResourceLimits } from "node:worker_threads";

/**
 * For one of the halves of the space for what is new. The engine begins with 1 and makes it larger when much of what is
 * new stays; in a hunt nearly nothing does, so it would sweep a small space two thousand times in ten seconds.
 */
const NEW_SPACE_MIB = 4;

/**
 * Calls of a function until the engine compiles it for good, which it does beside us. Where our threads take all
 * processors that is not beside them: they wait while things are compiled that run for a second. 3,000 by default.
 */
const PATIENT_CALLS = 100_000;

/**
 * By how much a thread's heap may grow, in percent, until all of it is swept. Left to themselves heaps are doubled and more;
 * while there is memory to spare that is time well saved, and two threads over event logs then take 420 MiB.
 */
const LEAST_GROWTH_PERCENT = 10;
const MOST_GROWTH_PERCENT = 200;

/** What a program of so many threads may take before heaps are held short. */
function roomBytes(threads: number): number {
  return (200 + 60 * threads) * 1024 * 1024;
}

/** Lets the heaps of so many threads grow into what is left of the room. To be asked now and then. */
export function tuneGrowth(threads: number): void {
  const spareBytes = (roomBytes(threads) - process.memoryUsage.rss()) / threads;
  const percent = Math.round((100 * spareBytes) / getHeapStatistics().used_heap_size);
  const growth = Math.min(MOST_GROWTH_PERCENT, Math.max(LEAST_GROWTH_PERCENT, percent));
  setFlagsFromString(`--heap-growing-percent=${growth}`);
}

/** Sets what the engine lets us set from here: the first for threads that are started from now on, the others for all. */
export function tuneEngine(threads: number): void {
  // Of resource limits Node has the largest size only.
  setFlagsFromString(`--min-semi-space-size=${NEW_SPACE_MIB}`);
  tuneGrowth(threads);
  if (threads >= availableParallelism())
    setFlagsFromString(`--invocation-count-for-turbofan=${PATIENT_CALLS}`);
}

/** Below this there is nothing to gain. */
const SWEEP_FROM_BYTES = 200 * 1024 * 1024;

/**
 * Sweeps the heap of this thread now. Left to itself it is swept when it has grown: what a thread hunted with would lie there
 * while what it found is joined and written.
 */
export function sweepHeap(): void {
  if (process.memoryUsage.rss() < SWEEP_FROM_BYTES) return;
  // There is no other door to it.
  setFlagsFromString("--expose-gc");
  const sweep = runInNewContext("globalThis.gc") as (() => void) | undefined;
  setFlagsFromString("--no-expose-gc");
  sweep?.();
}

/**
 * For both halves of the space for what is new, of a thread that does all the work. The one that a program begins with has
 * 1 MiB, and no flag sets that any more: but it can be let grow.
 */
const ALONE_NEW_SPACE_BYTES = 32 * 1024 * 1024;

/** Sets the engine to what a thread needs that does all the work. To be asked now and then. */
export function tuneAlone(): void {
  const news = getHeapSpaceStatistics().find(({ space_name: name }) => name === "new_space");
  const isGrown = (news?.space_size ?? Infinity) >= ALONE_NEW_SPACE_BYTES;
  setFlagsFromString(`--semi-space-growth-factor=${isGrown ? 1 : 2}`);
  tuneGrowth(1);
}

/** For a thread that is started before it is known how much it is to hold: 600,000 indicators need 2 GB. */
export const THREAD_LIMITS: ResourceLimits = {
  // Two halves, and as much for what is large.
  maxYoungGenerationSizeMb: 3 * NEW_SPACE_MIB,
  maxOldGenerationSizeMb: 4096,
};

/** What one thread more must have to do so that it pays to start it. */
const NEXT_THREAD_BYTES = 128 * 1024 * 1024;
/**
 * The same for the last processor: until code is compiled and memory laid out, the engine's own threads use what ours leave
 * free. On two processors the second thread is quicker from here on only.
 */
const LAST_PROCESSOR_BYTES = 2 * 1024 * 1024 * 1024;
/** Each takes some 80 MiB. */
const MOST_THREADS = 8;

/** How many threads, the caller's own among them, hunt so much evidence soonest. */
export function quickestThreads(totalBytes: number, processors: number): number {
  const free = totalBytes < LAST_PROCESSOR_BYTES ? processors - 1 : processors;
  const useful = 1 + Math.floor(totalBytes / NEXT_THREAD_BYTES);
  return Math.max(1, Math.min(MOST_THREADS, free, useful));
}

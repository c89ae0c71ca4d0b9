import { setImmediate } from "node:timers/promises";
import type { Job } from "./context.ts";
import { toContext } from "./context.ts";
import { tuneAlone, tuneEngine, tuneGrowth } from "./engine.ts";
import type { FeedBatch } from "./feeds.ts";
import type { UnitProgress, UnitResult } from "./run-unit.ts";
import { runUnit } from "./run-unit.ts";
import { failureOf, startThread } from "./thread.ts";
import type { HuntThread } from "./thread.ts";
import type { UnitSource } from "./unit-source.ts";
import type { Unit } from "./unit.ts";

/** How units are worked off. */
export interface PoolOptions {
  readonly job: Job;
  readonly units: UnitSource;
  /** Beside this one; with none the work is done in this one. They are left running. */
  readonly threads: readonly HuntThread[];
  /** Whether this thread works beside them. */
  readonly isWorking: boolean;
  readonly signal: AbortSignal | undefined;
  readonly onProgress: (progress: UnitProgress) => void;
  /** Batches of one unit come in their order and before its result, units in any. */
  readonly onFeeds: (batch: FeedBatch, unit: Unit, index: number) => void;
  /** Results come in the order of the units. Units that were not begun give none. */
  readonly onResult: (unit: Unit, result: UnitResult) => void;
}

interface Task {
  readonly unit: Unit;
  readonly index: number;
}

/**
 * Starts threads, so many that each has a unit and one is left if this thread works too.
 * @param most how many at most
 */
export function startThreads(units: UnitSource, most: number, isWorking: boolean): HuntThread[] {
  const own = isWorking ? 1 : 0;
  let count = 0;
  while (count < most && units.has(count + 1 + own)) count++;
  if (count > 0) tuneEngine(count + own);
  return Array.from({ length: count }, startThread);
}

/** Works all units off. Gives true if it was stopped before the end. */
export async function runPool(options: PoolOptions): Promise<boolean> {
  return options.threads.length > 0 ? runThreads(options) : runHere(options);
}

async function runHere(options: PoolOptions): Promise<boolean> {
  const { job, units, signal, onProgress, onFeeds, onResult } = options;
  const context = toContext(job, {
    isStopped: () => signal?.aborted === true,
    onProgress(progress) {
      tuneAlone();
      onProgress(progress);
    },
  });
  tuneAlone();
  for (let next = units.take(); next !== undefined; next = units.take()) {
    const { unit, index } = next;
    // Lets Ctrl-C through.
    await setImmediate();
    if (signal?.aborted === true) return true;
    const result = await runUnit(unit, context, (batch) => onFeeds(batch, unit, index));
    onResult(unit, result);
    if (result.stopped) return true;
  }
  return false;
}

async function runThreads(options: PoolOptions): Promise<boolean> {
  const { job, units, threads, signal, onFeeds, onResult } = options;
  const count = threads.length;
  const stop = new SharedArrayBuffer(4);
  const flag = new Int32Array(stop);
  const halt = (): void => void Atomics.store(flag, 0, 1);
  signal?.addEventListener("abort", halt);
  if (signal?.aborted === true) halt();
  const isStopped = (): boolean => Atomics.load(flag, 0) !== 0;

  // Results are handed on in the order of the units, so that the same input gives the same output.
  const waiting = new Map<number, { readonly unit: Unit; readonly result: UnitResult }>();
  let handed = 0;
  let begun = 0;
  let stopped = false;
  const take = (): Task | undefined => {
    const next = isStopped() ? undefined : units.take();
    if (next !== undefined) begun++;
    return next;
  };
  const hand = ({ unit, index }: Task, result: UnitResult): void => {
    waiting.set(index, { unit, result });
    stopped ||= result.stopped;
    for (let next = waiting.get(handed); next !== undefined; next = waiting.get(handed)) {
      waiting.delete(handed++);
      onResult(next.unit, next.result);
    }
  };

  const onProgress = (progress: UnitProgress): void => {
    tuneGrowth(count + (options.isWorking ? 1 : 0));
    options.onProgress(progress);
  };
  const workHere = async (first: Task | undefined): Promise<void> => {
    if (first === undefined) return;
    const context = toContext(job, { isStopped, onProgress });
    for (let next: Task | undefined = first; next !== undefined; next = take()) {
      const { unit, index } = next;
      hand(
        next,
        await runUnit(unit, context, (batch) => onFeeds(batch, unit, index)).catch(
          (cause: unknown) => {
            throw failureOf(unit, cause);
          },
        ),
      );
      // Lets Ctrl-C through, and what the others have to say.
      await setImmediate();
    }
  };
  const work = async (thread: HuntThread): Promise<void> => {
    thread.begin(job, stop, { onProgress, onFeeds });
    const ahead: Promise<readonly [task: Task, result: UnitResult]>[] = [];
    const send = (): void => {
      const task = take();
      if (task === undefined) return;
      const { unit, index } = task;
      const result = thread.run(unit, index).then((done) => [task, done] as const);
      // If the worker fails both that are under way do: the one that is waited for tells it.
      result.catch(() => undefined);
      ahead.push(result);
    };
    // Each has a unit ahead, so that it need not wait until what it found is joined; but for the last ones, which are for
    // whoever is free.
    const sendAhead = (): void => {
      if (units.has(count + 1)) send();
    };
    try {
      send();
      await setImmediate();
      sendAhead();
      for (let first = ahead.shift(); first !== undefined; first = ahead.shift()) {
        const [task, result] = await first;
        if (ahead.length === 0) send();
        sendAhead();
        hand(task, result);
      }
    } finally {
      thread.hush();
    }
  };
  // This thread's first one is set aside: the others are quick to ask.
  const first = options.isWorking ? take() : undefined;
  const all = [...threads.map(work), workHere(first)];
  try {
    await Promise.all(all);
  } catch (error) {
    // Nobody works on behind the caller's back.
    halt();
    await Promise.allSettled(all);
    throw error;
  } finally {
    signal?.removeEventListener("abort", halt);
  }
  // Stopped before the end: what lies behind a unit that was not begun is still a result.
  for (const [, { unit, result }] of [...waiting].sort(([a], [b]) => a - b)) onResult(unit, result);
  return stopped || handed + waiting.size < begun || units.has(1);
}

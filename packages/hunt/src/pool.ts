import { setImmediate } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import type { Job } from "./context.ts";
import { toContext } from "./context.ts";
import { limitsFor, tuneAlone, tuneEngine } from "./engine.ts";
import { HuntError } from "./error.ts";
import type { FeedBatch } from "./feeds.ts";
import type { UnitProgress, UnitResult } from "./run-unit.ts";
import { runUnit } from "./run-unit.ts";
import { createListener } from "./sighting-batch.ts";
import type { Unit } from "./unit.ts";
import type { UnitMessage, WorkerData, WorkerMessage, WorkerTask } from "./worker.ts";

/** How units are worked off. */
export interface PoolOptions {
  readonly job: Job;
  readonly units: readonly Unit[];
  /** Threads beside this one; 0 does the work in this one. */
  readonly workers: number;
  /** Whether this thread works beside them. */
  readonly isWorking: boolean;
  readonly signal: AbortSignal | undefined;
  readonly onProgress: (progress: UnitProgress) => void;
  /** Batches of one unit come in their order and before its result, units in any. */
  readonly onFeeds: (batch: FeedBatch, unit: number) => void;
  /** Results come in the order of the units. Units that were not begun give none. */
  readonly onResult: (unit: Unit, result: UnitResult) => void;
}

/** Works all units off. Gives true if it was stopped before the end. */
export async function runPool(options: PoolOptions): Promise<boolean> {
  return options.workers > 0 && options.units.length > 0 ? runWorkers(options) : runHere(options);
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
  for (const [index, unit] of units.entries()) {
    // Lets Ctrl-C through.
    await setImmediate();
    if (signal?.aborted === true) return true;
    const result = await runUnit(unit, context, (batch) => onFeeds(batch, index));
    onResult(unit, result);
    if (result.stopped) return true;
  }
  return false;
}

async function runWorkers(options: PoolOptions): Promise<boolean> {
  const { job, units, signal, onProgress, onFeeds, onResult } = options;
  const stop = new SharedArrayBuffer(4);
  const flag = new Int32Array(stop);
  const halt = (): void => void Atomics.store(flag, 0, 1);
  signal?.addEventListener("abort", halt);
  if (signal?.aborted === true) halt();
  const isStopped = (): boolean => Atomics.load(flag, 0) !== 0;

  // Results are handed on in the order of the units, so that the same input gives the same output.
  const waiting = new Map<number, UnitResult>();
  let handed = 0;
  let stopped = false;
  const hand = (index: number, result: UnitResult): void => {
    waiting.set(index, result);
    stopped ||= result.stopped;
    for (let next = waiting.get(handed); next !== undefined; next = waiting.get(handed)) {
      waiting.delete(handed);
      const unit = units[handed++];
      if (unit !== undefined) onResult(unit, next);
    }
  };

  let next = 0;
  const count = Math.min(options.workers, units.length - (options.isWorking ? 1 : 0));
  tuneEngine(count + (options.isWorking ? 1 : 0));
  const workHere = async (first: number): Promise<void> => {
    const context = toContext(job, { isStopped, onProgress });
    for (let index = first; index < units.length && !isStopped(); index = next++) {
      const unit = units[index] as Unit;
      hand(
        index,
        await runUnit(unit, context, (batch) => onFeeds(batch, index)).catch((cause: unknown) => {
          throw failure(unit, cause);
        }),
      );
      // Lets Ctrl-C through, and what the others have to say.
      await setImmediate();
    }
  };
  const work = async (): Promise<void> => {
    const worker = startWorker({ job, stop });
    const listen = createListener();
    worker.on("message", (message: WorkerMessage) => {
      if (message.kind === "progress") onProgress(message.progress);
      else if (message.kind === "feeds") onFeeds(message.batch, message.id);
    });
    const ahead: Promise<readonly [index: number, result: UnitResult]>[] = [];
    const send = (): void => {
      if (next >= units.length || isStopped()) return;
      const index = next++;
      const unit = units[index] as Unit;
      const result = runOn(worker, { id: index, unit }).then(
        (done) => [index, { ...done, sightings: listen(done.sightings) }] as const,
      );
      // If the worker fails both that are under way do: the one that is waited for tells it.
      result.catch(() => undefined);
      ahead.push(result);
    };
    // Each has a unit ahead, so that it need not wait until what it found is joined; but for the last ones, which are for
    // whoever is free.
    const sendAhead = (): void => {
      if (units.length - next > count) send();
    };
    try {
      send();
      await setImmediate();
      sendAhead();
      for (let first = ahead.shift(); first !== undefined; first = ahead.shift()) {
        const [index, result] = await first;
        if (ahead.length === 0) send();
        sendAhead();
        hand(index, result);
      }
    } finally {
      await worker.terminate();
    }
  };
  try {
    // This thread's first one is set aside: the others are quick to ask.
    const first = options.isWorking ? next++ : undefined;
    const others = Array.from({ length: count }, work);
    await Promise.all(first === undefined ? others : [...others, workHere(first)]);
  } catch (error) {
    halt();
    throw error;
  } finally {
    signal?.removeEventListener("abort", halt);
  }
  // Stopped before the end: what lies behind a unit that was not begun is still a result.
  for (const [index, result] of [...waiting].sort(([a], [b]) => a - b)) {
    const unit = units[index];
    if (unit !== undefined) onResult(unit, result);
  }
  return stopped || handed + waiting.size < units.length;
}

function startWorker(workerData: WorkerData): Worker {
  // From sources, as in tests, Node strips the types by itself.
  const name = import.meta.url.endsWith(".ts") ? "./worker.ts" : "./worker.js";
  return new Worker(new URL(name, import.meta.url), {
    workerData,
    resourceLimits: limitsFor(workerData.job),
  });
}

function failure({ file }: Unit, cause: unknown): HuntError {
  const message = cause instanceof Error ? cause.message : String(cause);
  return new HuntError("HUNT_WORKER", `${file}: ${message}`, { cause });
}

function runOn(worker: Worker, task: WorkerTask): Promise<UnitMessage> {
  const { id, unit } = task;
  return new Promise((resolve, reject) => {
    const settle = (finish: () => void): void => {
      worker.off("message", onMessage);
      worker.off("error", onError);
      worker.off("exit", onExit);
      finish();
    };
    const fail = (error: HuntError): void => settle(() => reject(error));
    const onMessage = (message: WorkerMessage): void => {
      if (message.kind === "progress" || message.kind === "feeds" || message.id !== id) return;
      if (message.kind === "result") settle(() => resolve(message.result));
      else fail(new HuntError("HUNT_WORKER", message.message));
    };
    const onError = (error: unknown): void => fail(failure(unit, error));
    const onExit = (code: number): void => fail(failure(unit, `a worker ended with code ${code}`));
    worker.on("message", onMessage);
    worker.on("error", onError);
    worker.on("exit", onExit);
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
    worker.postMessage(task);
  });
}

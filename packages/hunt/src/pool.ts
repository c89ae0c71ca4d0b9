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
import type { UnitSource } from "./unit-source.ts";
import type { Unit } from "./unit.ts";
import type { UnitMessage, WorkerData, WorkerMessage, WorkerTask } from "./worker.ts";

/** How units are worked off. */
export interface PoolOptions {
  readonly job: Job;
  readonly units: UnitSource;
  /** Threads beside this one; 0 does the work in this one. */
  readonly workers: number;
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

/** Works all units off. Gives true if it was stopped before the end. */
export async function runPool(options: PoolOptions): Promise<boolean> {
  return options.workers > 0 && options.units.has(1) ? runWorkers(options) : runHere(options);
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

async function runWorkers(options: PoolOptions): Promise<boolean> {
  const { job, units, signal, onProgress, onFeeds, onResult } = options;
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

  let count = 0;
  while (count < options.workers && units.has(count + 1 + (options.isWorking ? 1 : 0))) count++;
  tuneEngine(count + (options.isWorking ? 1 : 0));
  const workHere = async (first: Task | undefined): Promise<void> => {
    if (first === undefined) return;
    const context = toContext(job, { isStopped, onProgress });
    for (let next: Task | undefined = first; next !== undefined; next = take()) {
      const { unit, index } = next;
      hand(
        next,
        await runUnit(unit, context, (batch) => onFeeds(batch, unit, index)).catch(
          (cause: unknown) => {
            throw failure(unit, cause);
          },
        ),
      );
      // Lets Ctrl-C through, and what the others have to say.
      await setImmediate();
    }
  };
  const work = async (): Promise<void> => {
    const worker = startWorker({ job, stop });
    const listen = createListener();
    const sent = new Map<number, Unit>();
    // Those that wait for a unit hear of it too; an error that nobody waits for any more ends nothing.
    worker.on("error", () => undefined);
    worker.on("message", (message: WorkerMessage) => {
      if (message.kind === "progress") onProgress(message.progress);
      else if (message.kind === "feeds") {
        const unit = sent.get(message.id);
        try {
          if (unit !== undefined) onFeeds(message.batch, unit, message.id);
        } catch (error) {
          // Whoever waits for the unit tells it; what else is on its way is for nobody.
          sent.clear();
          worker.emit("error", error);
        }
      }
    });
    const ahead: Promise<readonly [task: Task, result: UnitResult]>[] = [];
    const send = (): void => {
      const task = take();
      if (task === undefined) return;
      const { unit, index } = task;
      sent.set(index, unit);
      const result = runOn(worker, { id: index, unit }).then(
        (done) => [task, { ...done, sightings: listen(done.sightings) }] as const,
      );
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
        sent.delete(task.index);
        if (ahead.length === 0) send();
        sendAhead();
        hand(task, result);
      }
    } finally {
      sent.clear();
      await worker.terminate();
    }
  };
  // This thread's first one is set aside: the others are quick to ask.
  const first = options.isWorking ? take() : undefined;
  const all = [...Array.from({ length: count }, work), workHere(first)];
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

function startWorker(workerData: WorkerData): Worker {
  // From sources, as in tests, Node strips the types by itself.
  const name = import.meta.url.endsWith(".ts") ? "./worker.ts" : "./worker.js";
  return new Worker(new URL(name, import.meta.url), {
    workerData,
    resourceLimits: limitsFor(workerData.job),
  });
}

function failure({ file }: Unit, cause: unknown): HuntError {
  if (cause instanceof HuntError) return cause;
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

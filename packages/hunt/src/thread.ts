import { Worker } from "node:worker_threads";
import type { Job } from "./context.ts";
import { THREAD_LIMITS } from "./engine.ts";
import { HuntError } from "./error.ts";
import type { FeedBatch } from "./feeds.ts";
import type { UnitProgress, UnitResult } from "./run-unit.ts";
import { createListener } from "./sighting-batch.ts";
import type { Unit } from "./unit.ts";
import type { UnitMessage, WorkerMessage, WorkerOrder } from "./worker.ts";

/** Who hears what a thread has to tell between results. */
interface ThreadHooks {
  readonly onProgress: (progress: UnitProgress) => void;
  readonly onFeeds: (batch: FeedBatch, unit: Unit, index: number) => void;
}

/** A thread of a hunt. It is started before its job is known: to start takes it as long as to read rules takes another. */
export interface HuntThread {
  /** Tells it the job; to be called once, before the first unit. */
  begin(job: Job, stop: SharedArrayBuffer, hooks: ThreadHooks): void;
  /** Has it run a unit behind those it has. Rejects with `HUNT_WORKER`, or with what a hook throws. */
  run(unit: Unit, index: number): Promise<UnitResult>;
  /** Hears of nothing more. */
  hush(): void;
  close(): Promise<void>;
}

/** Starts a thread. */
export function startThread(): HuntThread {
  // From sources, as in tests, Node strips the types by itself.
  const name = import.meta.url.endsWith(".ts") ? "./worker.ts" : "./worker.js";
  const worker = new Worker(new URL(name, import.meta.url), { resourceLimits: THREAD_LIMITS });
  const listen = createListener();
  const sent = new Map<number, Sent>();
  let hooks: ThreadHooks | undefined;
  let failure: unknown;
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
  const say = (order: WorkerOrder): void => worker.postMessage(order);

  // It may fail before anybody asks it for something, and then fails whoever does.
  const fail = (cause: unknown): void => {
    failure ??= cause;
    for (const { unit, reject } of sent.values()) reject(failureOf(unit, failure));
    sent.clear();
  };
  const settle = (id: number): Sent | undefined => {
    const one = sent.get(id);
    sent.delete(id);
    return one;
  };
  worker.on("error", fail);
  worker.on("exit", (code) => fail(`a worker ended with code ${code}`));
  // Whoever waits for a unit tells what a hook threw; what else is on its way is for nobody.
  const attempt = (hook: () => void): void => {
    try {
      hook();
    } catch (error) {
      fail(error);
    }
  };
  worker.on("message", (message: WorkerMessage) => {
    switch (message.kind) {
      case "progress":
        attempt(() => hooks?.onProgress(message.progress));
        break;
      case "feeds": {
        const { id, batch } = message;
        const one = sent.get(id);
        if (one !== undefined) attempt(() => hooks?.onFeeds(batch, one.unit, id));
        break;
      }
      case "result":
        settle(message.id)?.resolve(message.result);
        break;
      case "failed":
        settle(message.id)?.reject(new HuntError("HUNT_WORKER", message.message));
        break;
    }
  });

  return {
    begin(job, stop, given) {
      hooks = given;
      say({ kind: "job", job, stop });
    },
    async run(unit, index) {
      const result = await new Promise<UnitMessage>((resolve, reject) => {
        if (failure !== undefined) {
          reject(failureOf(unit, failure));
          return;
        }
        sent.set(index, { unit, resolve, reject });
        say({ kind: "unit", id: index, unit });
      });
      return { ...result, sightings: listen(result.sightings) };
    },
    hush: () => sent.clear(),
    async close() {
      await worker.terminate();
    },
  };
}

interface Sent {
  readonly unit: Unit;
  readonly resolve: (result: UnitMessage) => void;
  readonly reject: (error: unknown) => void;
}

/** What went wrong, with the file at which it did. */
export function failureOf({ file }: Unit, cause: unknown): HuntError {
  if (cause instanceof HuntError) return cause;
  const message = cause instanceof Error ? cause.message : String(cause);
  return new HuntError("HUNT_WORKER", `${file}: ${message}`, { cause });
}

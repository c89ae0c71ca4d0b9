// One thread of a hunt: gets units, gives results. Only plain data crosses.
import { parentPort } from "node:worker_threads";
import type { Job } from "./context.ts";
import { toContext } from "./context.ts";
import type { FeedBatch } from "./feeds.ts";
import type { UnitContext, UnitProgress, UnitResult } from "./run-unit.ts";
import { runUnit } from "./run-unit.ts";
import { createTeller } from "./sighting-batch.ts";
import type { SightingMessage } from "./sighting-batch.ts";
import type { Unit } from "./unit.ts";

/** What a unit came to, as it crosses threads. */
export interface UnitMessage extends Omit<UnitResult, "sightings"> {
  readonly sightings: SightingMessage;
}

/** What a worker tells. */
export type WorkerMessage =
  | { readonly kind: "progress"; readonly progress: UnitProgress }
  | { readonly kind: "feeds"; readonly id: number; readonly batch: FeedBatch }
  | { readonly kind: "result"; readonly id: number; readonly result: UnitMessage }
  | { readonly kind: "failed"; readonly id: number; readonly message: string };

/** What a worker is told: its job, then units, one after the other in the order in which it is told. */
export type WorkerOrder =
  | {
      readonly kind: "job";
      readonly job: Job;
      /** One 32-bit word: not zero when all work is to stop. */
      readonly stop: SharedArrayBuffer;
    }
  | { readonly kind: "unit"; readonly id: number; readonly unit: Unit };

const port = parentPort;
if (port !== null) {
  const say = (message: WorkerMessage, transfer: readonly ArrayBufferLike[] = []): void =>
    port.postMessage(message, transfer as ArrayBuffer[]);
  const tell = createTeller();
  let context: UnitContext | undefined;
  const run = async (id: number, unit: Unit): Promise<void> => {
    try {
      if (context === undefined) throw new TypeError("A unit came before the job");
      const result = await runUnit(unit, context, (batch) =>
        say({ kind: "feeds", id, batch }, [batch.rows.buffer]),
      );
      const sightings = tell(result.sightings);
      const { rows, identities, numbers } = sightings;
      say({ kind: "result", id, result: { ...result, sightings } }, [
        rows.buffer,
        identities.buffer,
        numbers.buffer,
      ]);
    } catch (error) {
      const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
      say({ kind: "failed", id, message: `${unit.file}: ${text}` });
    }
  };
  let before = Promise.resolve();
  port.on("message", (order: WorkerOrder) => {
    if (order.kind === "job") {
      const flag = new Int32Array(order.stop);
      context = toContext(order.job, {
        isStopped: () => Atomics.load(flag, 0) !== 0,
        onProgress: (progress) => say({ kind: "progress", progress }),
      });
    } else before = before.then(() => run(order.id, order.unit));
  });
}

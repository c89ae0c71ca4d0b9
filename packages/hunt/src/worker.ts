// One thread of a hunt: gets units, gives results. Only plain data crosses.
import { parentPort, workerData } from "node:worker_threads";
import type { Job } from "./context.ts";
import { toContext } from "./context.ts";
import type { FeedBatch } from "./feeds.ts";
import type { UnitProgress, UnitResult } from "./run-unit.ts";
import { runUnit } from "./run-unit.ts";
import { createTeller } from "./sighting-batch.ts";
import type { SightingMessage } from "./sighting-batch.ts";
import type { Unit } from "./unit.ts";

/** What a worker is started with. */
export interface WorkerData {
  readonly job: Job;
  /** One 32-bit word: not zero when all work is to stop. */
  readonly stop: SharedArrayBuffer;
}

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

/** What a worker is told to do: one thing after the other, in the order in which it is told. */
export interface WorkerTask {
  readonly id: number;
  readonly unit: Unit;
}

const port = parentPort;
if (port !== null) {
  const { job, stop } = workerData as WorkerData;
  const flag = new Int32Array(stop);
  const say = (message: WorkerMessage): void => port.postMessage(message);
  const context = toContext(job, {
    isStopped: () => Atomics.load(flag, 0) !== 0,
    onProgress: (progress) => say({ kind: "progress", progress }),
  });
  const tell = createTeller();
  let before = Promise.resolve();
  port.on("message", ({ id, unit }: WorkerTask) => {
    before = before
      .then(() =>
        runUnit(unit, context, (batch) =>
          port.postMessage({ kind: "feeds", id, batch } satisfies WorkerMessage, [
            batch.rows.buffer as ArrayBuffer,
          ]),
        ),
      )
      .then(
        (result) => {
          const sightings = tell(result.sightings);
          const { rows, identities, numbers } = sightings;
          port.postMessage(
            { kind: "result", id, result: { ...result, sightings } } satisfies WorkerMessage,
            [rows.buffer, identities.buffer, numbers.buffer] as ArrayBuffer[],
          );
        },
        (error: unknown) =>
          say({
            kind: "failed",
            id,
            message: `${unit.file}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
          }),
      );
  });
}

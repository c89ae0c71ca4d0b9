import { Worker } from "node:worker_threads";
import { addTally, emptyTally } from "../expected.ts";
import type { ContestantAnswer } from "./contestant.ts";
import { OURS } from "./ours.ts";
import type { OurJob } from "./ours.ts";
import { UnitReader } from "./units.ts";
import type { Unit } from "./units.ts";

/** Units that may be in work or wait for an earlier one to be written. */
const MOST_AHEAD = 4;

/** Buffers that go back at once: a unit fills about as many, and none may pile up with one worker. */
const MOST_BACK = 6;
/** Buffers kept for that. */
const MOST_KEPT = 12;

/** What a worker is told. */
export interface Order {
  readonly index: number;
  readonly unit: Unit;
  /** Buffers of output that is written, to be filled again: left to the collector they would pile up. */
  readonly buffers: readonly ArrayBuffer[];
}

/** Output of a unit: the first bytes of a buffer. */
export interface Output {
  readonly buffer: ArrayBuffer;
  readonly sizeBytes: number;
}

/** What a worker says: the output of a unit, or at the end what it has read. */
export type WorkerReport =
  | { readonly index: number; readonly output: readonly Output[] }
  | { readonly answer: ContestantAnswer };

/** Reads all units on this thread. */
export function runHere(
  job: OurJob,
  units: readonly Unit[],
  write: (bytes: Uint8Array) => void,
): ContestantAnswer {
  const contestant = OURS[job]();
  const reader = new UnitReader();
  for (const unit of units) contestant.readRange(reader.read(unit), unit, write);
  reader.close();
  return contestant.answer();
}

/** Reads all units with some workers; output is written in the order of the units, as on one thread. */
export async function runWorkers(
  job: OurJob,
  units: readonly Unit[],
  count: number,
  write: (bytes: Uint8Array) => void,
): Promise<ContestantAnswer> {
  const answers: ContestantAnswer[] = [];
  const waiting = new Map<number, readonly Output[]>();
  const buffers: ArrayBuffer[] = [];
  const idle: Worker[] = [];
  let next = 0;
  let written = 0;
  const assign = (): void => {
    while (idle.length > 0 && (next >= units.length || next < written + MOST_AHEAD)) {
      const worker = idle.shift() as Worker;
      const unit = units[next];
      const order: Order | "end" =
        unit === undefined ? "end" : { index: next, unit, buffers: buffers.splice(0, MOST_BACK) };
      worker.postMessage(order, order === "end" ? [] : [...order.buffers]);
      next += 1;
    }
  };
  const take = (worker: Worker, report: WorkerReport): void => {
    if ("answer" in report) {
      answers.push(report.answer);
      return;
    }
    waiting.set(report.index, report.output);
    for (let output = waiting.get(written); output !== undefined; output = waiting.get(written)) {
      waiting.delete(written);
      written += 1;
      for (const { buffer, sizeBytes } of output) {
        write(new Uint8Array(buffer, 0, sizeBytes));
        if (buffers.length < MOST_KEPT) buffers.push(buffer);
      }
    }
    idle.push(worker);
    assign();
  };
  await Promise.all(
    Array.from({ length: count }, async () => {
      const worker = startWorker(job);
      idle.push(worker);
      worker.on("message", (report: WorkerReport) => take(worker, report));
      assign();
      await new Promise<void>((resolve, reject) => {
        worker.once("error", reject);
        worker.once("exit", () => resolve());
      });
    }),
  );
  return addAnswers(answers);
}

function startWorker(job: OurJob): Worker {
  // The sources run as they are in tests, and as JavaScript once built.
  const place = import.meta.url.endsWith(".ts")
    ? new URL("./worker.ts", import.meta.url)
    : new URL("./worker.js", import.meta.url);
  // What a record costs is soon garbage: a small nursery is as fast, and keeps memory flat.
  return new Worker(place, { workerData: job, resourceLimits: { maxYoungGenerationSizeMb: 2 } });
}

/** The sums of what all say; a figure that this job does not give stays away. */
function addAnswers(answers: readonly ContestantAnswer[]): ContestantAnswer {
  const sum = emptyTally();
  for (const answer of answers) addTally(sum, { ...emptyTally(), ...answer });
  const given = Object.entries(sum).filter(([key]) => answers.some((answer) => key in answer));
  return { ...Object.fromEntries(given), records: sum.records };
}

// A thread of run-units.ts.
import { parentPort, workerData } from "node:worker_threads";
import { OURS } from "./ours.ts";
import type { OurJob } from "./ours.ts";
import type { Order, Output, WorkerReport } from "./run-units.ts";
import { UnitReader } from "./units.ts";

const port = parentPort;
if (port === null) throw new Error("worker.ts is started by run-units.ts");

const contestant = OURS[workerData as OurJob]();
const reader = new UnitReader();
/** Buffers to be filled again. */
const buffers: ArrayBuffer[] = [];

/** A size that buffers of later output fit into, too. */
function roomFor(sizeBytes: number): number {
  return 256 * 1024 * Math.ceil(sizeBytes / (256 * 1024));
}

function report(what: WorkerReport, transfer: readonly ArrayBuffer[] = []): void {
  port?.postMessage(what, transfer);
}

port.on("message", (order: Order | "end") => {
  if (order === "end") {
    report({ answer: contestant.answer() });
    reader.close();
    port.close();
    return;
  }
  const output: Output[] = [];
  buffers.splice(0, buffers.length, ...order.buffers);
  contestant.readRange(reader.read(order.unit), order.unit, (bytes) => {
    const sizeBytes = bytes.length;
    let buffer = buffers.pop();
    if (buffer === undefined || buffer.byteLength < sizeBytes)
      buffer = new ArrayBuffer(roomFor(sizeBytes));
    new Uint8Array(buffer).set(bytes);
    output.push({ buffer, sizeBytes });
  });
  report(
    { index: order.index, output },
    output.map(({ buffer }) => buffer),
  );
});

// A thread of run-units.ts.
import { parentPort, workerData } from "node:worker_threads";
import { OURS } from "./ours.ts";
import type { OurJob } from "./ours.ts";
import type { Order, WorkerReport } from "./run-units.ts";
import { UnitReader } from "./units.ts";

const port = parentPort;
if (port === null) throw new Error("worker.ts is started by run-units.ts");

const contestant = OURS[workerData as OurJob]();
const reader = new UnitReader();

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
  const output: Uint8Array<ArrayBuffer>[] = [];
  contestant.readRange(reader.read(order.unit), order.unit, (bytes) => {
    output.push(new Uint8Array(bytes));
  });
  report(
    { index: order.index, output },
    output.map(({ buffer }) => buffer),
  );
});

import { parentPort, receiveMessageOnPort, workerData } from "node:worker_threads";
import { NO_COVERAGE, startCoverage } from "./coverage.ts";
import type { WorkerMessage, WorkerTask } from "./messages.ts";

const task = workerData as WorkerTask;
// Counting makes the reader three times slower. Every other worker goes without, and mutates what others kept.
const isGuided = task.worker % 2 === 0;
const coverage = isGuided ? startCoverage("/packages/evtx/dist/") : NO_COVERAGE;
// Only now, so that its blocks are counted.
const reader = await import("@tocsin/evtx");
const { runFuzzing } = await import("./fuzzing.ts");

runFuzzing(task, {
  coverage,
  reader,
  send: (message: WorkerMessage) => parentPort?.postMessage(message, []),
  receive: () => receiveMessageOnPort(task.port)?.message as Uint8Array | undefined,
});
task.port.close();

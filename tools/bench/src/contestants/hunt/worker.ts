// A thread of run.ts.
import { parentPort, workerData } from "node:worker_threads";
import { ENGINES, countMatches } from "./engine.ts";
import type { CountOrder } from "./run.ts";

const { engine, detections, files } = workerData as CountOrder;
const counted = await countMatches(ENGINES[engine](detections), files);
// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
parentPort?.postMessage(counted);

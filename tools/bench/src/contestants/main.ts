// A process of its own for one of our contestants: JOB WORKERS FILE...
// Output goes to stdout; the answer is the last line of stderr, as JSON.
import { writeSync } from "node:fs";
import { isOurJob } from "./ours.ts";
import { runHere, runWorkers } from "./run-units.ts";
import { unitsOf } from "./units.ts";

const [job, workers, ...paths] = process.argv.slice(2);
if (!isOurJob(job)) throw new Error(`no job "${job}"`);

const pause = new Int32Array(new SharedArrayBuffer(4));

function write(bytes: Uint8Array): void {
  let at = 0;
  while (at < bytes.length) {
    try {
      at += writeSync(1, bytes, at);
    } catch (error) {
      // A pipe whose reader is behind: in a checking run only, so that waiting costs nobody a place.
      if (!(error instanceof Error && "code" in error && error.code === "EAGAIN")) throw error;
      Atomics.wait(pause, 0, 0, 1);
    }
  }
}

const units = unitsOf(paths);
const count = Number(workers);
const answer = count > 1 ? await runWorkers(job, units, count, write) : runHere(job, units, write);
process.stderr.write(`${JSON.stringify(answer)}\n`);

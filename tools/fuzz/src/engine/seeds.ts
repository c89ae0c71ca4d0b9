import type { Random } from "../mutate/random.ts";
import { findLogs, readSeed } from "../seeds/real.ts";
import { makeLog } from "../seeds/synthetic.ts";
import { keptInputs, readInput } from "./corpus.ts";
import type { WorkerTask } from "./messages.ts";

const SYNTHETIC_LOGS = 96;

/** A worker's share of the inputs to begin with: those of an earlier run, made ones, parts of real logs. */
export function* eachSeed(
  { worker, workers, corpus, corpora }: WorkerTask,
  random: Random,
): Generator<Uint8Array, void, undefined> {
  const isOwn = (_: unknown, index: number): boolean => index % workers === worker;
  if (corpus !== undefined)
    for (const path of keptInputs(corpus).filter(isOwn)) yield readInput(path);
  for (let n = worker; n < SYNTHETIC_LOGS; n += workers) yield makeLog(random);
  for (const path of findLogs(corpora).filter(isOwn)) yield readSeed(path, random);
}

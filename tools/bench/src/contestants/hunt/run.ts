import { Worker } from "node:worker_threads";
import type { Detection } from "@tocsin/model";
import type { HuntAnswer } from "./answer.ts";
import { ENGINES, countMatches } from "./engine.ts";
import type { Counted, EngineName } from "./engine.ts";
import { LOADERS, isLoaderName } from "./load.ts";

/** What a thread is given. */
export interface CountOrder {
  readonly engine: EngineName;
  readonly detections: readonly Detection[];
  readonly files: readonly string[];
}

/** What an engine contestant is asked to do. */
export interface EngineJob {
  readonly engine: EngineName;
  readonly threads: number;
  readonly rules: string;
  readonly files: readonly string[];
  /** How rules are loaded: a key of {@link LOADERS}. Default `yaml`. */
  readonly loader?: string;
}

/**
 * Loads rules and counts what they match: on this thread, or on some, each with its share of the files.
 * @throws {Error} no such loader, or a thread failed
 */
export async function runEngine(job: EngineJob): Promise<HuntAnswer> {
  const { loader = "yaml" } = job;
  if (!isLoaderName(loader)) throw new Error(`there is no loader "${loader}"`);
  const load = LOADERS[loader];
  const start = performance.now();
  const { detections, refused } = load(job.rules);
  const loaded = performance.now();
  const engine = ENGINES[job.engine](detections);
  const planned = performance.now();
  const parts =
    job.threads === 1
      ? [await countMatches(engine, job.files)]
      : await Promise.all(
          Array.from({ length: job.threads }, (_, lane) =>
            countInThread({
              engine: job.engine,
              detections,
              files: job.files.filter((_file, n) => n % job.threads === lane),
            }),
          ),
        );
  const { records, counts } = addCounted(parts);
  return {
    records,
    matches: [...counts.values()].reduce((sum, count) => sum + count, 0),
    rules: engine.detections.length,
    refused: refused + engine.refused.length,
    loadMs: Math.round(loaded - start),
    planMs: Math.round(planned - loaded),
    counts: Object.fromEntries([...counts].toSorted(([a], [b]) => (a < b ? -1 : 1))),
  };
}

function addCounted(parts: readonly Counted[]): Counted {
  const counts = new Map<string, number>();
  let records = 0;
  for (const part of parts) {
    records += part.records;
    for (const [id, count] of part.counts) counts.set(id, (counts.get(id) ?? 0) + count);
  }
  return { records, counts };
}

function countInThread(workerData: CountOrder): Promise<Counted> {
  // The sources run as they are in tests, and as JavaScript once built.
  const place = import.meta.url.endsWith(".ts")
    ? new URL("./worker.ts", import.meta.url)
    : new URL("./worker.js", import.meta.url);
  const worker = new Worker(place, { workerData });
  return new Promise((resolve, reject) => {
    worker.once("message", resolve);
    worker.once("error", reject);
    worker.once("exit", (code) => reject(new Error(`a thread ended early with ${code}`)));
  });
}

import { MessageChannel, type MessagePort, Worker } from "node:worker_threads";
import { MOST_BYTES } from "../mutate/layout.ts";
import { type FindNote, makeFind } from "./find.ts";
import {
  SLOT,
  SLOT_BYTES,
  type WorkerFacts,
  type WorkerMessage,
  type WorkerTask,
} from "./messages.ts";

/** What is fuzzed, and for how long. */
export interface PoolOptions {
  readonly seed: number;
  readonly workers: number;
  readonly forMs: number;
  /** For each worker. */
  readonly executions: number;
  readonly corpora: string;
  readonly corpus?: string;
  readonly signal: AbortSignal;
  /** Is told each find once. */
  readonly onFind: (note: FindNote, bytes: Uint8Array) => void;
  /** Is told now and then how far the workers are, those that had to be ended included. */
  readonly onFacts: (facts: readonly WorkerFacts[]) => void;
}

/** No input may take so long, however busy the machine is. */
const HANG_MS = 60_000;
const WATCH_MS = 1000;
const HEAP_MEBIBYTES = 768;

/** Runs workers to their end; one that hangs or runs out of memory is a find, and another takes its place. */
export async function runPool(given: PoolOptions): Promise<readonly WorkerFacts[]> {
  const failed = new AbortController();
  const options = { ...given, signal: AbortSignal.any([given.signal, failed.signal]) };
  const all = new Map<string, WorkerFacts>();
  const peers = new Map<number, MessagePort>();
  const startMs = performance.now();
  const onFacts = (name: string, facts: WorkerFacts): void => {
    all.set(name, facts);
    options.onFacts([...all.values()]);
  };
  const runOne = async (worker: number): Promise<void> => {
    for (let life = 0; !options.signal.aborted; life++) {
      const forMs = options.forMs - (performance.now() - startMs);
      if (forMs <= 0) return;
      const { port1, port2 } = new MessageChannel();
      peers.set(worker, port1);
      const isDone = await runWorker(options, {
        worker,
        // Another life goes another way.
        seed: options.seed + 1000 * life,
        forMs,
        port: port2,
        onFacts: (facts) => onFacts(`${worker} ${life}`, facts),
        onKept: (bytes) => {
          for (const [peer, port] of peers) if (peer !== worker) port.postMessage(bytes);
        },
      });
      peers.delete(worker);
      port1.close();
      if (isDone) return;
    }
  };
  const numbers = Array.from({ length: options.workers }, (_, worker) => worker);
  await Promise.all(
    numbers.map(async (worker) => {
      try {
        await runOne(worker);
      } catch (error) {
        // A defect of the tool: the others need not go on.
        failed.abort();
        throw error;
      }
    }),
  );
  return [...all.values()];
}

interface Life {
  readonly worker: number;
  readonly seed: number;
  readonly forMs: number;
  readonly port: MessagePort;
  readonly onFacts: (facts: WorkerFacts) => void;
  readonly onKept: (bytes: Uint8Array) => void;
}

/** @returns false if the worker had to be ended, or ended by itself before its time */
async function runWorker(options: PoolOptions, life: Life): Promise<boolean> {
  const { workers, executions, corpora, corpus, signal, onFind } = options;
  const { worker, seed, forMs, port } = life;
  const shared = new SharedArrayBuffer(SLOT_BYTES + MOST_BYTES);
  const state = new Int32Array(shared, 0, SLOT_BYTES / 4);
  const task: WorkerTask = {
    seed,
    worker,
    workers,
    corpora,
    forMs,
    executions,
    shared,
    port,
    ...(corpus === undefined ? {} : { corpus }),
  };
  const thread = new Worker(new URL("./worker.js", import.meta.url), {
    workerData: task,
    transferList: [port],
    resourceLimits: { maxOldGenerationSizeMb: HEAP_MEBIBYTES },
  });
  const blame = (kind: "hang" | "memory", message: string): void => {
    const bytes = new Uint8Array(shared, SLOT_BYTES).slice(0, Atomics.load(state, SLOT.length));
    const facts = { execution: Atomics.load(state, SLOT.beat), parent: "", steps: [] };
    onFind(
      { ...makeFind(kind, message), seed, worker, ...facts, alone: false, minimised: false },
      bytes,
    );
  };
  const stop = (): void => void Atomics.store(state, SLOT.stop, 1);
  if (signal.aborted) stop();
  signal.addEventListener("abort", stop, { once: true });
  let beat = -1;
  let beatMs = performance.now();
  const watch = setInterval(() => {
    const now = Atomics.load(state, SLOT.beat);
    if (now !== beat) {
      beat = now;
      beatMs = performance.now();
    } else if (performance.now() - beatMs > HANG_MS) {
      blame("hang", `no end within ${HANG_MS} ms`);
      void thread.terminate();
    }
  }, WATCH_MS);
  try {
    return await new Promise<boolean>((resolve, reject) => {
      let isDone = false;
      thread.on("message", (message: WorkerMessage) => {
        if (message.type === "find") onFind(message.note, message.bytes);
        else if (message.type === "kept") life.onKept(message.bytes);
        else {
          life.onFacts(message.facts);
          isDone ||= message.isLast;
        }
      });
      thread.on("error", (error: Error) => {
        const isFull = "code" in error && error.code === "ERR_WORKER_OUT_OF_MEMORY";
        if (!isFull) return reject(error);
        blame("memory", `over ${HEAP_MEBIBYTES} MiB of heap`);
        return resolve(false);
      });
      thread.on("exit", () => resolve(isDone));
    });
  } finally {
    clearInterval(watch);
    signal.removeEventListener("abort", stop);
  }
}

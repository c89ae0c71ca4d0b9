import { mutate } from "../mutate/mutate.ts";
import { createRandom } from "../mutate/random.ts";
import { checkLog } from "../oracle/check-log.ts";
import type { Reader } from "../oracle/reader.ts";
import { openSession } from "../oracle/session.ts";
import { createCorpus } from "./corpus.ts";
import type { CoverageMap } from "./coverage.ts";
import { createExaminer, SLOW_MS, slowFind, type Trial } from "./examine.ts";
import { digestOf, type Find, makeFind, toFind } from "./find.ts";
import { heapBytes, heapGrowth } from "./heap.ts";
import {
  SLOT,
  SLOT_BYTES,
  type WorkerFacts,
  type WorkerMessage,
  type WorkerTask,
} from "./messages.ts";
import { eachSeed } from "./seeds.ts";

/** What a worker fuzzes with. */
export interface Tools {
  readonly coverage: CoverageMap;
  readonly reader: Reader;
  readonly send: (message: WorkerMessage) => void;
  /** The next input that another worker kept. */
  readonly receive: () => Uint8Array | undefined;
}

/** Reading in pieces costs as much as everything else: one input in so many is read so. */
const IN_PIECES_ONE_IN = 12;
const MOST_SLOW = 6;
const FACTS_EVERY = 64;

/**
 * Mutates and checks until the time is over or the stop is set, then reads the inputs that took longest again
 * and again. Tells finds as they come, facts now and at the end.
 */
export function runFuzzing(task: WorkerTask, { coverage, reader, send, receive }: Tools): void {
  const random = createRandom(task.seed, task.worker);
  const state = new Int32Array(task.shared, 0, SLOT_BYTES / 4);
  const current = new Uint8Array(task.shared, SLOT_BYTES);
  const session = openSession(reader);
  const corpus = createCorpus(random, task.corpus);
  const examine = createExaminer(reader, task, send);
  const endMs = performance.now() + task.forMs;
  const slowest: { readonly ms: number; readonly bytes: Uint8Array }[] = [];
  let executions = 0;
  let records = 0;
  let kept = 0;

  const isStopped = (): boolean => Atomics.load(state, SLOT.stop) !== 0;
  const isOver = (): boolean =>
    isStopped() || executions >= task.executions || performance.now() >= endMs;

  /** Lets the watch know that this thread lives, and on what. */
  const show = (bytes: Uint8Array): void => {
    const length = Math.min(bytes.length, current.length);
    current.set(bytes.subarray(0, length));
    Atomics.store(state, SLOT.length, length);
    Atomics.add(state, SLOT.beat, 1);
  };

  const noteTime = (ms: number, bytes: Uint8Array): void => {
    if (slowest.length === MOST_SLOW && ms <= (slowest.at(-1)?.ms ?? 0)) return;
    slowest.push({ ms, bytes });
    slowest.sort((a, b) => b.ms - a.ms);
    slowest.length = Math.min(slowest.length, MOST_SLOW);
  };

  const check = (bytes: Uint8Array): Find | undefined => {
    try {
      const facts = checkLog(bytes, session, { pieces: random.oneIn(IN_PIECES_ONE_IN) });
      records += facts.records;
      noteTime(facts.readMs, bytes);
      return facts.readMs > SLOW_MS ? slowFind(facts.readMs) : undefined;
    } catch (error) {
      return toFind(error);
    }
  };

  /** Checks an input; keeps it if it reaches something new. */
  const run = (trial: Trial): void => {
    show(trial.bytes);
    executions++;
    const find = check(trial.bytes);
    const isNew = coverage.take() > 0;
    if (find !== undefined) {
      examine(find, trial, executions);
      coverage.take();
    }
    if (isNew && corpus.add(trial.bytes)) {
      kept++;
      send({ type: "kept", bytes: trial.bytes });
    }
    if (executions % FACTS_EVERY === 0) send({ type: "facts", facts: facts(0), isLast: false });
  };

  const facts = (bytes: number): WorkerFacts => ({
    executions,
    records,
    inputs: corpus.size,
    kept,
    blocks: coverage.blocks,
    functions: coverage.functions(),
    idle: coverage.idle(),
    slowestMs: Math.round(slowest[0]?.ms ?? 0),
    heapBytes: bytes,
  });

  for (const bytes of eachSeed(task, random)) {
    if (isOver()) break;
    run({ bytes, parent: "", steps: [] });
    // Every form is worth mutating, even where it reaches nothing new.
    corpus.add(bytes);
  }
  while (!isOver()) {
    for (let other = receive(); other !== undefined; other = receive()) {
      check(other);
      if (coverage.take() > 0 || !coverage.isGuide) corpus.add(other);
    }
    const parent = corpus.pick(random);
    const { bytes, steps } = mutate(parent, corpus.pick(random), random);
    run({ bytes, parent: digestOf(parent), steps });
  }
  for (const { bytes } of slowest) {
    if (isStopped()) break;
    show(bytes);
    const growth = heapGrowth(bytes, reader);
    if (growth !== undefined) {
      const find = makeFind("memory", `heap grew by ${growth} bytes`);
      examine(find, { bytes, parent: "", steps: [] }, executions);
    }
  }
  slowest.length = Math.min(slowest.length, 1);
  send({ type: "facts", facts: facts(heapBytes()), isLast: true });
}

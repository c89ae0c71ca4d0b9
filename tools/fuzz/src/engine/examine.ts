import { checkLog } from "../oracle/check-log.ts";
import type { Reader } from "../oracle/reader.ts";
import { openSession } from "../oracle/session.ts";
import { type Find, makeFind, toFind } from "./find.ts";
import type { WorkerMessage, WorkerTask } from "./messages.ts";
import { minimise } from "./minimise.ts";

/** An input, and where it comes from. */
export interface Trial {
  readonly bytes: Uint8Array;
  /** Digest of the input that was mutated. */
  readonly parent: string;
  readonly steps: readonly string[];
}

/** Of one signature so many finds are told; the others are counted only. */
const MOST_ALIKE = 2;
const MINIMISE_MS = 8000;
/** Time of a plain reading that is too long: every record asked for everything once. */
export const SLOW_MS = 2000;
const TIMINGS = 3;

/**
 * Checks an input alone, in a session of its own.
 * @returns what is wrong; undefined if nothing is
 */
export function checkAlone(bytes: Uint8Array, reader: Reader): Find | undefined {
  let readMs = Number.POSITIVE_INFINITY;
  try {
    // More than once, since the machine has other things to do.
    for (let n = 0; n < TIMINGS && readMs > SLOW_MS; n++)
      readMs = Math.min(readMs, checkLog(bytes, openSession(reader), { pieces: true }).readMs);
  } catch (error) {
    return toFind(error);
  }
  return readMs > SLOW_MS ? slowFind(readMs) : undefined;
}

export function slowFind(readMs: number): Find {
  return makeFind("slow", `reading took ${Math.round(readMs)} ms`);
}

/** Gives a function that tries a find alone, makes it smaller and tells it. A signature is told twice at most. */
export function createExaminer(
  reader: Reader,
  task: WorkerTask,
  send: (message: WorkerMessage) => void,
): (find: Find, trial: Trial, execution: number) => void {
  const told = new Map<string, number>();
  return (find, { bytes, parent, steps }, execution) => {
    const times = (told.get(find.signature) ?? 0) + 1;
    told.set(find.signature, times);
    if (times > MOST_ALIKE) return;
    const isSame = (each: Uint8Array): boolean =>
      checkAlone(each, reader)?.signature === find.signature;
    const isAlone = isSame(bytes);
    if (find.kind === "slow" && !isAlone) return;
    const isMinimised = isAlone && find.kind !== "slow";
    const small = isMinimised
      ? minimise(bytes, isSame, {
          isSealed: steps.at(-1) === "seal",
          deadlineMs: performance.now() + MINIMISE_MS,
        })
      : bytes;
    const { seed, worker } = task;
    const note = {
      ...find,
      seed,
      worker,
      execution,
      parent,
      steps,
      alone: isAlone,
      minimised: isMinimised,
    };
    send({ type: "find", note, bytes: small });
  };
}

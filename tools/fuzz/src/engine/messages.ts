import type { MessagePort } from "node:worker_threads";
import type { FindNote } from "./find.ts";

/** What a worker is started with. */
export interface WorkerTask {
  readonly seed: number;
  readonly worker: number;
  readonly workers: number;
  readonly corpora: string;
  readonly corpus?: string;
  /** Ends when this time has passed, milliseconds. */
  readonly forMs: number;
  /** Or after so many executions. */
  readonly executions: number;
  /** Words of {@link SLOT}, then the bytes of the input in work. */
  readonly shared: SharedArrayBuffer;
  /** Inputs that other workers kept come here. */
  readonly port: MessagePort;
}

/** Words at the start of the shared memory. */
export const SLOT = { length: 0, stop: 1, beat: 2 } as const;
export const SLOT_BYTES = 64;

/** What a worker did. */
export interface WorkerFacts {
  readonly executions: number;
  readonly records: number;
  /** Size of its corpus, and how many inputs of it were kept for what they reached. */
  readonly inputs: number;
  readonly kept: number;
  readonly blocks: number;
  readonly functions: { readonly ran: number; readonly known: number };
  /** Functions of the reader that never ran. */
  readonly idle: readonly string[];
  /** Longest time of one plain reading, milliseconds. */
  readonly slowestMs: number;
  readonly heapBytes: number;
}

/** What a worker tells. */
export type WorkerMessage =
  | { readonly type: "find"; readonly note: FindNote; readonly bytes: Uint8Array }
  | { readonly type: "kept"; readonly bytes: Uint8Array }
  | { readonly type: "facts"; readonly facts: WorkerFacts; readonly isLast: boolean };

// A thread that reads rules once. Only plain data crosses.
import { parentPort, workerData } from "node:worker_threads";
import { pack } from "./pack.ts";
import { compileRules } from "./rules.ts";
import type { RuleOptions } from "./rules.ts";
import type { WalkedFile } from "./walk.ts";

/** What it reads, and how. */
export interface RulesOrder {
  readonly files: readonly WalkedFile[];
  readonly options: RuleOptions;
}

/** The rules as `pack` writes them. */
export interface RulesMessage {
  /** As JSON. */
  readonly head: string;
  readonly cells: Int32Array;
}

if (parentPort !== null) {
  const { files, options } = workerData as RulesOrder;
  const { set, packed = pack(set) } = compileRules(files, options);
  const message: RulesMessage = { head: JSON.stringify(packed.head), cells: packed.cells };
  parentPort.postMessage(message, [packed.cells.buffer as ArrayBuffer]);
}

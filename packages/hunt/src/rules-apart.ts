import { Worker } from "node:worker_threads";
import { HuntError } from "./error.ts";
import { unpack } from "./pack.ts";
import type { RulesOrder, RulesMessage } from "./rules-worker.ts";
import {
  asChecked,
  compileRules,
  isRuleSet,
  knownRules,
  listRuleFiles,
  withNotes,
} from "./rules.ts";
import type { RuleOptions, RuleSet } from "./rules.ts";
import type { WalkedFile } from "./walk.ts";

/** Fewer are read sooner than a thread is started. */
const APART_FROM_BYTES = 1024 * 1024;

/**
 * As {@link readRules}, but many rules that no cache has are read by a thread that ends then. What reading them takes, three
 * times what they take when they are ready, is so given back before the hunt.
 * @throws {HuntError} `HUNT_PATH`; `HUNT_WORKER`
 */
export async function readRulesApart(
  paths: readonly string[],
  options: RuleOptions = {},
): Promise<RuleSet> {
  const { files, diagnostics } = listRuleFiles(paths);
  const known = knownRules(files, options);
  if (known !== undefined) return withNotes(known, diagnostics);
  const sizeBytes = files.reduce((sum, file) => sum + file.sizeBytes, 0);
  const set =
    sizeBytes < APART_FROM_BYTES
      ? compileRules(files, options).set
      : await compileApart(files, options);
  return withNotes(set, diagnostics);
}

async function compileApart(files: readonly WalkedFile[], options: RuleOptions): Promise<RuleSet> {
  // From sources, as in tests, Node strips the types by itself.
  const name = import.meta.url.endsWith(".ts") ? "./rules-worker.ts" : "./rules-worker.js";
  const workerData: RulesOrder = { files, options };
  const { head, cells } = await new Promise<RulesMessage>((resolve, reject) => {
    const fail = (cause: unknown): void => {
      const message = cause instanceof Error ? cause.message : String(cause);
      reject(new HuntError("HUNT_WORKER", `rules could not be read: ${message}`, { cause }));
    };
    new Worker(new URL(name, import.meta.url), { workerData })
      .on("message", resolve)
      .on("error", fail)
      .on("exit", (code) => fail(`the thread ended with code ${code}`));
  });
  const set = unpack(JSON.parse(head), cells);
  if (!isRuleSet(set)) throw new TypeError("Rules came back from their thread as something else");
  return asChecked(set);
}

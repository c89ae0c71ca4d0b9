import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { HuntWork } from "./work.ts";

/** The product line of a logsource. */
const WINDOWS = /^\s+product:\s*["']?windows\b/imu;

/**
 * Copies all rules into `rules/live`, those whose logsource is Windows into `rules/all`, and every second of them into
 * `rules/half`. Chosen by their text, so that no engine decides what it has to load.
 */
export function writeRules(folder: string, sources: readonly string[]): HuntWork["rules"] {
  rmSync(join(folder, "rules"), { recursive: true, force: true });
  let live = 0;
  let all = 0;
  let half = 0;
  for (const source of sources)
    for (const path of ruleFiles(source)) {
      const from = join(source, path);
      const into = (name: string): void => {
        const target = join(folder, "rules", name, basename(source), path);
        mkdirSync(dirname(target), { recursive: true });
        cpSync(from, target);
      };
      into("live");
      live++;
      if (!WINDOWS.test(readFileSync(from, "utf8"))) continue;
      into("all");
      if (all++ % 2 === 1) continue;
      into("half");
      half += 1;
    }
  if (all === 0) throw new RangeError(`no rule for Windows in ${sources.join(", ")}`);
  return {
    live: { folder: join("rules", "live"), files: live },
    all: { folder: join("rules", "all"), files: all },
    half: { folder: join("rules", "half"), files: half },
  };
}

function ruleFiles(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => /\.ya?ml$/iu.test(path))
    .toSorted();
}

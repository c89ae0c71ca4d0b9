import { readFileSync } from "node:fs";
import type { Diagnostic } from "@tocsin/model";
import { loadSigma } from "@tocsin/sigma";
import type { SigmaSet, SigmaSource } from "@tocsin/sigma";
import { unreadable, walkFiles } from "./walk.ts";

/** Rules from files: what is ready, and what was refused. */
export interface RuleSet extends SigmaSet {
  /** Files that were looked at. */
  readonly files: number;
}

const MAX_FILE_BYTES = 16 * 1024 * 1024;

/**
 * Reads the Sigma rules of files and folders: `.yml` and `.yaml` in folders, anything that is named itself.
 * @throws {HuntError} `HUNT_PATH`
 */
export function readRules(paths: readonly string[]): RuleSet {
  const diagnostics: Diagnostic[] = [];
  const sources: SigmaSource[] = [];
  const named = new Set(paths.map((path) => path.replaceAll("\\", "/")));
  for (const { path, file, sizeBytes } of walkFiles(paths, (one) => diagnostics.push(one))) {
    if (!/\.ya?ml$/i.test(file) && !named.has(file)) continue;
    if (sizeBytes > MAX_FILE_BYTES) {
      diagnostics.push({
        severity: "error",
        code: "HUNT_LIMIT",
        message: `has ${sizeBytes} bytes; a file of rules has ${MAX_FILE_BYTES} at most`,
        place: { file },
        remedy: "Split it",
      });
      continue;
    }
    try {
      sources.push({ file, text: readFileSync(path, "utf8") });
    } catch (error) {
      diagnostics.push(unreadable(file, error));
    }
  }
  const set = loadSigma(sources);
  return { ...set, files: sources.length, diagnostics: [...diagnostics, ...set.diagnostics] };
}

import { readFileSync } from "node:fs";
import type { Diagnostic } from "@tocsin/model";
import { isRuleTestFile, loadSigma } from "@tocsin/sigma";
import type { SigmaOptions, SigmaSet, SigmaSource } from "@tocsin/sigma";
import { checkOnce, markChecked } from "./checked.ts";
import { pack } from "./pack.ts";
import { createRuleCache, hash } from "./rule-cache.ts";
import { unreadable, walkFiles } from "./walk.ts";
import type { WalkedFile } from "./walk.ts";

/** Rules from files: what is ready, and what was refused. */
export interface RuleSet extends SigmaSet {
  /** Files that were looked at. */
  readonly files: number;
}

const MAX_FILE_BYTES = 16 * 1024 * 1024;

/** How rules are read. */
export interface RuleOptions extends SigmaOptions {
  /** A folder in which what was made of rules is kept for the next time. Default: nothing is kept. */
  readonly cache?: string | undefined;
}

/** Texts of rule files. */
export interface RuleSources {
  readonly sources: readonly SigmaSource[];
  /** Files that cannot be read, or are larger than any honest one. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Reads the Sigma rules of files and folders: `.yml` and `.yaml` in folders, anything that is named itself.
 * Files of tests that lie among them are left out. With a cache, the result is the same.
 * @throws {HuntError} `HUNT_PATH`
 */
export function readRules(paths: readonly string[], options: RuleOptions = {}): RuleSet {
  const { files, diagnostics } = listRuleFiles(paths);
  return withNotes(readListed(files, options), diagnostics);
}

function readListed(
  files: readonly WalkedFile[],
  { cache: folder, ...sigma }: RuleOptions,
): RuleSet {
  if (folder === undefined) return loadFiles(readFiles(files), sigma);
  const cache = createRuleCache(folder, JSON.stringify(sigma), isRuleSet);
  const untouched = cache.ofFiles(files);
  if (untouched !== undefined) return asChecked(untouched);
  const read = readFiles(files);
  // What could not be read is to be told, and tried again.
  if (read.diagnostics.length > 0) return loadFiles(read, sigma);
  const key = hash(...read.sources.flatMap(({ file, text }) => [file, text]));
  const known = cache.ofContent(files, key);
  if (known !== undefined) return asChecked(known);
  const set = loadFiles(read, sigma);
  cache.keep(files, key, pack(set));
  return set;
}

/** Rules that were found ready before they were packed. */
function asChecked(set: RuleSet): RuleSet {
  markChecked(set.detections);
  return set;
}

function loadFiles({ sources: all, diagnostics }: RuleSources, options: SigmaOptions): RuleSet {
  const sources = all.filter(({ text, file }) => !isRuleTestFile(text, file));
  const set = loadSigma(sources, options);
  const { ready, refused } = checkOnce(set.detections);
  return {
    ...set,
    detections: ready,
    files: sources.length,
    diagnostics: [...diagnostics, ...set.diagnostics, ...refused],
  };
}

function withNotes(set: RuleSet, notes: readonly Diagnostic[]): RuleSet {
  return notes.length === 0 ? set : { ...set, diagnostics: [...notes, ...set.diagnostics] };
}

function isRuleSet(value: unknown): value is RuleSet {
  if (typeof value !== "object" || value === null) return false;
  const { detections, correlations, diagnostics, silent, files } = value as Partial<RuleSet>;
  return (
    [detections, correlations, diagnostics].every(isListOfObjects) &&
    silent instanceof Set &&
    typeof files === "number"
  );
}

function isListOfObjects(value: unknown): boolean {
  return Array.isArray(value) && value.every((one) => typeof one === "object" && one !== null);
}

/**
 * The texts of rules, and of tests among them, for who looks at rules without running them.
 * @throws {HuntError} `HUNT_PATH`
 */
export function readRuleSources(paths: readonly string[]): RuleSources {
  const { files, diagnostics } = listRuleFiles(paths);
  const read = readFiles(files);
  return { ...read, diagnostics: [...diagnostics, ...read.diagnostics] };
}

interface RuleFiles {
  readonly files: readonly WalkedFile[];
  readonly diagnostics: readonly Diagnostic[];
}

function listRuleFiles(paths: readonly string[]): RuleFiles {
  const diagnostics: Diagnostic[] = [];
  const files: WalkedFile[] = [];
  const named = new Set(paths.map((path) => path.replaceAll("\\", "/")));
  for (const walked of walkFiles(paths, (one) => diagnostics.push(one))) {
    const { file, sizeBytes } = walked;
    if (!/\.ya?ml$/i.test(file) && !named.has(file)) continue;
    if (sizeBytes <= MAX_FILE_BYTES) files.push(walked);
    else
      diagnostics.push({
        severity: "error",
        code: "HUNT_LIMIT",
        message: `has ${sizeBytes} bytes; a file of rules has ${MAX_FILE_BYTES} at most`,
        place: { file },
        remedy: "Split it",
      });
  }
  return { files, diagnostics };
}

function readFiles(files: readonly WalkedFile[]): RuleSources {
  const diagnostics: Diagnostic[] = [];
  const sources: SigmaSource[] = [];
  for (const { path, file } of files)
    try {
      sources.push({ file, text: readFileSync(path, "utf8") });
    } catch (error) {
      diagnostics.push(unreadable(file, error));
    }
  return { sources, diagnostics };
}

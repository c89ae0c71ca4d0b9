import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { readRuleSources } from "@tocsin/hunt";
import type { DiagnosticSink } from "@tocsin/model";
import { mayHoldRuleTests, readRuleTests } from "@tocsin/sigma";
import type { RuleTest, SigmaOptions, SigmaSource } from "@tocsin/sigma";
import { createRuleFinder, rulePath, type RuleFinder } from "./rules-test-find.ts";

/** A test with the evidence it names, where that lies. */
export interface PlacedTest extends RuleTest {
  /** Paths of evidence; empty for inline events. */
  readonly files: readonly string[];
}

/** Everything that is to be tested. */
export interface Collection {
  readonly tests: readonly PlacedTest[];
  readonly find: RuleFinder;
}

/** How far above an info.yml the root of its repository is looked for. */
const MOST_LEVELS = 12;

/**
 * Finds tests among files and folders, and the rules they speak of.
 * @throws {HuntError} `HUNT_PATH`
 */
export function collectTests(
  paths: readonly string[],
  rules: readonly string[],
  options: SigmaOptions,
  onDiagnostic: DiagnosticSink,
): Collection {
  const { sources, diagnostics } = readRuleSources([...paths, ...jsonTests(paths)]);
  const elsewhere = readRuleSources(rules);
  for (const one of [...diagnostics, ...elsewhere.diagnostics]) onDiagnostic(one);
  const tests: PlacedTest[] = [];
  const ruleSources = new Map<string, SigmaSource>();
  for (const source of [...sources, ...withInfo(sources)]) {
    const found = mayHoldRuleTests(source.text)
      ? readRuleTests(source.text, source.file, onDiagnostic)
      : [];
    if (found.length === 0) ruleSources.set(resolve(source.file), source);
    for (const test of found) tests.push({ ...test, files: placeEvents(test) });
  }
  for (const source of elsewhere.sources) ruleSources.set(resolve(source.file), source);
  // Rules that are named by their path, and lie outside of what is given.
  for (const test of tests) {
    const path = rulePath(test);
    if (path === undefined || ruleSources.has(resolve(path))) continue;
    for (const source of readRuleSources([path]).sources) ruleSources.set(resolve(path), source);
  }
  return { tests, find: createRuleFinder([...ruleSources.values()], options) };
}

/** `x.test.json` and `x.tests.json`; other JSON of a folder is evidence, and not opened. */
function jsonTests(paths: readonly string[]): string[] {
  return paths.flatMap((path) => {
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true) return [];
    return readdirSync(path, { recursive: true, encoding: "utf8" })
      .filter((name) => /\.tests?\.json$/i.test(name))
      .sort()
      .map((name) => join(path, name));
  });
}

/** The info.yml that rules name with `regression_tests_path`, where it is not among the sources. */
function withInfo(sources: readonly SigmaSource[]): SigmaSource[] {
  const known = new Set(sources.map(({ file }) => resolve(file)));
  return sources.flatMap(({ file, text }) => {
    const named = /^regression_tests_path:\s*['"]?([^'"\r\n#]+?)['"]?\s*(?:#.*)?$/m.exec(text)?.[1];
    const path = named === undefined ? undefined : findAbove(dirname(file), named);
    if (path === undefined || known.has(resolve(path))) return [];
    known.add(resolve(path));
    return [{ file: path.replaceAll("\\", "/"), text: readFileSync(path, "utf8") }];
  });
}

/** A path from the root of a repository, seen from a folder within it. */
function findAbove(folder: string, path: string): string | undefined {
  let from = folder;
  for (let level = 0; level < MOST_LEVELS; level++) {
    const found = join(from, path);
    if (existsSync(found)) return found;
    from = join(from, "..");
  }
  return undefined;
}

/** Beside the test; else from the root of the repository; else, as in copies of it, beside by its name. */
function placeEvents({ events, place }: RuleTest): string[] {
  if (events.kind === "inline") return [];
  const folder = dirname(place.file);
  return events.paths.map((path) => {
    const beside = join(folder, basename(path));
    const found = findAbove(folder, path) ?? (existsSync(beside) ? beside : join(folder, path));
    return found.replaceAll("\\", "/");
  });
}

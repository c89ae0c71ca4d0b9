import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { readRuleSources } from "@tocsin/hunt";
import type { Detection, DiagnosticSink, Place } from "@tocsin/model";
import { loadSigma, mayHoldRuleTests, readRuleTests } from "@tocsin/sigma";
import type { RuleTest, SigmaSource } from "@tocsin/sigma";

/** A test with the evidence it names, where that lies. */
export interface PlacedTest extends RuleTest {
  /** Paths of evidence; empty for inline events. */
  readonly files: readonly string[];
}

/** The rule of a test, or why there is none. */
export type FoundRule =
  | { readonly detection: Detection }
  | { readonly detection: undefined; readonly reason: string };

/** Everything that is to be tested. */
export interface Collection {
  readonly tests: readonly PlacedTest[];
  readonly find: (test: RuleTest) => FoundRule;
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
  return { tests, find: ruleFinder([...ruleSources.values()]) };
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

function rulePath({ rule, place }: { readonly rule: string; readonly place: Place }) {
  const path = join(dirname(place.file), rule);
  return existsSync(path) ? path : undefined;
}

function ruleFinder(sources: readonly SigmaSource[]): Collection["find"] {
  const { detections, correlations, diagnostics } = loadSigma(sources);
  const byId = new Map(detections.map((one) => [one.id.toLowerCase(), one]));
  const byFile = new Map<string, Detection[]>();
  for (const detection of detections) {
    const file = resolve(detection.origin?.file ?? "");
    byFile.set(file, [...(byFile.get(file) ?? []), detection]);
  }
  const refusals = new Map(
    diagnostics
      .filter(({ severity }) => severity === "error")
      .map((one) => [resolve(one.place?.file ?? ""), one.message]),
  );
  const texts = new Map(sources.map(({ file, text }) => [resolve(file), text]));
  return (test) => {
    const path = rulePath(test);
    const known = byId.get(test.rule.toLowerCase());
    if (path === undefined) {
      if (known !== undefined) return { detection: known };
      const correlation = correlations.find(({ id }) => id === test.rule.toLowerCase());
      if (correlation !== undefined)
        return {
          detection: undefined,
          reason: `"${correlation.title}" is a correlation, which this command does not test`,
        };
      const refused = [...refusals].find(([file]) => texts.get(file)?.includes(test.rule) === true);
      const reason =
        refused === undefined
          ? `there is no rule "${test.rule}"; name its folder with --rules`
          : `the rule is refused: ${refused[1]}`;
      return { detection: undefined, reason };
    }
    const [first, ...others] = byFile.get(resolve(path)) ?? [];
    if (first !== undefined && others.length === 0) return { detection: first };
    if (first !== undefined)
      return {
        detection: undefined,
        reason: `${test.rule} has ${others.length + 1} rules; name one by its id`,
      };
    const refused = refusals.get(resolve(path)) ?? "it has no detection rule";
    return { detection: undefined, reason: `${test.rule} is not loaded: ${refused}` };
  };
}

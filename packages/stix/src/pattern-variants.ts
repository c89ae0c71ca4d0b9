import type { Observable, Variant } from "@tocsin/model";
import { joinAnd, joinOr } from "./clause-join.ts";
import { readExists, readTest } from "./clause.ts";
import { bearing, refuse } from "./leaf.ts";
import type { Clause } from "./leaf.ts";
import type { ComparisonNode, ComparisonTest, PatternNode } from "./pattern-node.ts";
import { formatPath } from "./pattern-node.ts";
import { needsForObservable } from "./scopes.ts";
import { SOURCE_KEYS, SOURCES } from "./sources.ts";
import { isFileDigest, isFixedByDigest } from "./target.ts";

/**
 * A pattern over single records, or why it cannot be one. `observables` is filled if the pattern asks for
 * nothing but one of these values; otherwise it is empty.
 */
export type PatternReading =
  | { readonly variants: readonly Variant[]; readonly observables: readonly Observable[] }
  | { readonly refused: string };

/**
 * Turns a pattern into predicates over log records, one variant for each kind of record that can show it.
 * Refused by name: what joins several observations (`FOLLOWEDBY`, `AND`, `REPEATS` above 1, `WITHIN` over
 * several), time windows, properties no log shows, and patterns that only exclude.
 * A digest identifies a file: beside one, other positive tests of the same file's content and name are not
 * asked, and several digests of one file are alternatives, since a log seldom has them all.
 * Never throws for a tree from `parsePattern`.
 */
export function patternToVariants(pattern: PatternNode): PatternReading {
  const clause = readObservation(pattern);
  switch (clause.kind) {
    case "refused":
      return { refused: clause.reason };
    case "negative":
      return { refused: "the pattern only excludes: it would match nearly every record" };
    case "implied":
      return { refused: "the pattern tests nothing but the type of a reference" };
    case "positive": {
      const needs = [...clause.needs].join("; ");
      const variants = SOURCE_KEYS.flatMap((source): Variant[] => {
        const predicate = clause.by.get(source);
        if (predicate === undefined) return [];
        const scope = source === "any" ? { needs } : SOURCES[source];
        return [{ scope, predicate }];
      });
      return { variants, observables: distinct(clause.observables ?? []) };
    }
  }
}

/** Every value of the pattern that an equality names, wherever it stands: for display and context. */
export function patternObservables(pattern: PatternNode): Observable[] {
  const found: Observable[] = [];
  walkTests(pattern, (test) => {
    if (test.negated || (test.operator !== "=" && test.operator !== "IN")) return;
    const clause = readTest(test);
    if (clause.kind === "positive") found.push(...(clause.observables ?? []));
  });
  return distinct(found);
}

function distinct(observables: readonly Observable[]): Observable[] {
  const seen = new Map(observables.map((one) => [`${one.type} ${one.value}`, one]));
  return [...seen.values()];
}

function readObservation(node: PatternNode): Clause {
  switch (node.kind) {
    case "observation":
      return readComparison(node.comparison);
    case "observation-or":
      return joinOr(node.of.map(readObservation));
    case "observation-and":
      return refuse("AND of observations: it joins several records");
    case "followed-by":
      return refuse("FOLLOWEDBY: it joins several records in order");
    case "repeats":
      return node.times <= 1
        ? readObservation(node.of)
        : refuse(`REPEATS ${node.times} TIMES: it counts records`);
    case "within":
      return node.of.kind === "observation"
        ? readObservation(node.of)
        : refuse(`WITHIN ${node.seconds} SECONDS: it joins several records in time`);
    case "start-stop":
      return refuse("START and STOP: a window of time is not a test of a record");
  }
}

function readComparison(node: ComparisonNode): Clause {
  switch (node.kind) {
    case "test":
      return readTest(node);
    case "exists":
      return readExists(node);
    case "comparison-or":
      return joinOr(node.of.map(readComparison));
    case "comparison-and":
      return readConjunction(node.of);
  }
}

function readConjunction(of: readonly ComparisonNode[]): Clause {
  const digests: Clause[] = [];
  const rest: ComparisonNode[] = [];
  for (const node of of) {
    const clause = isEquality(node) && isFileDigest(node.path) ? readTest(node) : undefined;
    if (clause?.kind === "positive" && clause.observables) digests.push(clause);
    else rest.push(node);
  }
  if (digests.length === 0) return joinAnd(readPaths(of));
  const asked = rest.filter((node) => !(isEquality(node) && isFixedByDigest(node.path)));
  return joinAnd([joinOr(digests), ...asked.map(readComparison)]);
}

/** A file's name and its folder together are a path. */
function readPaths(of: readonly ComparisonNode[]): Clause[] {
  const name = of.find((node) => isTextOf(node, "file:name"));
  const folder = of.find((node) => isTextOf(node, "file:parent_directory_ref.path"));
  if (name === undefined || folder === undefined) return of.map(readComparison);
  const path = joinPath(textOf(folder), textOf(name));
  const rest = of.filter((node) => node !== name && node !== folder);
  return [
    bearing({ type: "filepath", value: path }, needsForObservable("filepath")),
    ...rest.map(readComparison),
  ];
}

function isTextOf(node: ComparisonNode, path: string): boolean {
  return isEquality(node) && formatPath(node.path) === path && textOf(node) !== "";
}

function textOf(node: ComparisonNode): string {
  const value = node.kind === "test" ? node.values[0]?.value : undefined;
  return typeof value === "string" ? value.trim() : "";
}

function joinPath(folder: string, name: string): string {
  const slash = folder.includes("/") && !folder.includes("\\") ? "/" : "\\";
  return folder.endsWith(slash) ? `${folder}${name}` : `${folder}${slash}${name}`;
}

function isEquality(node: ComparisonNode): node is ComparisonTest {
  return node.kind === "test" && node.operator === "=" && !node.negated;
}

function walkTests(
  node: PatternNode | ComparisonNode,
  visit: (test: ComparisonTest) => void,
): void {
  switch (node.kind) {
    case "test":
      visit(node);
      break;
    case "exists":
      break;
    case "observation":
      walkTests(node.comparison, visit);
      break;
    case "observation-and":
    case "observation-or":
    case "followed-by":
    case "comparison-and":
    case "comparison-or":
      for (const inner of node.of) walkTests(inner, visit);
      break;
    case "within":
    case "repeats":
    case "start-stop":
      walkTests(node.of, visit);
      break;
  }
}

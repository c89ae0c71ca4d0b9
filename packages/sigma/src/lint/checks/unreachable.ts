import type { FindInOne } from "../check.ts";
import { chosen } from "../condition.ts";
import type { ConditionNode } from "../condition.ts";
import type { LintDocument } from "../document.ts";
import { isMap } from "../selection.ts";
import type { LintSelection } from "../selection.ts";
import { canBoth, clash, formsOf } from "./disjoint.ts";

/** Bounds of what hostile rules can make this compare. */
const MOST_PAIRS = 2000;
const MOST_SELECTIONS = 100;
const MOST_ITEMS = 200;

/** Only where fields have one value is a contradiction certain. */
function hasSingleValues({ map }: LintDocument): boolean {
  return isMap(map["logsource"]) && map["logsource"]["product"] === "windows";
}

/** A map of a selection whose tests contradict each other. */
export const findUnreachable: FindInOne = (document, report) => {
  if (!hasSingleValues(document)) return;
  for (const { name, maps } of document.selections)
    for (const map of maps) {
      if (map.items.length > MOST_ITEMS) continue;
      const found = clash(map, map);
      if (found !== undefined)
        report(
          found[1].path,
          `"${name}" never holds: no value passes "${found[0].key}" and "${found[1].key}"`,
        );
      for (const item of map.items) {
        const groups = formsOf(item);
        if (groups === undefined || groups.length > 40 || item.field === "") continue;
        const clashing = groups.some(([one], at) =>
          groups
            .slice(at + 1)
            .some(([two]) => one !== undefined && two !== undefined && !canBoth(one, two)),
        );
        if (clashing)
          report(item.path, `"${name}" never holds: no value passes all tests of "${item.key}"`);
      }
    }
};

/** Selections that must hold together and cannot, and negated ones that exclude nothing. */
export const findContradictions: FindInOne = (document, report) => {
  for (const { positive, other, negated } of pairsOf(document))
    if (!negated && areApart(positive, other))
      report(
        other.path,
        `"${other.name}" and "${positive.name}" must both hold, and no value can pass both`,
      );
};

/** A filter that the selection beside it has made void already. */
export const findVoidFilters: FindInOne = (document, report) => {
  const told = new Set<string>();
  for (const { positive, other, negated } of pairsOf(document)) {
    if (!negated || told.has(other.name) || !areApart(positive, other)) continue;
    told.add(other.name);
    report(
      other.path,
      `"${other.name}" excludes nothing: "${positive.name}" never holds where it does`,
    );
  }
};

interface Pair {
  readonly positive: LintSelection;
  readonly other: LintSelection;
  readonly negated: boolean;
}

function areApart(a: LintSelection, b: LintSelection): boolean {
  return (
    a.maps.length > 0 &&
    b.maps.length > 0 &&
    a.maps.length * b.maps.length <= MOST_PAIRS &&
    [...a.maps, ...b.maps].every(({ items }) => items.length <= MOST_ITEMS) &&
    a.maps.every((one) => b.maps.every((two) => clash(one, two) !== undefined))
  );
}

/** Pairs that stand side by side in a conjunction of a rule's only condition. */
function* pairsOf(document: LintDocument): Generator<Pair> {
  const [condition] = document.conditions;
  if (!hasSingleValues(document) || document.conditions.length !== 1) return;
  if (condition?.tree === undefined || document.selections.length > MOST_SELECTIONS) return;
  const names = document.selections.map(({ name }) => name);
  const byName = new Map(document.selections.map((one) => [one.name, one]));
  const find = (list: readonly string[]): LintSelection[] =>
    list.flatMap((name) => byName.get(name) ?? []);
  const parts = flatten(condition.tree, names);
  const positives = find(parts.flatMap((part) => (part.kind === "name" ? part.name : [])));
  for (const [at, positive] of positives.entries())
    for (const other of positives.slice(at + 1)) yield { positive, other, negated: false };
  for (const part of parts) {
    if (part.kind !== "not") continue;
    const filters = alternatives(part.of, names);
    for (const positive of positives)
      for (const other of find(filters)) yield { positive, other, negated: true };
  }
}

/** The parts of a conjunction; `all of x*` stands for its selections, and so does `1 of x*` if there is one. */
function flatten(node: ConditionNode, names: readonly string[]): ConditionNode[] {
  if (node.kind === "and") return node.of.flatMap((inner) => flatten(inner, names));
  if (node.kind !== "of") return [node];
  const of = chosen(node, names);
  if (node.quantity !== "all" && of.length !== 1) return [];
  return of.map((name) => ({ kind: "name", name }));
}

/** The selections each of which alone makes a negated part hold. */
function alternatives(node: ConditionNode, names: readonly string[]): readonly string[] {
  if (node.kind === "or") return node.of.flatMap((inner) => alternatives(inner, names));
  if (node.kind === "of" && node.quantity !== "1" && node.quantity !== "any") return [];
  return chosen(node, names);
}

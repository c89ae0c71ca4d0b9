import type { FindInOne } from "../check.ts";
import { chosen, decide, walkCondition } from "../condition.ts";
import type { ConditionNode } from "../condition.ts";
import type { LintDocument } from "../document.ts";

const MOST_SELECTIONS = 10;
/** Longer conditions are no honest ones, and not asked a thousand times. */
const MOST_CHARACTERS = 5000;

/** What the conditions of a document say for every choice of selections that hold. */
function truthTable({ selections, conditions }: LintDocument): boolean[] | undefined {
  const names = selections.map(({ name }) => name);
  const trees = conditions.flatMap(({ tree }): ConditionNode[] => (tree ? [tree] : []));
  if (trees.length === 0 || trees.length < conditions.length) return undefined;
  if (conditions.some(({ text }) => text.includes("|") || text.length > MOST_CHARACTERS))
    return undefined;
  if (names.length === 0 || names.length > MOST_SELECTIONS) return undefined;
  // What names nothing is told by the loader.
  if (!trees.every((tree) => namesOnly(tree, names))) return undefined;
  const bits = new Map(names.map((name, index) => [name, 1 << index]));
  return Array.from({ length: 1 << names.length }, (_, state) =>
    trees.some((tree) => decide(tree, names, (name) => (state & (bits.get(name) ?? 0)) !== 0)),
  );
}

function namesOnly(tree: ConditionNode, names: readonly string[]): boolean {
  let all = true;
  walkCondition(tree, (node) => {
    if (node.kind === "name" || node.kind === "of") all &&= chosen(node, names).length > 0;
  });
  return all;
}

/** A condition that holds, or fails, whatever the selections say. */
export const findConstantConditions: FindInOne = (document, report) => {
  const table = truthTable(document);
  const [first] = document.conditions;
  if (table === undefined || first === undefined) return;
  if (table.every((one) => one)) report(first.path, "the condition always holds", AT_VALUE);
  else if (!table.some((one) => one)) report(first.path, "the condition never holds", AT_VALUE);
};

/** A selection that the condition names, and that changes nothing. */
export const findIneffective: FindInOne = (document, report) => {
  const table = truthTable(document);
  if (table === undefined || table.every((one) => one === table[0])) return;
  const names = document.selections.map(({ name }) => name);
  const named = new Set<string>();
  for (const { tree } of document.conditions)
    if (tree !== undefined)
      walkCondition(tree, (node) => {
        for (const name of chosen(node, names)) named.add(name);
      });
  for (const [index, { name, path }] of document.selections.entries()) {
    const bit = 1 << index;
    // One that is not named at all is told as unused.
    if (named.has(name) && table.every((one, state) => one === table[state ^ bit]))
      report(path, `whether "${name}" holds changes nothing in the condition`);
  }
};

const AT_VALUE = { part: "value" } as const;

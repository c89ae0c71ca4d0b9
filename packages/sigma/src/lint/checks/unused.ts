import type { FindInOne } from "../check.ts";
import { chosen, walkCondition } from "../condition.ts";

/** A selection that no condition names. */
export const findUnused: FindInOne = ({ selections, conditions, isPart }, report) => {
  if (isPart) return;
  if (conditions.length === 0 || conditions.some(({ tree }) => tree === undefined)) return;
  const names = selections.map(({ name }) => name);
  const used = new Set<string>();
  for (const { tree, text } of conditions) {
    // An old aggregation names selections too, in its own way.
    const [, ...aggregation] = text.split("|");
    for (const word of aggregation.join(" ").split(/[\s()]+/)) used.add(word);
    if (tree !== undefined)
      walkCondition(tree, (node) => {
        for (const name of chosen(node, names)) used.add(name);
      });
  }
  for (const { name, path } of selections)
    if (!used.has(name)) report(path, `no condition names the selection "${name}"`);
};

import type { FindInOne } from "../check.ts";
import { chosen, walkCondition } from "../condition.ts";

/** `1 of them` where there is one selection. Patterns leave room for more to come, and are left alone. */
export const findSingleQuantified: FindInOne = ({ selections, conditions }, report) => {
  const names = selections.map(({ name }) => name);
  for (const { tree, path } of conditions) {
    if (tree === undefined) continue;
    walkCondition(tree, (node) => {
      if (node.kind !== "of" || node.pattern.toLowerCase() !== "them") return;
      const [only, ...rest] = chosen(node, names);
      if (only === undefined || rest.length > 0) return;
      report(path, `"${node.quantity} of ${node.pattern}" stands for "${only}" alone`, {
        part: "value",
        within: `${node.quantity} of ${node.pattern}`,
        how: `Write "${only}"`,
      });
    });
  }
};

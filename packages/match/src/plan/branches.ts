import type { Node } from "./node.ts";

/** More of them cost more than they spare. */
const MAX_BRANCHES = 8;

/**
 * Nodes of which one holds whenever the given one does. A column alone says little of `A = a or B = b`, but
 * much of each half: what is split so is excluded by bits, where it would have to be evaluated.
 */
export function branchesOf(node: Node): readonly Node[] {
  return split(node, MAX_BRANCHES);
}

function split(node: Node, most: number): readonly Node[] {
  if (node.kind === "or") {
    const parts = byColumn(node.of).flatMap((inner) =>
      inner.kind === "or" ? [inner] : split(inner, most),
    );
    return parts.length > 0 && parts.length <= most ? parts : [node];
  }
  if (node.kind !== "and") return [node];
  let branches: readonly Node[][] = [[]];
  for (const inner of node.of) {
    const parts = split(inner, Math.floor(most / branches.length));
    branches = branches.flatMap((branch) => parts.map((part) => [...branch, part]));
  }
  return branches.map((of): Node => ({ kind: "and", of }));
}

/** Parts of a disjunction; those that look at one column and the same are one. */
function byColumn(of: readonly Node[]): readonly Node[] {
  const single = new Map<number, Node[]>();
  const rest: Node[] = [];
  for (const node of of) {
    const column = onlyColumn(node);
    if (column === undefined) {
      // `a or (b or c)` is one disjunction.
      if (node.kind === "or") for (const inner of byColumn(node.of)) rest.push(inner);
      else rest.push(node);
      continue;
    }
    const known = single.get(column);
    if (known === undefined) single.set(column, [node]);
    else known.push(node);
  }
  return [...single.values()]
    .map((nodes): Node => (nodes.length === 1 ? (nodes[0] as Node) : { kind: "or", of: nodes }))
    .concat(rest);
}

/** The one column that a node looks at; undefined if there are more, or none. */
function onlyColumn(node: Node): number | undefined {
  switch (node.kind) {
    case "atom":
    case "any":
      return node.column;
    case "not":
      return onlyColumn(node.of);
    case "and":
    case "or": {
      const [first, ...rest] = node.of;
      const column = first === undefined ? undefined : onlyColumn(first);
      return rest.every((inner) => onlyColumn(inner) === column) ? column : undefined;
    }
    default:
      return undefined;
  }
}

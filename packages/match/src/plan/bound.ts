import type { Node } from "./node.ts";

/**
 * What must be possible in one column if a branch is to hold, whatever the other columns hold: its
 * condition in which every test of another column is taken in its favour. Without negations but at its leaves.
 */
export type Bound = {
  /** Bounds with one key are the same. */
  readonly key: string;
  /** Atoms that it looks at. */
  readonly atoms: readonly number[];
} & (
  | { readonly kind: "holds" | "lacks"; readonly atom: number }
  | { readonly kind: "and" | "or"; readonly of: readonly Bound[] }
  | { readonly kind: "some"; readonly of: readonly number[] }
);

/** The bound of a branch in a column; true if any value will do, false if none will. */
export function boundOf(node: Node, column: number, isPositive: boolean): Bound | boolean {
  switch (node.kind) {
    case "constant":
      return node.value === isPositive;
    case "same":
      return true;
    case "not":
      return boundOf(node.of, column, !isPositive);
    case "atom":
      if (node.column !== column) return true;
      return {
        kind: isPositive ? "holds" : "lacks",
        atom: node.atom,
        atoms: [node.atom],
        key: `${isPositive ? "" : "!"}${node.atom}`,
      };
    case "and":
    case "or":
      return join(node, column, isPositive);
  }
}

function join(
  { kind, of }: Node & { readonly kind: "and" | "or" },
  column: number,
  isPositive: boolean,
): Bound | boolean {
  const joined = (kind === "and") === isPositive ? "and" : "or";
  /** What decides the whole as soon as one part is it. */
  const decides = joined === "or";
  const parts: Bound[] = [];
  const single: number[] = [];
  for (const inner of of) {
    const part = boundOf(inner, column, isPositive);
    if (part === decides) return decides;
    if (typeof part === "boolean") continue;
    if (joined === "or" && part.kind === "holds") single.push(part.atom);
    else if (joined === "or" && part.kind === "some") single.push(...part.of);
    else parts.push(part);
  }
  if (single.length > 0) parts.push(some(single));
  const [first] = parts;
  if (first === undefined) return !decides;
  if (parts.length === 1) return first;
  return {
    kind: joined,
    of: parts,
    atoms: [...new Set(parts.flatMap(({ atoms }) => atoms))],
    key: `${joined === "and" ? "&" : "|"}(${parts.map(({ key }) => key).join(" ")})`,
  };
}

/** One of several atoms; rules list thousands. */
function some(of: readonly number[]): Bound {
  const atoms = [...new Set(of)];
  return { kind: "some", of: atoms, atoms, key: `+(${atoms.join()})` };
}

/** @param states by atom: 0 it does not hold, 1 it holds, 2 it may */
export function evaluateBound(bound: Bound, states: Uint8Array): boolean {
  switch (bound.kind) {
    case "holds":
      return states[bound.atom] !== 0;
    case "lacks":
      return states[bound.atom] !== 1;
    case "some":
      return bound.of.some((atom) => states[atom] !== 0);
    case "and":
      return bound.of.every((inner) => evaluateBound(inner, states));
    case "or":
      return bound.of.some((inner) => evaluateBound(inner, states));
  }
}

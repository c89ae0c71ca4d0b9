import type { Node } from "./node.ts";

/**
 * What must be possible in one column if a branch is to hold, whatever the other columns hold: its
 * condition in which every test of another column is taken in its favour. Without negations but at its leaves.
 */
export type Bound =
  | { readonly kind: "and" | "or"; readonly of: readonly Bound[] }
  /** One of the atoms holds, or none does. */
  | { readonly kind: "some" | "none"; readonly atoms: readonly number[] };

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
    case "any": {
      if (node.column !== column) return true;
      const atoms = node.kind === "atom" ? [node.atom] : node.atoms;
      return { kind: isPositive ? "some" : "none", atoms };
    }
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
    if (joined === "or" && part.kind === "some") for (const atom of part.atoms) single.push(atom);
    else parts.push(part);
  }
  if (single.length > 0) parts.push({ kind: "some", atoms: [...new Set(single)] });
  const [first] = parts;
  if (first === undefined) return !decides;
  return parts.length === 1 ? first : { kind: joined, of: parts };
}

/** Two bounds with one key are the same. */
export function keyOfBound(bound: Bound): string {
  return "atoms" in bound
    ? `${bound.kind === "some" ? "" : "!"}${bound.atoms.join()}`
    : `${bound.kind}(${bound.of.map(keyOfBound).join(" ")})`;
}

/** The atoms that a bound looks at, each once. */
export function atomsOfBound(bound: Bound): ReadonlySet<number> {
  const atoms = new Set<number>();
  const add = (one: Bound): void => {
    if ("of" in one) one.of.forEach(add);
    else for (const atom of one.atoms) atoms.add(atom);
  };
  add(bound);
  return atoms;
}

/** What the bound comes to where no atom holds. */
export function baseOfBound(bound: Bound): boolean {
  switch (bound.kind) {
    case "some":
      return false;
    case "none":
      return true;
    case "and":
      return bound.of.every(baseOfBound);
    case "or":
      return bound.of.some(baseOfBound);
  }
}

/** @param states by atom: 0 it does not hold, 1 it holds, 2 it may */
export function evaluateBound(bound: Bound, states: Uint8Array): boolean {
  switch (bound.kind) {
    case "some":
      for (const atom of bound.atoms) if (states[atom] !== 0) return true;
      return false;
    case "none":
      for (const atom of bound.atoms) if (states[atom] === 1) return false;
      return true;
    case "and":
      return bound.of.every((inner) => evaluateBound(inner, states));
    case "or":
      return bound.of.some((inner) => evaluateBound(inner, states));
  }
}

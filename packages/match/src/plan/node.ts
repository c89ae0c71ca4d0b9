import type { Predicate, Test } from "@tocsin/model";
import type { Atom } from "./atom.ts";

/** A predicate whose tests are atoms of columns. */
export type Node =
  | { readonly kind: "and" | "or"; readonly of: readonly Node[] }
  | { readonly kind: "not"; readonly of: Node }
  | { readonly kind: "constant"; readonly value: boolean }
  | { readonly kind: "atom"; readonly column: number; readonly atom: number }
  /** One of several atoms of a column; rules list thousands. */
  | { readonly kind: "any"; readonly column: number; readonly atoms: readonly number[] }
  /** One field as another. */
  | {
      readonly kind: "same";
      readonly test: Test & { readonly op: "sameAs" };
      readonly column: number;
      readonly other: number;
    };

/** The column of tests that any field may pass. */
export const ANY_FIELD: unique symbol = Symbol("any field");

/** A field, or all of them: no field has a name that could be taken for that. */
export type ColumnName = string | typeof ANY_FIELD;

/** Gives fields their columns, and atoms their numbers in them. */
export interface Place {
  column(field: ColumnName): number;
  atom(field: ColumnName, atom: Atom): { readonly column: number; readonly atom: number };
}

/** The nodes of a predicate. */
export function toNode(predicate: Predicate, place: Place): Node {
  switch (predicate.kind) {
    case "and":
      return { kind: "and", of: predicate.of.map((inner) => toNode(inner, place)) };
    case "or":
      return gather(predicate.of.map((inner) => toNode(inner, place)));
    case "not":
      return { kind: "not", of: toNode(predicate.of, place) };
    case "constant":
      return predicate;
    case "field": {
      const { field, test } = predicate;
      if (test.op !== "sameAs") return { kind: "atom", ...place.atom(field, test) };
      const other = place.column(test.field);
      return { kind: "same", test, column: place.column(field), other };
    }
    case "any-field":
      return { kind: "atom", ...place.atom(ANY_FIELD, predicate.test) };
    case "observable": {
      const { observable, fields } = predicate;
      const atom: Atom = { op: "bears", observable };
      if (fields === undefined) return { kind: "atom", ...place.atom(ANY_FIELD, atom) };
      return gather(fields.map((field) => ({ kind: "atom", ...place.atom(field, atom) })));
    }
  }
}

/** A disjunction, in which the atoms of each column are one. */
function gather(of: readonly Node[]): Node {
  const byColumn = new Map<number, number[]>();
  const rest: Node[] = [];
  for (const node of of) {
    if (node.kind !== "atom" && node.kind !== "any") {
      rest.push(node);
      continue;
    }
    let atoms = byColumn.get(node.column);
    if (atoms === undefined) byColumn.set(node.column, (atoms = []));
    if (node.kind === "atom") atoms.push(node.atom);
    else for (const atom of node.atoms) atoms.push(atom);
  }
  const gathered = [...byColumn].map(([column, atoms]): Node => {
    const [first] = atoms;
    return first !== undefined && atoms.length === 1
      ? { kind: "atom", column, atom: first }
      : { kind: "any", column, atoms: [...new Set(atoms)] };
  });
  const [only, ...others] = [...gathered, ...rest];
  return only !== undefined && others.length === 0
    ? only
    : { kind: "or", of: [...gathered, ...rest] };
}

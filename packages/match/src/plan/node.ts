import type { Predicate } from "@tocsin/model";
import type { Atom } from "./atom.ts";

/** A predicate whose tests are atoms of columns. */
export type Node =
  | { readonly kind: "and" | "or"; readonly of: readonly Node[] }
  | { readonly kind: "not"; readonly of: Node }
  | { readonly kind: "constant"; readonly value: boolean }
  | { readonly kind: "atom"; readonly column: number; readonly atom: number }
  /** What looks at several fields together is left to the plain evaluator. */
  | { readonly kind: "slow"; readonly predicate: Predicate };

/** The column of tests that any field may pass. */
export const ANY_FIELD = "\u0000*";

/** Gives an atom its column and its number in it. */
export type Place = (
  field: string,
  atom: Atom,
) => { readonly column: number; readonly atom: number };

/** The nodes of a predicate. */
export function toNode(predicate: Predicate, place: Place): Node {
  switch (predicate.kind) {
    case "and":
    case "or":
      return { kind: predicate.kind, of: predicate.of.map((inner) => toNode(inner, place)) };
    case "not":
      return { kind: "not", of: toNode(predicate.of, place) };
    case "constant":
      return predicate;
    case "field": {
      const { field, test } = predicate;
      if (test.op === "sameAs") return { kind: "slow", predicate };
      return { kind: "atom", ...place(field, test) };
    }
    case "any-field":
      return { kind: "atom", ...place(ANY_FIELD, predicate.test) };
    case "observable": {
      const { observable, fields } = predicate;
      const atom: Atom = { op: "bears", observable };
      if (fields === undefined) return { kind: "atom", ...place(ANY_FIELD, atom) };
      return {
        kind: "or",
        of: fields.map((field) => ({ kind: "atom", ...place(field, atom) })),
      };
    }
  }
}

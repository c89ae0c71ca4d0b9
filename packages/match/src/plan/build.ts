import type { Predicate } from "@tocsin/model";
import { boundOf } from "./bound.ts";
import { branchesOf } from "./branches.ts";
import { createColumnBuilder } from "./column.ts";
import type { Column, ColumnBuilder } from "./column.ts";
import { ANY_FIELD, toNode } from "./node.ts";
import type { ColumnName, Node, Place } from "./node.ts";

/** A predicate of a program. */
export interface Whole {
  readonly node: Node;
  /** Columns that it looks at; undefined if it searches all fields. */
  readonly columns: readonly number[] | undefined;
}

/** A way in which a predicate can hold. */
export interface Branch {
  /** Of the predicate. */
  readonly place: number;
  /** Columns that decide it, one by one, if that is all it takes. */
  readonly exact: readonly number[] | undefined;
}

/** Predicates divided into branches over columns. */
export interface Built {
  readonly wholes: readonly Whole[];
  readonly branches: readonly Branch[];
  readonly columns: readonly Column[];
  readonly words: number;
}

/** Divides predicates. */
export function build(predicates: readonly Predicate[]): Built {
  const builders: ColumnBuilder[] = [];
  const byName = new Map<ColumnName, number>();
  const columnOf = (field: ColumnName): number => {
    let column = byName.get(field);
    if (column === undefined) {
      column = builders.push(createColumnBuilder(field)) - 1;
      byName.set(field, column);
    }
    return column;
  };
  const place: Place = {
    column: columnOf,
    atom(field, atom) {
      const column = columnOf(field);
      return { column, atom: (builders[column] as ColumnBuilder).atom(atom) };
    },
  };
  const branches: Branch[] = [];
  const wholes = predicates.map((predicate, index): Whole => {
    const node = toNode(predicate, place);
    const seen = new Set<number>();
    columnsOf(node, seen);
    for (const branch of branchesOf(node)) {
      const bounds = [...seen].map((column) => [column, boundOf(branch, column, true)] as const);
      // It matches nothing.
      if (bounds.some(([, bound]) => bound === false)) continue;
      const bit = branches.push({ place: index, exact: exactColumns(branch) }) - 1;
      for (const [column, bound] of bounds)
        if (typeof bound !== "boolean") builders[column]?.limit(bit, bound);
    }
    const usesAll = [...seen].some((column) => builders[column]?.name === ANY_FIELD);
    return { node, columns: usesAll ? undefined : [...seen].sort((a, b) => a - b) };
  });
  const words = Math.max(1, Math.ceil(branches.length / 32));
  return { wholes, branches, columns: builders.map((builder) => builder.build(words)), words };
}

/** The columns of a conjunction whose parts look at one column each; undefined if it is none. */
function exactColumns(branch: Node): readonly number[] | undefined {
  const exact = new Set<number>();
  for (const part of branch.kind === "and" ? branch.of : [branch]) {
    const seen = new Set<number>();
    if (hasReference(part)) return undefined;
    columnsOf(part, seen);
    if (seen.size !== 1) return undefined;
    for (const column of seen) exact.add(column);
  }
  return [...exact];
}

/** Whether a part of it compares two fields, whatever columns these are. */
function hasReference(node: Node): boolean {
  switch (node.kind) {
    case "and":
    case "or":
      return node.of.some(hasReference);
    case "not":
      return hasReference(node.of);
    default:
      return node.kind === "same";
  }
}

/** Collects the columns of a node. */
function columnsOf(node: Node, into: Set<number>): void {
  switch (node.kind) {
    case "and":
    case "or":
      for (const inner of node.of) columnsOf(inner, into);
      return;
    case "not":
      columnsOf(node.of, into);
      return;
    case "atom":
    case "any":
      into.add(node.column);
      return;
    case "same":
      into.add(node.column).add(node.other);
      return;
    case "constant":
      return;
  }
}

import type {
  EvidenceRecord,
  FieldCursor,
  FieldSource,
  FieldValue,
  Predicate,
} from "@tocsin/model";
import { isSame } from "../evaluate.ts";
import { boundOf } from "./bound.ts";
import { branchesOf } from "./branches.ts";
import { createColumnMemo } from "./column-memo.ts";
import type { ColumnMemo, Known } from "./column-memo.ts";
import { createColumnBuilder } from "./column.ts";
import type { Column, ColumnBuilder } from "./column.ts";
import { createCourse, orderOf } from "./course.ts";
import { ANY_FIELD, toNode } from "./node.ts";
import type { ColumnName, Node, Place } from "./node.ts";
import type { Shared } from "./shared.ts";

/**
 * Any number of predicates, run together over records. Each is one or more *branches* of which one must hold,
 * and a branch is a bit in words of 32. Each column knows for a value which branches it leaves possible; a
 * record's candidates are what all columns leave, and only they are evaluated. Columns are looked at as long
 * as a branch is left that they could exclude.
 */
export interface Program {
  /** Gives the places of the predicates that match, ascending. */
  run(record: EvidenceRecord, sink: (place: number) => void): void;
  /**
   * Within a sink: equal for two records in which every field that the predicate looks at has the same value.
   * Undefined where that is not known.
   */
  keyOf(place: number): string | undefined;
}

interface Whole {
  readonly node: Node;
  /** Columns that it looks at; undefined if it searches all fields. */
  readonly columns: readonly number[] | undefined;
}

/** A column with what is known of the record at hand. */
interface Slot {
  readonly column: Column;
  /** Made for the first value. */
  memo: ColumnMemo | undefined;
  /** The run in which `known` was found. */
  run: number;
  known: Known | undefined;
}

/** Compiles predicates. */
export function compileProgram(predicates: readonly Predicate[], shared: Shared): Program {
  const { wholes, branches, columns, words } = build(predicates);
  const slots = columns.map((column): Slot => {
    return { column, memo: undefined, run: 0, known: undefined };
  });
  // The cursor is never asked for the column of all fields.
  const names = columns.map(({ name }) => (name === ANY_FIELD ? "" : name));
  const order = orderOf(columns, words);
  const all = new Uint32Array(words);
  for (let bit = 0; bit < branches.length; bit++)
    all[bit >>> 5] = (all[bit >>> 5] as number) | (1 << (bit & 31));
  const cursors = new WeakMap<FieldSource, FieldCursor>();
  const course = createCourse(columns, order, all);
  const live = new Uint32Array(words);
  let run = 0;
  let record: EvidenceRecord;
  let cursor: FieldCursor | undefined;

  const load = (index: number): Known => {
    const slot = slots[index] as Slot;
    if (slot.run === run && slot.known !== undefined) return slot.known;
    slot.run = run;
    return (slot.known = look(index, slot));
  };

  const look = (index: number, slot: Slot): Known => {
    const { name } = slot.column;
    const memo = (slot.memo ??= createColumnMemo(slot.column, shared));
    if (name === ANY_FIELD) return memo.ofAll(record, cursor);
    if (cursor === undefined) return memo.ofValue(record.field(name));
    return cursor.locate(index) ? memo.ofBytes(cursor, index) : memo.ofValue(cursor.value(index));
  };

  const valueOf = (index: number): FieldValue | undefined => {
    const { name } = (slots[index] as Slot).column;
    if (name === ANY_FIELD)
      return [...record.fields()].flatMap(([, value]) => (value === null ? [] : value));
    return cursor === undefined ? record.field(name) : cursor.value(index);
  };

  /** Runs what only a candidate is asked, once for each value. */
  const decide = (known: Known, column: number, atom: number): boolean => {
    const said = known.decided?.get(atom);
    if (said !== undefined) return said;
    const says = (slots[column] as Slot).column.index().holds(atom, valueOf(column));
    if (known.id !== 0) (known.decided ??= new Map()).set(atom, says);
    return says;
  };

  const holds = (node: Node): boolean => {
    switch (node.kind) {
      case "and":
        for (const inner of node.of) if (!holds(inner)) return false;
        return true;
      case "or":
        for (const inner of node.of) if (holds(inner)) return true;
        return false;
      case "not":
        return !holds(node.of);
      case "constant":
        return node.value;
      case "same":
        return isSame(node.test, valueOf(node.column), valueOf(node.other));
      case "any":
        for (const atom of node.atoms) if (isMet(node.column, atom)) return true;
        return false;
      case "atom":
        return isMet(node.column, node.atom);
    }
  };

  const isMet = (column: number, atom: number): boolean => {
    const known = load(column);
    const { atoms, maybes } = known.signature;
    if (atoms.includes(atom)) return true;
    if (maybes.length === 0 || !maybes.includes(atom)) return false;
    return decide(known, column, atom);
  };

  return {
    run(next, sink) {
      run++;
      record = next;
      cursor = undefined;
      const source = next.fieldSource;
      if (source !== undefined) {
        cursor = cursors.get(source);
        if (cursor === undefined) cursors.set(source, (cursor = source.open(names)));
        cursor.turn(next);
      }
      // The first column leaves few branches, and of the others only those matter that concern one of them.
      const leg = course.legFor(
        order.length === 0 ? undefined : load(order[0] as number).signature,
      );
      // For so few words a call costs more than a loop.
      for (let word = 0; word < words; word++) live[word] = leg.live[word] as number;
      let left = leg.nonZero;
      const { columns: rest, starts, words: at, limits } = leg;
      for (let c = 0; c < rest.length && left > 0; c++) {
        const from = starts[c] as number;
        const to = starts[c + 1] as number;
        let concerned = 0;
        for (let n = from; n < to; n++)
          concerned |= (live[at[n] as number] as number) & (limits[n] as number);
        if (concerned === 0) continue;
        const { mask } = load(rest[c] as number).signature;
        for (let n = from; n < to; n++) {
          const word = at[n] as number;
          const before = live[word] as number;
          if (before === 0) continue;
          const after = before & (mask[word] as number);
          live[word] = after;
          if (after === 0) left--;
        }
      }
      if (left === 0) return;
      let last = -1;
      for (let word = 0; word < words; word++)
        for (let bits = live[word] as number; bits !== 0; bits &= bits - 1) {
          const place = branches[word * 32 + 31 - Math.clz32(bits & -bits)] as number;
          // Branches of one predicate stand side by side.
          if (place === last) continue;
          last = place;
          if (holds((wholes[place] as Whole).node)) sink(place);
        }
    },
    keyOf(place) {
      const { columns: of } = wholes[place] as Whole;
      if (of === undefined) return undefined;
      let key = "";
      for (const index of of) {
        const { id } = load(index);
        if (id === 0) return undefined;
        key += `${id},`;
      }
      return key;
    },
  };
}

interface Built {
  readonly wholes: readonly Whole[];
  /** The predicate of each branch. */
  readonly branches: readonly number[];
  readonly columns: readonly Column[];
  readonly words: number;
}

function build(predicates: readonly Predicate[]): Built {
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
  const branches: number[] = [];
  const wholes = predicates.map((predicate, index): Whole => {
    const node = toNode(predicate, place);
    const seen = new Set<number>();
    columnsOf(node, seen);
    for (const branch of branchesOf(node)) {
      const bounds = [...seen].map((column) => [column, boundOf(branch, column, true)] as const);
      // It matches nothing.
      if (bounds.some(([, bound]) => bound === false)) continue;
      const bit = branches.push(index) - 1;
      for (const [column, bound] of bounds)
        if (typeof bound !== "boolean") builders[column]?.limit(bit, bound);
    }
    const usesAll = [...seen].some((column) => builders[column]?.name === ANY_FIELD);
    return { node, columns: usesAll ? undefined : [...seen].sort((a, b) => a - b) };
  });
  const words = Math.max(1, Math.ceil(branches.length / 32));
  return { wholes, branches, columns: builders.map((builder) => builder.build(words)), words };
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

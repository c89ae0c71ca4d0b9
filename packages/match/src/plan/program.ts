import type {
  EvidenceRecord,
  FieldCursor,
  FieldSource,
  FieldValue,
  Predicate,
} from "@tocsin/model";
import { isSame } from "../evaluate.ts";
import { build } from "./build.ts";
import type { Branch, Whole } from "./build.ts";
import { createColumnMemo } from "./column-memo.ts";
import type { ColumnMemo, Known } from "./column-memo.ts";
import type { Column, Signature } from "./column.ts";
import { createCourse } from "./course.ts";
import { ANY_FIELD } from "./node.ts";
import type { Node } from "./node.ts";
import type { Shared } from "./shared.ts";
import type { Left } from "./walker.ts";

/**
 * Any number of predicates, run together over records. Each is one or more *branches* of which one must hold,
 * and a branch is a bit in words of 32. Each column knows for a value which branches it leaves possible; a
 * record's candidates are what all columns leave, and only they are evaluated, where it is not certain already
 * that they hold. Columns are asked as long as a branch is left that they could exclude.
 */
export interface Program {
  /** Gives the places of the predicates that match, ascending. */
  run(record: EvidenceRecord, sink: (place: number) => void): void;
  /**
   * Within a sink: equal for two records in which every field that the predicate looks at has the same value.
   * Undefined where that is not known. No two predicates of the process share one.
   */
  keyOf(place: number): number | undefined;
}

/** A predicate that may hold. */
interface Candidate {
  readonly place: number;
  /** Whether it does: all columns have spoken, without a maybe. */
  readonly isCertain: boolean;
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

/** Pairs of values that a comparison of two fields remembers. */
const MAX_ALIKE = 4096;
/** Pairs of ids below it are one number; a plan that saw 67 million values remembers no more of them. */
const MAX_IDS = 2 ** 26;

/** Compiles predicates. */
export function compileProgram(predicates: readonly Predicate[], shared: Shared): Program {
  const { wholes, branches, columns, words } = build(predicates);
  const slots = columns.map((column): Slot => {
    return { column, memo: undefined, run: 0, known: undefined };
  });
  // The cursor is never asked for the column of all fields.
  const names = columns.map(({ name }) => (name === ANY_FIELD ? "" : name));
  const all = new Uint32Array(words);
  for (let bit = 0; bit < branches.length; bit++)
    all[bit >>> 5] = (all[bit >>> 5] as number) | (1 << (bit & 31));
  const cursors = new WeakMap<FieldSource, FieldCursor>();
  const course = createCourse(columns, all, shared.room);
  const { asks } = course;
  const ends: (readonly Candidate[])[] = [];
  const starts = new WeakMap<object, number>();
  const { keys } = shared;
  /** Per place, once a key is asked for. */
  const rows: number[] = [];
  const alike = new Map<Node, Map<number, boolean>>();
  let lastSource: FieldSource | undefined;
  let lastCursor: FieldCursor | undefined;
  let lastShape: object | undefined;
  let lastStart = 0;
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
  const decide = (known: Known, index: number, atom: number): boolean => {
    const { column } = slots[index] as Slot;
    const says = column.index().holds(atom, valueOf(index));
    if (known.id !== 0) known.signature = column.decide(known.signature, atom, says);
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
        return isAlike(node);
      case "any":
        for (const atom of node.atoms) if (isMet(node.column, atom)) return true;
        return false;
      case "atom":
        return isMet(node.column, node.atom);
    }
  };

  /** Once for two values. */
  const isAlike = (node: Node & { readonly kind: "same" }): boolean => {
    const { test, column, other } = node;
    const [one, two] = [load(column).id, load(other).id];
    const says = (): boolean => isSame(test, valueOf(column), valueOf(other));
    if (one === 0 || two === 0 || Math.max(one, two) >= MAX_IDS) return says();
    const key = one * MAX_IDS + two;
    let known = alike.get(node);
    if (known === undefined || known.size >= MAX_ALIKE)
      alike.set(node, (known = new Map<number, boolean>()));
    let said = known.get(key);
    if (said === undefined) known.set(key, (said = says()));
    return said;
  };

  const isMet = (column: number, atom: number): boolean => {
    const known = load(column);
    const { atoms, maybes } = known.signature;
    if (atoms.includes(atom)) return true;
    if (maybes.length === 0 || !maybes.includes(atom)) return false;
    return decide(known, column, atom);
  };

  const cursorOver = (source: FieldSource): FieldCursor => {
    let known = cursors.get(source);
    if (known === undefined) cursors.set(source, (known = source.open(names)));
    lastSource = source;
    return (lastCursor = known);
  };

  /** What all records of a shape have in common is asked of the first of them. */
  const startOf = (): number => {
    const shape = cursor?.shape;
    if (shape === undefined) return 0;
    if (shape === lastShape) return lastStart;
    lastShape = shape;
    let start = starts.get(shape);
    if (start === undefined) {
      if (course.isFull()) return (lastStart = 0);
      const fixed = [...columns.keys()].filter(
        (index) => columns[index]?.name !== ANY_FIELD && cursor?.isFixed(index) === true,
      );
      start = Math.max(0, course.start(fixed.map((index) => [index, load(index).signature])));
      starts.set(shape, start);
    }
    return (lastStart = start);
  };

  const signatureOf = (column: number): Signature => load(column).signature;
  const toCandidates = ({ branches: left, doubtful }: Left): readonly Candidate[] => {
    const candidates = new Map<number, boolean>();
    for (const branch of left) {
      const { place, exact } = branches[branch] as Branch;
      const isCertain = exact?.every((column) => !doubtful.includes(column)) === true;
      candidates.set(place, isCertain || candidates.get(place) === true);
    }
    return [...candidates].map(([place, isCertain]) => ({ place, isCertain }));
  };

  const settle = (candidates: readonly Candidate[], sink: (place: number) => void): void => {
    for (const { place, isCertain } of candidates)
      if (isCertain || holds((wholes[place] as Whole).node)) sink(place);
  };

  return {
    run(next, sink) {
      run++;
      course.runs++;
      record = next;
      cursor = undefined;
      const source = next.fieldSource;
      if (source !== undefined) {
        cursor = source === lastSource ? lastCursor : cursorOver(source);
        cursor?.turn(next);
      }
      let state = startOf();
      for (let ask = asks[state] as number; ask >= 0; ask = asks[state] as number) {
        state = course.next(state, load(ask).signature);
        if (state < 0) return settle(toCandidates(course.walk(signatureOf)), sink);
      }
      let end = ends[state];
      if (end === undefined) ends[state] = end = toCandidates(course.leftBy(state));
      settle(end, sink);
    },
    keyOf(place) {
      const { columns: of } = wholes[place] as Whole;
      if (of === undefined) return undefined;
      let key = (rows[place] ??= keys.begin());
      for (const index of of) {
        key = keys.next(key, load(index).id);
        if (key === 0) return undefined;
      }
      return key;
    },
  };
}

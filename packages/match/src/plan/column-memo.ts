import type { EvidenceRecord, FieldCursor, FieldValue, Scalar, ValueCursor } from "@tocsin/model";
import type { Column, Signature } from "./column.ts";
import { ANY_FIELD } from "./node.ts";
import type { Shared } from "./shared.ts";
import { createSweep } from "./sweep.ts";
import { createValueMemo, MAX_KEPT_BYTES } from "./value-memo.ts";

/** What is known of a value. */
export interface Known {
  /** Changes when one of its maybes is decided. */
  signature: Signature;
  /** A number that no other value of the plan has; 0 where values are not told apart. */
  readonly id: number;
}

/** A column with its memory of values, whatever form they come in. */
export interface ColumnMemo {
  /** For a field that is absent. */
  readonly none: Known;
  ofValue(value: FieldValue | undefined): Known;
  /** Of a value that the cursor has found. */
  ofBytes(cursor: FieldCursor, index: number): Known;
  /** Of all values of a record together; `around` is turned to it. */
  ofAll(record: EvidenceRecord, around: FieldCursor | undefined): Known;
}

const MAX_KEPT = 4096;
/** Of an entry in a map, besides its text. */
const ENTRY_BYTES = 100;

let lastId = 0;

export function createColumnMemo(column: Column, shared: Shared): ColumnMemo {
  const { budget } = shared;
  const bytesMemo = createValueMemo<Known>(budget);
  const known = new Map<Scalar, Known>();
  let { epoch } = budget;
  /** Of the budget, in this epoch. */
  let taken = 0;
  const make = (value: FieldValue | undefined): Known => ({
    signature: column.signatureOf(value),
    id: ++lastId,
  });
  const none = make(undefined);
  const empty = make(null);

  const ofScalar = (value: Scalar): Known => {
    const size = typeof value === "string" ? 2 * value.length : 0;
    if (size > 2 * MAX_KEPT_BYTES) return { signature: column.signatureOf(value), id: 0 };
    if (epoch !== budget.epoch) {
      known.clear();
      taken = 0;
      ({ epoch } = budget);
    }
    const found = known.get(value);
    if (found !== undefined) return found;
    if (known.size >= MAX_KEPT) {
      known.clear();
      budget.give(taken);
      taken = 0;
    }
    const made = make(value);
    known.set(value, made);
    taken += size + ENTRY_BYTES;
    budget.take(size + ENTRY_BYTES);
    return made;
  };

  const ofValue = (value: FieldValue | undefined): Known => {
    if (value === undefined) return none;
    if (value === null) return empty;
    if (typeof value !== "object") return ofScalar(value);
    if (value.length === 0) return { signature: column.signatureOf(value), id: 0 };
    return joined(value.map(ofScalar));
  };

  const ofBytes = (cursor: FieldCursor | ValueCursor, index: number): Known => {
    const { bytes, start, end, kind } = cursor;
    const found = bytesMemo.get(bytes, start, end, kind);
    if (found !== undefined) return found;
    const made = make(cursor.value(index));
    bytesMemo.keep(made);
    return made;
  };
  // Texts of all kinds come by here, and few of them bear anything: they are not worth remembering.
  const search =
    column.name === ANY_FIELD ? shared.searchFor(column.index().literals() ?? []) : undefined;
  const sweep = createSweep(search);

  return {
    none,
    ofValue,
    ofBytes,
    ofAll(record, around) {
      if (around !== undefined && sweep.isBare(around)) return none;
      let met: Known[] | undefined;
      const meet = (said: Known): void => {
        const { atoms, maybes } = said.signature;
        if (atoms.length + maybes.length > 0) (met ??= []).push(said);
      };
      sweep.each(
        record,
        sweep.turn(record),
        (cursor, index) => meet(ofBytes(cursor, index)),
        (value) => meet(ofValue(value)),
      );
      return met === undefined ? none : joined(met);
    },
  };

  /** What is known of several values together. */
  function joined(all: readonly Known[]): Known {
    const [first] = all;
    if (first !== undefined && all.length === 1) return first;
    return { signature: column.join(all.map(({ signature }) => signature)), id: 0 };
  }
}

import type { EvidenceRecord, FieldCursor, FieldValue, Scalar } from "@tocsin/model";
import type { Budget } from "./budget.ts";
import type { Column, Signature } from "./column.ts";
import { createValueMemo, MAX_KEPT_BYTES } from "./value-memo.ts";

/** What is known of a value. */
export interface Known {
  readonly signature: Signature;
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
  /** Of all values of a record together. */
  ofAll(record: EvidenceRecord): Known;
}

const MAX_KEPT = 4096;
/** Of an entry in a map, besides its text. */
const ENTRY_BYTES = 100;

let lastId = 0;

export function createColumnMemo(column: Column, budget: Budget): ColumnMemo {
  const bytesMemo = createValueMemo<Known>(budget);
  const known = new Map<Scalar, Known>();
  let { epoch } = budget;
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
      ({ epoch } = budget);
    }
    const found = known.get(value);
    if (found !== undefined) return found;
    if (known.size >= MAX_KEPT) known.clear();
    const made = make(value);
    known.set(value, made);
    budget.take(size + ENTRY_BYTES);
    return made;
  };

  const ofValue = (value: FieldValue | undefined): Known => {
    if (value === undefined) return none;
    if (value === null) return empty;
    if (typeof value !== "object") return ofScalar(value);
    return { signature: column.signatureOf(value), id: 0 };
  };

  return {
    none,
    ofValue,
    ofBytes(cursor, index) {
      const found = bytesMemo.get(cursor.bytes, cursor.start, cursor.end, cursor.kind);
      if (found !== undefined) return found;
      const made = make(cursor.value(index));
      bytesMemo.keep(made);
      return made;
    },
    ofAll(record) {
      const met: Scalar[] = [];
      let one: Known | undefined;
      for (const [, value] of record.fields()) {
        if (value === null) continue;
        for (const each of typeof value === "object" ? value : [value]) {
          const said = ofScalar(each);
          const { atoms, maybes } = said.signature;
          if (atoms.length + maybes.length === 0) continue;
          met.push(each);
          one = said;
        }
      }
      if (one === undefined) return none;
      return met.length === 1 ? one : { signature: column.signatureOf(met), id: 0 };
    },
  };
}

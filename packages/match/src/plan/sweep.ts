import type {
  EvidenceRecord,
  FieldSource,
  FieldValue,
  RecordCursor,
  ValueCursor,
} from "@tocsin/model";
import type { RawSearch } from "./raw-search.ts";

/** Goes through all values of records, and passes over those that hold nothing that is looked for. */
export interface Sweep {
  /** Whether no value of the record that `around` is turned to holds anything. "No" says nothing. */
  isBare(around: RecordCursor): boolean;
  /** The cursor for a record, turned to it; undefined if its values are only to be had from {@link EvidenceRecord.fields}. */
  turn(record: EvidenceRecord): TurnedCursor | undefined;
  /** Gives the values that may hold something: by the place at which the cursor now stands, or decoded. */
  each(
    record: EvidenceRecord,
    turned: TurnedCursor | undefined,
    onBytes: (cursor: ValueCursor, index: number) => void,
    onValue: (value: FieldValue) => void,
  ): void;
}

/** A cursor that stands at a record. */
interface TurnedCursor {
  readonly cursor: ValueCursor;
  readonly count: number;
}

/** @param search for texts of which a value that matters holds one; without it all values matter */
export function createSweep(search: RawSearch | undefined): Sweep {
  const judged = new WeakMap<readonly string[], boolean>();
  const cursors = new WeakMap<FieldSource, ValueCursor>();
  return {
    isBare(around) {
      if (search === undefined || !around.surround()) return false;
      // The bytes may be those of the record before.
      return !search.mayStretchHold(around) && !constantsMayHold(search, around.constants);
    },
    turn(record) {
      const cursor = cursorFor(record.fieldSource);
      const count = cursor?.turn(record);
      return cursor === undefined || count === undefined ? undefined : { cursor, count };
    },
    each(record, turned, onBytes, onValue) {
      if (turned === undefined) {
        for (const [, value] of record.fields()) onValue(value);
        return;
      }
      const { cursor, count } = turned;
      for (let index = 0; index < count; index++) {
        if (cursor.locate(index)) {
          if (search === undefined || search.mayHold(cursor)) onBytes(cursor, index);
        } else {
          const value = cursor.value(index) ?? null;
          if (value !== null) onValue(value);
        }
      }
    },
  };

  /** Whether a value that goes with the kind of record may hold something. */
  function constantsMayHold(by: RawSearch, constants: readonly string[]): boolean {
    let mayHold = judged.get(constants);
    if (mayHold === undefined) {
      mayHold = constants.some((text) => by.mayHoldText(text));
      judged.set(constants, mayHold);
    }
    return mayHold;
  }

  function cursorFor(source: FieldSource | undefined): ValueCursor | undefined {
    if (source === undefined) return undefined;
    const known = cursors.get(source);
    if (known !== undefined) return known;
    const opened = source.openAll();
    cursors.set(source, opened);
    return opened;
  }
}

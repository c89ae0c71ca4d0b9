import type { EvidenceRecord, FieldValue, Place, RecordSource, Scalar } from "@tocsin/model";
import { sharedSource } from "./source-cache.ts";

/** The fields of a record; each kind finds them in its own way. */
export interface FieldTable {
  get(name: string): FieldValue | undefined;
  entries(): Iterable<readonly [name: string, value: FieldValue]>;
}

/** What a decoder makes of one unit of evidence; with its place it is a record. */
export interface Decoded {
  readonly source: RecordSource;
  readonly timeMs?: number | undefined;
  readonly host?: string | undefined;
  readonly recordId?: string | undefined;
  readonly fields: FieldTable;
}

/** A table that is built when the first field is asked for. */
export function lazyTable(build: () => ReadonlyMap<string, FieldValue>): FieldTable {
  let table: ReadonlyMap<string, FieldValue> | undefined;
  return {
    get: (name) => (table ??= build()).get(name),
    entries: () => (table ??= build()),
  };
}

/** A record of the model. */
class DecodedRecord implements EvidenceRecord {
  readonly place: Place;
  readonly source: RecordSource;
  readonly timeMs: number | undefined;
  readonly host: string | undefined;
  readonly #fields: FieldTable;

  constructor(place: Place, decoded: Decoded) {
    this.place = decoded.recordId === undefined ? place : { ...place, recordId: decoded.recordId };
    this.source = sharedSource(decoded.source);
    this.timeMs = decoded.timeMs;
    this.host = decoded.host;
    this.#fields = decoded.fields;
  }

  field(name: string): FieldValue | undefined {
    return this.#fields.get(name);
  }

  fields(): Iterable<readonly [name: string, value: FieldValue]> {
    return this.#fields.entries();
  }
}

/** Whether a field has several values. */
function isList(value: FieldValue): value is readonly Scalar[] {
  return Array.isArray(value);
}

export function makeRecord(place: Place, decoded: Decoded): EvidenceRecord {
  return new DecodedRecord(place, decoded);
}

/** Adds a value to those that a name has already: one is itself, several are one flat array. */
export function addValue(table: Map<string, FieldValue>, name: string, value: FieldValue): void {
  const before = table.get(name);
  if (before === undefined) {
    // A list is copied, so that what is added later never changes the source's own.
    table.set(name, isList(value) ? [...value] : value);
    return;
  }
  const list = isList(before) ? (before as Scalar[]) : [before ?? ""];
  if (isList(value)) for (const one of value) list.push(one);
  else list.push(value ?? "");
  table.set(name, list);
}

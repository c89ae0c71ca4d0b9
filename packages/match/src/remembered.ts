import type { EvidenceRecord, FieldValue, Scalar } from "@tocsin/model";
import { foldCase, valuesOf } from "./text.ts";

/** A record whose fields are decoded and folded once, however many detections ask. */
export interface Remembered extends EvidenceRecord {
  values(name: string): readonly Scalar[];
  /** The same as folded texts. */
  folded(name: string): readonly string[];
  /** The folded texts of all fields. */
  allFolded(): readonly string[];
}

const NONE: readonly string[] = [];

/** Wraps a record for the time of one run of a plan. */
export function remember(record: EvidenceRecord): Remembered {
  const all = new Map<string, FieldValue>(record.fields());
  const folds = new Map<string, readonly string[]>();
  let every: readonly string[] | undefined;
  // A record may answer to names that it does not list, such as the nested spelling of a field.
  const lookUp = (name: string): FieldValue | undefined =>
    all.has(name) ? all.get(name) : record.field(name);
  const values = (name: string): readonly Scalar[] => valuesOf(lookUp(name));
  const folded = (name: string): readonly string[] => {
    const known = folds.get(name);
    if (known !== undefined) return known;
    const value = lookUp(name);
    const made = value === undefined ? NONE : valuesOf(value).map((one) => foldCase(String(one)));
    folds.set(name, made);
    return made;
  };
  return {
    place: record.place,
    source: record.source,
    timeMs: record.timeMs,
    host: record.host,
    field: lookUp,
    fields: () => all,
    values,
    folded,
    allFolded: () => (every ??= [...all.keys()].flatMap((name) => folded(name))),
  };
}

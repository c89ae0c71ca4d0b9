import { StixError } from "../error.ts";
import { toMicroseconds } from "../pattern-time.ts";
import { isRecord } from "../stix-object.ts";

/** A JSON object. */
export type Json = Readonly<Record<string, unknown>>;

/** What one `observed-data` object says was seen. Nothing of it is changed or copied. */
export interface Observation {
  /** The object as it was given. */
  readonly source: Json;
  /** Microseconds since 1970, both edges included. */
  readonly first: number;
  readonly last: number;
  /** `number_observed`: how many observations the object stands for. */
  readonly count: number;
  /** The observed objects themselves, in order. */
  readonly roots: readonly Json[];
  /** An object by the reference that names it. */
  readonly resolve: (reference: string) => Json | undefined;
}

/**
 * Reads the `observed-data` objects among what is given: bundles, or objects on their own. References are
 * resolved within their bundle, those of objects given on their own among these. Other objects are not observed
 * unless an `observed-data` object names them.
 * @throws {StixError} `STIX_MATCH` for `observed-data` without times or a count that can be used
 * @see STIX 2.1 section 4.14; STIX 2.0 part 2 section 2.8
 */
export function readObservations(given: readonly unknown[]): Observation[] {
  const found: Observation[] = [];
  const loose: Json[] = [];
  for (const one of given) {
    if (!isRecord(one)) throw wrong("an observation", "a bundle or an object", kindOf(one));
    if (one["type"] !== "bundle") loose.push(one);
    else if (Array.isArray(one["objects"])) readPool(one["objects"].filter(isRecord), found);
  }
  readPool(loose, found);
  return found;
}

function readPool(objects: readonly Json[], into: Observation[]): void {
  const observed = objects.filter((one) => one["type"] === "observed-data");
  if (observed.length === 0) return;
  const byId = new Map<string, Json>();
  for (const one of objects) {
    const id = one["id"];
    if (typeof id === "string" && !byId.has(id)) byId.set(id, one);
  }
  for (const one of observed) into.push(readObserved(one, byId));
}

function readObserved(one: Json, byId: ReadonlyMap<string, Json>): Observation {
  const where = typeof one["id"] === "string" ? one["id"] : "observed-data";
  const first = readTime(one, "first_observed", where);
  const last = readTime(one, "last_observed", where);
  if (last < first)
    throw wrong(where, "last_observed not before first_observed", String(one["last_observed"]));
  const count = one["number_observed"];
  if (typeof count !== "number" || !Number.isSafeInteger(count) || count < 1)
    throw wrong(where, "number_observed to be a whole number from 1", show(count));
  const times = { source: one, first, last, count };
  if (Array.isArray(one["object_refs"])) {
    const references: readonly unknown[] = one["object_refs"];
    const roots = new Set<Json>();
    for (const id of references) {
      const root = typeof id === "string" ? byId.get(id) : undefined;
      if (root !== undefined) roots.add(root);
    }
    return { ...times, roots: [...roots], resolve: (reference) => byId.get(reference) };
  }
  const objects = isRecord(one["objects"]) ? one["objects"] : {};
  return {
    ...times,
    roots: Object.values(objects).filter(isRecord),
    resolve: (reference) => {
      const object = Object.hasOwn(objects, reference) ? objects[reference] : undefined;
      return isRecord(object) ? object : undefined;
    },
  };
}

function readTime(one: Json, name: string, where: string): number {
  const text = one[name];
  const time = typeof text === "string" ? toMicroseconds(text) : undefined;
  if (time === undefined) throw wrong(where, `${name} to be a UTC timestamp`, show(text));
  return time;
}

function wrong(where: string, expected: string, got: string): StixError {
  return new StixError("STIX_MATCH", where.slice(0, 200), expected, got);
}

function show(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value.slice(0, 80));
  return typeof value === "number" ? String(value) : kindOf(value);
}

function kindOf(value: unknown): string {
  if (value === undefined) return "nothing";
  return value === null ? "null" : Array.isArray(value) ? "a list" : typeof value;
}

import type { FieldValue, Scalar } from "@tocsin/model";
import { addValue, type FieldTable } from "./decoded.ts";
import { isObject, type JsonObject } from "./wrappers.ts";

/** Bounds of the fields of one record. */
export interface FieldLimits {
  readonly maxDepth: number;
  readonly maxFields: number;
  /** Called when fields are left out. */
  readonly onLimit: () => void;
}

type Table = Map<string, FieldValue>;

/**
 * Adds the leaves of a JSON value to a table, under names joined by dots. Lists of scalars are several
 * values; leaves of objects in lists come together under one name. Empty objects and lists are null.
 */
export function flatten(table: Table, name: string, value: unknown, limits: FieldLimits): void {
  addLeaves(table, name, value, limits, 0);
}

function addLeaves(
  table: Table,
  name: string,
  value: unknown,
  limits: FieldLimits,
  depth: number,
): void {
  if (isScalar(value) || value === null) {
    if (table.size < limits.maxFields || table.has(name)) addValue(table, name, value);
    else limits.onLimit();
    return;
  }
  if (depth >= limits.maxDepth) {
    limits.onLimit();
    return;
  }
  if (Array.isArray(value)) {
    if (value.length === 0) addLeaves(table, name, null, limits, depth);
    for (const one of value as readonly unknown[]) addLeaves(table, name, one, limits, depth + 1);
  } else if (isObject(value)) {
    let empty = true;
    for (const key in value) {
      empty = false;
      addLeaves(table, name === "" ? key : `${name}.${key}`, value[key], limits, depth + 1);
    }
    if (empty && name !== "") addLeaves(table, name, null, limits, depth);
  }
}

export function isScalar(value: unknown): value is Scalar {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean";
}

/** The fields of a JSON object by dotted names; flattened when a name asks for it, else read in place. */
export function jsonTable(object: JsonObject, limits: FieldLimits): FieldTable {
  let table: Table | undefined;
  const flat = (): Table => {
    if (table === undefined) {
      table = new Map();
      flatten(table, "", object, limits);
    }
    return table;
  };
  return {
    get: (name) => {
      if (table !== undefined) return table.get(name);
      if (Object.hasOwn(object, name)) {
        const value = object[name];
        // A dotted name may also be reached another way: then all its values count.
        if ((isScalar(value) || value === null) && !name.includes(".")) return value;
        return flat().get(name);
      }
      return mayReach(object, name) ? flat().get(name) : undefined;
    },
    entries: flat,
  };
}

/**
 * Whether a dotted name may lead to something: the object has what the name begins with. Asking for a field
 * that is not there flattens no record. A key that is empty leaves no trace in names, and may begin any.
 */
export function mayReach(object: JsonObject, name: string): boolean {
  for (let dot = name.indexOf("."); dot >= 0; dot = name.indexOf(".", dot + 1))
    if (Object.hasOwn(object, name.slice(0, dot))) return true;
  return Object.hasOwn(object, "");
}

/** The value at a path, of which each step may also be written with dots in one name. */
export function valueAt(object: JsonObject, path: string): unknown {
  if (Object.hasOwn(object, path)) return object[path];
  for (let dot = path.indexOf("."); dot > 0; dot = path.indexOf(".", dot + 1)) {
    const head = path.slice(0, dot);
    const inner = Object.hasOwn(object, head) ? object[head] : undefined;
    if (!isObject(inner)) continue;
    const found = valueAt(inner, path.slice(dot + 1));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Text at a path; a number as its text. Undefined if there is neither. */
export function textAt(object: JsonObject, path: string): string | undefined {
  const value = valueAt(object, path);
  if (typeof value === "string") return value === "" ? undefined : value;
  return typeof value === "number" ? String(value) : undefined;
}

/** A whole number, also where it is written as text. */
export function integerOf(value: unknown): number | undefined {
  if (typeof value === "number") return Number.isSafeInteger(value) ? value : undefined;
  return typeof value === "string" && /^\d{1,10}$/.test(value) ? Number(value) : undefined;
}

import type { FieldValue } from "@tocsin/model";
import { type Aliases, aliasedTable } from "./alias.ts";
import type { FieldTable } from "./decoded.ts";
import { type FieldLimits, jsonTable, valueAt } from "./flatten.ts";
import { isObject, type JsonObject } from "./wrappers.ts";

/** How the records of a cloud service are asked. */
export interface CloudNames {
  /** Further names. */
  readonly names?: Aliases;
  /**
   * Parts of a name in any case, also below `properties`: one log of Azure comes as `resultType`,
   * `ResultType` and `properties.resultType`, by the way it was exported.
   */
  readonly folds?: boolean;
}

/**
 * The fields of a cloud service's record. A name that stands for an object, or a list of them, gives its JSON:
 * rules look for text in `requestParameters` as a whole.
 */
export function cloudTable(
  object: JsonObject,
  { names = {}, folds = false }: CloudNames,
  limits: FieldLimits,
): FieldTable {
  const original = jsonTable(object, limits);
  const aliased = aliasedTable(object, names, limits, original);
  let folded: ReadonlyMap<string, FieldValue> | undefined;
  const inAnyCase = (name: string): FieldValue | undefined => {
    folded ??= foldNames(original);
    const key = name.toLowerCase();
    return folded.get(key) ?? folded.get(`properties.${key}`);
  };
  return {
    get: (name) => {
      const own = aliased.get(name);
      if (own !== undefined) return own;
      const other = folds ? inAnyCase(name) : undefined;
      return other ?? textOf(folds ? foldedAt(object, name) : valueAt(object, name));
    },
    entries: () => aliased.entries(),
  };
}

function foldNames(table: FieldTable): ReadonlyMap<string, FieldValue> {
  const folded = new Map<string, FieldValue>();
  for (const [name, value] of table.entries()) {
    const key = name.toLowerCase();
    if ((folded.get(key) ?? null) === null) folded.set(key, value);
  }
  return folded;
}

/** What stands at a path whose steps may be in any case, in the record or in its `properties`. */
function foldedAt(object: JsonObject, path: string): unknown {
  const steps = path.toLowerCase().split(".");
  return walk(object, steps) ?? walk(object, ["properties", ...steps]);
}

function walk(object: JsonObject, steps: readonly string[]): unknown {
  let value: unknown = object;
  for (const step of steps) {
    if (!isObject(value)) return undefined;
    const inner: JsonObject = value;
    const key = Object.keys(inner).find((name) => name.toLowerCase() === step);
    value = key === undefined ? undefined : inner[key];
  }
  return value;
}

/** An object or list as JSON; an empty one says nothing. */
function textOf(value: unknown): string | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const text = JSON.stringify(value);
  return text === "{}" || text === "[]" ? undefined : text;
}

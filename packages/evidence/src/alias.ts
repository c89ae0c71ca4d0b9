// Records that answer to two vocabularies: their own names, and Sigma's.
import type { FieldValue, Scalar } from "@tocsin/model";
import type { FieldTable } from "./decoded.ts";
import { type FieldLimits, isScalar, jsonTable, mayReach, valueAt } from "./flatten.ts";
import type { JsonObject } from "./wrappers.ts";

/** How a name's value is found: paths, of which the first that has a value gives it, or a way of its own. */
type Alias = readonly string[] | ((object: JsonObject) => FieldValue | undefined);

/** Names that a shape's records answer to besides their own. */
export type Aliases = Readonly<Record<string, Alias>>;

/**
 * The fields of a JSON object by their own names, and under a second name where the object itself has none of
 * that name. Nothing is looked up before it is asked for.
 */
export function aliasedTable(
  object: JsonObject,
  aliases: Aliases,
  limits: FieldLimits,
  original: FieldTable = jsonTable(object, limits),
): FieldTable {
  const second = (name: string): FieldValue | undefined => {
    const alias = Object.hasOwn(aliases, name) ? aliases[name] : undefined;
    if (alias === undefined) return undefined;
    if (typeof alias === "function") return alias(object);
    for (const path of alias) {
      // Only a path through a list of objects needs the whole record flattened.
      const value =
        plainAt(object, path) ??
        (valueAt(object, path) === undefined && !mayReach(object, path)
          ? undefined
          : original.get(path));
      if (value !== undefined && value !== null) return value;
    }
    return undefined;
  };
  return {
    get: (name) => {
      const own = original.get(name);
      return own === undefined || own === null ? (second(name) ?? own) : own;
    },
    *entries() {
      for (const name in aliases) {
        if ((original.get(name) ?? undefined) !== undefined) continue;
        const value = second(name);
        if (value !== undefined) yield [name, value];
      }
      for (const entry of original.entries())
        if (entry[1] !== null || second(entry[0]) === undefined) yield entry;
    },
  };
}

/** What stands at a path, if it is a value or a list of values; found without flattening the record. */
export function plainAt(object: JsonObject, path: string): FieldValue | undefined {
  const value = valueAt(object, path);
  if (isScalar(value)) return value;
  if (!Array.isArray(value) || value.length === 0 || !value.every(isScalar)) return undefined;
  return value.length === 1 ? value[0] : value;
}

/** Texts at a path, in lower case: one, or those of a list. */
export function wordsAt(object: JsonObject, path: string): readonly string[] {
  const value = plainAt(object, path);
  const list = Array.isArray(value) ? (value as readonly Scalar[]) : [value];
  return list.filter((one) => typeof one === "string").map((one) => one.toLowerCase());
}

/** The first text at one of some paths, in lower case. */
export function wordAt(object: JsonObject, ...paths: readonly string[]): string | undefined {
  for (const path of paths) {
    const [word] = wordsAt(object, path);
    if (word !== undefined && word !== "") return word;
  }
  return undefined;
}

const PRODUCTS: readonly (readonly [pattern: RegExp, product: string])[] = [
  [/^(?:windows|microsoft windows)/, "windows"],
  [/^(?:macos|darwin|mac os|os x)/, "macos"],
  [
    /^(?:linux|ubuntu|debian|centos|redhat|rhel|red hat|fedora|suse|sles|amazon|alpine|arch)/,
    "linux",
  ],
];

/** Sigma's product for the name of an operating system. */
export function productOf(name: string | undefined): string | undefined {
  return name === undefined ? undefined : PRODUCTS.find(([pattern]) => pattern.test(name))?.[1];
}

import { allOf, anyOf } from "@tocsin/model";
import type { Predicate } from "@tocsin/model";
import type { LoadContext } from "./context.ts";
import { Refusal } from "./diagnostic.ts";
import type { Path } from "./diagnostic.ts";
import { readItem } from "./item.ts";

/**
 * A selection: a map is a conjunction of its items, a list of maps a disjunction, a list of texts keywords.
 * @throws {Refusal}
 */
export function readSelection(value: unknown, path: Path, context: LoadContext): Predicate {
  if (Array.isArray(value)) {
    if (value.length === 0) throw new Refusal("SIGMA_VALUE", path, "the selection is empty");
    return anyOf(value.map((one: unknown, index) => readSelection(one, [...path, index], context)));
  }
  if (typeof value === "object" && value !== null) {
    const items = Object.entries(value);
    if (items.length === 0) throw new Refusal("SIGMA_VALUE", path, "the selection is empty");
    return allOf(items.map(([key, inner]) => readItem(key, inner, [...path, key], context)));
  }
  return readItem("", value, path, context);
}

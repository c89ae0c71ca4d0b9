import { allOf, anyOf, not, renameFields } from "@tocsin/model";
import type { Predicate } from "@tocsin/model";
import type { Reading } from "./reading.ts";

/** A predicate in the names and values of a reading; what the reading does not change is the same object. */
export function translate(
  predicate: Predicate,
  { fields = {}, rewrite }: Pick<Reading, "fields" | "rewrite">,
): Predicate {
  const rename = (name: string): string =>
    Object.hasOwn(fields, name) ? (fields[name] ?? name) : name;
  if (rewrite === undefined)
    return Object.keys(fields).length === 0 ? predicate : renameFields(predicate, rename);
  const step = (node: Predicate): Predicate => {
    switch (node.kind) {
      case "and":
      case "or": {
        const of = node.of.map(step);
        if (of.every((inner, at) => inner === node.of[at])) return node;
        return node.kind === "and" ? allOf(of) : anyOf(of);
      }
      case "not": {
        const of = step(node.of);
        return of === node.of ? node : not(of);
      }
      case "field":
        return rewrite(node.field, node.test) ?? renameFields(node, rename);
      default:
        return renameFields(node, rename);
    }
  };
  return step(predicate);
}

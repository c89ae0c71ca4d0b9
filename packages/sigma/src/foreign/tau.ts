// The language of Chainsaw's own rules, as the documentation of tau-engine has it ("Identifiers").
import { allOf, anyOf, field, not } from "@tocsin/model";
import type { Predicate, Test } from "@tocsin/model";
import { Refusal } from "../diagnostic.ts";
import type { Path } from "../diagnostic.ts";
import { shown } from "../item.ts";
import { eventField } from "./event-field.ts";

const COMPARISONS: Readonly<Record<string, "lt" | "lte" | "gt" | "gte" | "eq">> = {
  "<": "lt",
  "<=": "lte",
  ">": "gt",
  ">=": "gte",
  "=": "eq",
};
const MAX_DEPTH = 32;

/** What stands behind a name: a map is a conjunction, a list a disjunction. @throws {Refusal} `SIGMA_FOREIGN` */
export function readTau(value: unknown, path: Path): Predicate {
  if (path.length > MAX_DEPTH) throw refuse(path, `nested deeper than ${MAX_DEPTH} levels`);
  if (Array.isArray(value) && value.length > 0)
    return anyOf(value.map((one: unknown, index) => readTau(one, [...path, index])));
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw refuse(path, `expected fields with values, got ${shown(value)}`);
  const items = Object.entries(value);
  if (items.length === 0) throw refuse(path, "the filter is empty");
  return allOf(items.map(([key, inner]) => readItem(key, inner, [...path, key])));
}

function readItem(key: string, value: unknown, path: Path): Predicate {
  const call = /^(all|not)\((.*)\)$/.exec(key.trim());
  const name = call?.[2] ?? key.trim();
  const found = eventField(name);
  if (found === undefined) {
    const what = name.includes("(") ? "chainsaw's tau expression" : "the field";
    throw refuse(path, `${what} "${key}" is not Sigma`);
  }
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (values.length === 0) throw refuse(path, `"${key}" has no value`);
  const tests = values.map((one, index) =>
    field(found, readValue(one, Array.isArray(value) ? [...path, index] : path)),
  );
  const joined = call?.[1] === "all" ? allOf(tests) : anyOf(tests);
  return call?.[1] === "not" ? not(joined) : joined;
}

function readValue(value: unknown, path: Path): Test {
  if (value === null) return { op: "null" };
  if (typeof value === "boolean") return { op: "is", value };
  if (typeof value === "number" && Number.isFinite(value)) return { op: "is", value };
  if (typeof value !== "string") throw refuse(path, `the value ${shown(value)} is not Sigma`);
  const compared = /^(<=|>=|<|>|=)\s*(-?\d+(?:\.\d+)?)$/.exec(value);
  const comparison = COMPARISONS[compared?.[1] ?? ""];
  if (comparison !== undefined) return { op: "compare", comparison, value: Number(compared?.[2]) };
  // Quotes escape in ways of their own, and a quoted null may be meant as one.
  if (/^i?["']/.test(value) || /^null$/i.test(value))
    throw refuse(path, `what ${shown(value)} means in chainsaw's tau cannot be told for certain`);
  return readPattern(value, path);
}

/** `i` before anything: without regard to case; `?` a regular expression; `*` at either end: open there. */
function readPattern(value: string, path: Path): Test {
  const cased = !value.startsWith("i");
  const text = cased ? value : value.slice(1);
  if (text.startsWith("?")) return { op: "regex", source: text.slice(1), flags: cased ? "" : "i" };
  const before = text.startsWith("*");
  const after = text.length > 1 && text.endsWith("*");
  const inner = text.slice(before ? 1 : 0, after ? -1 : undefined);
  if (inner === "" && (before || after)) return { op: "exists" };
  if (inner === "") throw refuse(path, `the value ${shown(value)} is empty`);
  if (before && after) return { op: "contains", value: inner, cased };
  if (before) return { op: "endsWith", value: inner, cased };
  return { op: after ? "startsWith" : "equals", value: inner, cased };
}

function refuse(path: Path, message: string): Refusal {
  return new Refusal("SIGMA_FOREIGN", path, message);
}

import type { Observable } from "./observable.ts";

/**
 * The waist of the hourglass: what a detection asks of a record, as an immutable tree.
 * Evaluation is two-valued. What absent, null and empty mean to every test is written in
 * `docs/predicates.md` and held by a table in the contract suite:
 * - a field is *absent* (`undefined`), *null*, or has one or more values;
 * - every test but `exists` and `null` is false on absent and null; `""` is an ordinary value;
 * - on several values a test holds if it holds for one of them;
 * - `not` is the plain negation: `not (absent = x)` is true.
 */
export type Predicate =
  | AndPredicate
  | OrPredicate
  | NotPredicate
  | ConstantPredicate
  | FieldPredicate
  | AnyFieldPredicate
  | ObservablePredicate;

/** True if all hold; true if there are none. */
export interface AndPredicate {
  readonly kind: "and";
  readonly of: readonly Predicate[];
}

/** True if one holds; false if there are none. */
export interface OrPredicate {
  readonly kind: "or";
  readonly of: readonly Predicate[];
}

/** True if the inner one is false. */
export interface NotPredicate {
  readonly kind: "not";
  readonly of: Predicate;
}

/** Always or never. */
export interface ConstantPredicate {
  readonly kind: "constant";
  readonly value: boolean;
}

/** A test of one named field. */
export interface FieldPredicate {
  readonly kind: "field";
  readonly field: string;
  readonly test: Test;
}

/** A test that some field of the record must pass, whatever its name: Sigma's keywords. */
export interface AnyFieldPredicate {
  readonly kind: "any-field";
  readonly test: TextTest;
}

/**
 * The record bears this observable as a whole token: an address is not found in a longer one,
 * `evil.example` is found in `a.evil.example` and not in `notevil.example`.
 * `fields` restricts the search to some fields; absent, every field is searched.
 */
export interface ObservablePredicate {
  readonly kind: "observable";
  readonly observable: Observable;
  readonly fields?: readonly string[];
}

/** One piece of a wildcard pattern: text, any run of characters (`*`), one character (`?`, one code point). */
export type WildcardPart = string | { readonly any: "run" | "one" };

/** Tests of text. Numbers and booleans of the record are tested as their text. */
export type TextTest =
  | {
      readonly op: "equals" | "contains" | "startsWith" | "endsWith";
      readonly value: string;
      readonly cased: boolean;
    }
  | { readonly op: "wildcard"; readonly pattern: readonly WildcardPart[]; readonly cased: boolean }
  | { readonly op: "regex"; readonly source: string; readonly flags: string };

/** Parts of a time that can be tested, in UTC. `week` is the ISO 8601 week. */
export type TimePart = "minute" | "hour" | "day" | "week" | "month" | "year";

/** How two numbers compare. */
export type Comparison = "eq" | "neq" | "lt" | "lte" | "gt" | "gte";

/**
 * Tests of a field.
 * `equals` on a number or boolean holds for that number or boolean and for its text (`4688`, `"4688"`).
 * `compare` reads text as a JSON number, or `0x…`. `cidr` reads an address, `::ffff:` forms included.
 * `sameAs` compares with another field's value; false if either is absent or null.
 */
export type Test =
  | TextTest
  | { readonly op: "is"; readonly value: number | boolean }
  | { readonly op: "compare"; readonly comparison: Comparison; readonly value: number }
  | { readonly op: "cidr"; readonly network: string }
  | { readonly op: "exists" }
  | { readonly op: "null" }
  | {
      readonly op: "sameAs";
      readonly field: string;
      readonly mode: "equals" | "contains" | "startsWith" | "endsWith";
      readonly cased: boolean;
    }
  | {
      readonly op: "time";
      readonly part: TimePart;
      readonly comparison: Comparison;
      readonly value: number;
    };

/** All of them. One alone is returned as it is; nested conjunctions are flattened. */
export function and(...of: readonly Predicate[]): Predicate {
  return join("and", of);
}

/** {@link and} of a list of any length. */
export function allOf(of: readonly Predicate[]): Predicate {
  return join("and", of);
}

/** One of them. One alone is returned as it is; nested disjunctions are flattened. */
export function or(...of: readonly Predicate[]): Predicate {
  return join("or", of);
}

/** {@link or} of a list of any length. */
export function anyOf(of: readonly Predicate[]): Predicate {
  return join("or", of);
}

function join(kind: "and" | "or", of: readonly Predicate[]): Predicate {
  const flat: Predicate[] = [];
  for (const predicate of of) {
    if (predicate.kind === kind) for (const inner of predicate.of) flat.push(inner);
    else flat.push(predicate);
  }
  const [first] = flat;
  return first !== undefined && flat.length === 1
    ? first
    : Object.freeze({ kind, of: Object.freeze(flat) });
}

/** Negation; a double negation is removed. */
export function not(of: Predicate): Predicate {
  return of.kind === "not" ? of.of : Object.freeze({ kind: "not", of });
}

/** Always true or always false. */
export function constant(value: boolean): Predicate {
  return Object.freeze({ kind: "constant", value });
}

/** A test of one field. */
export function field(name: string, test: Test): Predicate {
  return Object.freeze({ kind: "field", field: name, test: Object.freeze(test) });
}

/** A test that some field must pass. */
export function anyField(test: TextTest): Predicate {
  return Object.freeze({ kind: "any-field", test: Object.freeze(test) });
}

/** The record bears the observable. */
export function bears(observable: Observable, fields?: readonly string[]): Predicate {
  return Object.freeze({ kind: "observable", observable, ...(fields && { fields }) });
}

/**
 * A predicate with every field name replaced: the field taxonomy of a logsource. What has no name that
 * changes is the same object as before.
 */
export function renameFields(predicate: Predicate, rename: (name: string) => string): Predicate {
  switch (predicate.kind) {
    case "and":
    case "or": {
      const of = renameAll(predicate.of, rename);
      return of === predicate.of ? predicate : join(predicate.kind, of);
    }
    case "not": {
      const of = renameFields(predicate.of, rename);
      return of === predicate.of ? predicate : not(of);
    }
    case "field": {
      const { field: before, test } = predicate;
      const name = rename(before);
      const other = test.op === "sameAs" ? rename(test.field) : undefined;
      if (test.op === "sameAs" && other !== undefined && other !== test.field)
        return field(name, { ...test, field: other });
      return name === before ? predicate : field(name, test);
    }
    case "observable": {
      const { fields } = predicate;
      const names = fields?.map(rename);
      return names?.some((name, at) => name !== fields?.[at]) === true
        ? bears(predicate.observable, names)
        : predicate;
    }
    case "any-field":
    case "constant":
      return predicate;
  }
}

/** The list itself if nothing in it changes. */
function renameAll(
  of: readonly Predicate[],
  rename: (name: string) => string,
): readonly Predicate[] {
  let changed: Predicate[] | undefined;
  for (const [at, inner] of of.entries()) {
    const renamed = renameFields(inner, rename);
    if (renamed !== inner) (changed ??= [...of])[at] = renamed;
  }
  return changed ?? of;
}

/** Calls `visit` for every node, parents first. */
export function walkPredicate(predicate: Predicate, visit: (node: Predicate) => void): void {
  visit(predicate);
  if (predicate.kind === "and" || predicate.kind === "or")
    for (const inner of predicate.of) walkPredicate(inner, visit);
  else if (predicate.kind === "not") walkPredicate(predicate.of, visit);
}

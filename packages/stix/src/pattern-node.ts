import { KEYWORDS } from "./pattern-scan.ts";

/**
 * A STIX pattern as a tree (STIX 2.1 section 9): observation expressions with their qualifiers.
 * `and`, `or` and `followed-by` have at least two members; `FOLLOWEDBY` binds least, `AND` most.
 */
export type PatternNode =
  | { readonly kind: "observation"; readonly comparison: ComparisonNode }
  | {
      readonly kind: "observation-and" | "observation-or" | "followed-by";
      readonly of: readonly PatternNode[];
    }
  | { readonly kind: "within"; readonly seconds: number; readonly of: PatternNode }
  | { readonly kind: "repeats"; readonly times: number; readonly of: PatternNode }
  | {
      readonly kind: "start-stop";
      /** RFC 3339, UTC. */
      readonly start: string;
      readonly stop: string;
      readonly of: PatternNode;
    };

/** What one observation must show. */
export type ComparisonNode =
  | {
      readonly kind: "comparison-and" | "comparison-or";
      readonly of: readonly ComparisonNode[];
    }
  | ComparisonTest
  | { readonly kind: "exists"; readonly negated: boolean; readonly path: ObjectPath };

/** Comparison operators. `==` reads as `=`, `<>` as `!=`. */
export type PatternOperator =
  | "="
  | "!="
  | "<"
  | "<="
  | ">"
  | ">="
  | "IN"
  | "LIKE"
  | "MATCHES"
  | "ISSUBSET"
  | "ISSUPERSET";

/** A test of one property. `values` has one member unless the operator is `IN`, where it may be empty. */
export interface ComparisonTest {
  readonly kind: "test";
  readonly path: ObjectPath;
  readonly operator: PatternOperator;
  /** `NOT` before the operator. */
  readonly negated: boolean;
  readonly values: readonly PatternLiteral[];
}

/** `file:hashes.'SHA-256'`: an object type and the steps to a property, at least one. */
export interface ObjectPath {
  readonly type: string;
  readonly steps: readonly PathStep[];
}

/** A key, or a place in a list: a number, or `*` for any. */
export type PathStep = string | { readonly index: number | "*" };

/** A literal. `hex` is lower case without `h''`; `binary` is base64; `timestamp` is RFC 3339, UTC. */
export type PatternLiteral =
  | { readonly kind: "string" | "hex" | "binary" | "timestamp"; readonly value: string }
  | { readonly kind: "integer" | "float"; readonly value: number }
  | { readonly kind: "boolean"; readonly value: boolean };

/** A path as the pattern language writes it; keys are quoted where they must be. */
export function formatPath(path: ObjectPath): string {
  let text = `${path.type}:`;
  path.steps.forEach((step, at) => {
    if (typeof step !== "string") text += `[${step.index}]`;
    else text += `${at === 0 ? "" : "."}${isPlainKey(step) ? step : quoteText(step)}`;
  });
  return text;
}

function isPlainKey(key: string): boolean {
  return /^[A-Za-z_]\w*$/.test(key) && !KEYWORDS.has(key);
}

/** A string literal of the pattern language. */
export function quoteText(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}

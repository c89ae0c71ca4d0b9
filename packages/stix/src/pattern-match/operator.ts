import { RE2JS } from "re2js";
import { StixError } from "../error.ts";
import { formatComparison, formatLiteral } from "../pattern-format.ts";
import { isWithin, parseNetwork } from "../pattern-network.ts";
import type { ComparisonTest, PatternLiteral } from "../pattern-node.ts";
import { toTimeKey } from "../pattern-time.ts";
import { isLike } from "./like.ts";
import { areEqual, compareValues, fitsBytes, literalValue } from "./value.ts";
import type { Value } from "./value.ts";
import { spendSteps } from "./work.ts";
import type { Work } from "./work.ts";

/** Says whether one value passes. @throws {StixError} `STIX_MATCH` on a text that should be a timestamp */
export type ValueTest = (value: Value) => boolean;

/** So many comparisons of characters are one step. */
const PER_STEP = 64;

/**
 * Makes the test of one value. Kinds that do not go together are unequal, and in no order.
 * @throws {StixError} `STIX_MATCH` if the literals have no meaning for the operator
 * @see STIX 2.1 section 9.6, 9.6.1
 */
export function compileTest(test: ComparisonTest, work: Work): ValueTest {
  const positive = compilePositive(test, work);
  return test.negated ? (value) => !positive(value) : positive;
}

function compilePositive(test: ComparisonTest, work: Work): ValueTest {
  const [first] = test.values;
  switch (test.operator) {
    case "=":
    case "!=": {
      const isOther = test.operator === "!=";
      const literal = wanted(test, first);
      const read = reader(test, literal);
      return (value) => areEqual(read(value), literal) !== isOther;
    }
    case "<":
    case "<=":
    case ">":
    case ">=":
      return compileOrder(test, wanted(test, first));
    case "IN": {
      const literals = test.values.map(literalValue);
      const kinds = new Set(literals.map(({ kind }) => kind));
      if (kinds.size > 1)
        fail(test, "literals of one kind in the list", [...kinds].sort().join(", "));
      const sample = literals[0] ?? { kind: "other" };
      const read = reader(test, sample);
      return (value) => {
        const one = read(value);
        return literals.some((literal) => areEqual(one, literal));
      };
    }
    case "LIKE": {
      const like = textOf(test, first).normalize("NFC");
      const parts = Array.from(like);
      return (value) =>
        isText(value) &&
        (value.kind === "text" || fitsBytes(like)) &&
        isLike(Array.from(toText(value, parts.length, work)), parts);
    }
    case "MATCHES":
      return compileRegex(test, textOf(test, first), work);
    case "ISSUBSET":
    case "ISSUPERSET":
      return compileNetwork(test, textOf(test, first));
  }
}

function compileOrder(test: ComparisonTest, literal: Value): ValueTest {
  const read = reader(test, literal);
  const holds = {
    "<": (order: number) => order < 0,
    "<=": (order: number) => order <= 0,
    ">": (order: number) => order > 0,
    ">=": (order: number) => order >= 0,
  }[test.operator as "<" | "<=" | ">" | ">="];
  return (value) => {
    const order = compareValues(read(value), literal);
    // Kinds without a common order fail the test with NOT before it as well.
    if (order === undefined) return test.negated;
    return order !== "mixed" && holds(order);
  };
}

function compileRegex(test: ComparisonTest, source: string, work: Work): ValueTest {
  const normal = source.normalize("NFC");
  let regex: RE2JS;
  try {
    regex = RE2JS.compile(normal);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return fail(test, "a regular expression that runs in linear time", reason);
  }
  const size = regex.programSize();
  spendSteps(work, size);
  const isForBytes = fitsBytes(normal);
  return (value) =>
    isText(value) &&
    (value.kind === "text" || isForBytes) &&
    regex.matcher(toText(value, size, work)).find();
}

function compileNetwork(test: ComparisonTest, text: string): ValueTest {
  const network = parseNetwork(text);
  if (network === undefined) return fail(test, "an address or a network", JSON.stringify(text));
  const isSubset = test.operator === "ISSUBSET";
  return (value) => {
    const other = value.kind === "text" ? parseNetwork(value.value) : undefined;
    if (other === undefined) return false;
    return isSubset ? isWithin(other, network) : isWithin(network, other);
  };
}

/** A property that is compared with a timestamp must be one. */
function reader(test: ComparisonTest, literal: Value): (value: Value) => Value {
  if (literal.kind !== "time") return (value) => value;
  return (value) => {
    if (value.kind !== "text") return value;
    const key = toTimeKey(value.value);
    if (key === undefined)
      return fail(
        test,
        "a timestamp in the observed data",
        JSON.stringify(value.value.slice(0, 80)),
      );
    return { kind: "time", value: key };
  };
}

function isText(value: Value): value is Extract<Value, { kind: "text" | "bytes" | "time" }> {
  return value.kind === "text" || value.kind === "bytes";
}

/**
 * Text in Unicode's form NFC; bytes are left as they are.
 * @param perCharacter how often each character may be looked at
 */
function toText(
  { kind, value }: { readonly kind: string; readonly value: string },
  perCharacter: number,
  work: Work,
): string {
  spendSteps(work, Math.ceil((value.length * (perCharacter + 1)) / PER_STEP));
  return kind === "text" ? value.normalize("NFC") : value;
}

function wanted(test: ComparisonTest, literal: PatternLiteral | undefined): Value {
  return literal === undefined ? fail(test, "a literal", "none") : literalValue(literal);
}

function textOf(test: ComparisonTest, literal: PatternLiteral | undefined): string {
  if (literal?.kind === "string") return literal.value;
  return fail(test, "a text", literal === undefined ? "none" : formatLiteral(literal));
}

function describe(test: ComparisonTest): string {
  return `[${formatComparison(test).slice(0, 200)}]`;
}

function fail(test: ComparisonTest, expected: string, got: string): never {
  throw new StixError("STIX_MATCH", describe(test), expected, got);
}

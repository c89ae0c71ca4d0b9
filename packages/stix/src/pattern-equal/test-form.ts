import { StixError } from "../error.ts";
import { literalValue } from "../pattern-match/value.ts";
import { formatNetwork, parseNetwork } from "../pattern-network.ts";
import { formatPath } from "../pattern-node.ts";
import type { ComparisonNode, ObjectPath, PatternLiteral } from "../pattern-node.ts";

/** One test in the spelling that all tests of the same meaning share. */
export function testForm(node: Exclude<ComparisonNode, { readonly of: unknown }>): string {
  const path = formatPath(node.path);
  if (node.kind === "exists") return JSON.stringify([path, node.negated ? "NOT EXISTS" : "EXISTS"]);
  const values = node.values.map((literal) => literalForm(node.path, literal, node.operator));
  // `!=` is `=` refused, and a list of one is equality.
  const isOther = node.operator === "!=";
  const isEquality = isOther || (node.operator === "IN" && new Set(values).size === 1);
  const operator = isEquality ? "=" : node.operator;
  const negated = node.negated !== isOther;
  return JSON.stringify([path, negated, operator, [...new Set(values)].sort()]);
}

/** Operators whose literal is a value, not a pattern of one. */
const BY_VALUE: ReadonlySet<string> = new Set(["=", "!=", "IN", "ISSUBSET", "ISSUPERSET"]);

function literalForm(path: ObjectPath, literal: PatternLiteral, operator: string): string {
  const value = literalValue(literal);
  if (value.kind !== "text" || !BY_VALUE.has(operator)) return JSON.stringify(value);
  const network = operator.startsWith("ISSU") ? parseNetwork(value.value) : undefined;
  const text = network === undefined ? textForm(path, value.value) : formatNetwork(network);
  return JSON.stringify({ ...value, value: text });
}

/**
 * Texts that name the same: addresses in CIDR form with other host bits, IPv6 addresses with other zeros, keys
 * and value names of the registry in another case. A text that is no address stays as it is.
 */
function textForm({ type, steps }: ObjectPath, text: string): string {
  const [first, second, third] = steps;
  if ((type === "ipv4-addr" || type === "ipv6-addr") && steps.length === 1 && first === "value") {
    const network = parseNetwork(text);
    const bits = type === "ipv4-addr" ? 32 : 128;
    return network?.bits === bits ? formatNetwork(network) : text;
  }
  if (type !== "windows-registry-key") return text;
  const isKey = steps.length === 1 && first === "key";
  const isName =
    steps.length === 3 && first === "values" && typeof second === "object" && third === "name";
  return isKey || isName ? text.toLowerCase() : text;
}

/** Counts what a comparison of patterns makes, so that alternatives that multiply come to an end. */
export interface Budget {
  left: number;
  readonly of: number;
}

/** @throws {StixError} `STIX_PATTERN_LIMIT` */
export function spend(budget: Budget, amount: number): void {
  budget.left -= amount;
  if (budget.left < 0)
    throw new StixError(
      "STIX_PATTERN_LIMIT",
      "normal form",
      `at most ${budget.of} terms`,
      "more alternatives",
    );
}

/** So many characters of a normal form are one term. */
const PER_TERM = 32;

/** Counts a text that becomes part of the normal form. @throws {StixError} `STIX_PATTERN_LIMIT` */
export function spendText(budget: Budget, text: string): string {
  spend(budget, text.length / PER_TERM);
  return text;
}

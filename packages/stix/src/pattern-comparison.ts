import { checkDigest } from "./digest.ts";
import { chain, checkDepth, expect, fail, next, peek, take } from "./pattern-cursor.ts";
import type { Cursor } from "./pattern-cursor.ts";
import type {
  ComparisonNode,
  ObjectPath,
  PathStep,
  PatternLiteral,
  PatternOperator,
} from "./pattern-node.ts";

/** What stands in the brackets of an observation. */
export function parseComparisonOr(cursor: Cursor, depth: number): ComparisonNode {
  return joinComparisons(
    "comparison-or",
    chain(cursor, "OR", () =>
      joinComparisons(
        "comparison-and",
        chain(cursor, "AND", () => parseTest(cursor, depth)),
      ),
    ),
  );
}

function joinComparisons(
  kind: "comparison-and" | "comparison-or",
  of: readonly ComparisonNode[],
): ComparisonNode {
  const [first] = of;
  return first !== undefined && of.length === 1 ? first : { kind, of };
}

function parseTest(cursor: Cursor, depth: number): ComparisonNode {
  checkDepth(cursor, depth);
  if (take(cursor, "sign", "(")) {
    const inner = parseComparisonOr(cursor, depth + 1);
    expect(cursor, "sign", ")");
    return inner;
  }
  const refused = take(cursor, "keyword", "NOT");
  if (take(cursor, "keyword", "EXISTS"))
    return { kind: "exists", negated: refused, path: parsePath(cursor) };
  if (refused) fail(cursor, "EXISTS");
  const path = parsePath(cursor);
  const negated = take(cursor, "keyword", "NOT");
  const operator = parseOperator(cursor);
  const literal = peek(cursor);
  const values = parseValues(cursor, operator);
  if (operator === "=" || operator === "!=" || operator === "IN") {
    const wrong = checkDigest(path, values);
    if (wrong !== undefined) fail(cursor, wrong, literal);
  }
  return { kind: "test", path, operator, negated, values };
}

const OPERATORS: Readonly<Record<string, PatternOperator>> = {
  "=": "=",
  "==": "=",
  "!=": "!=",
  "<>": "!=",
  "<": "<",
  "<=": "<=",
  ">": ">",
  ">=": ">=",
  IN: "IN",
  LIKE: "LIKE",
  MATCHES: "MATCHES",
  ISSUBSET: "ISSUBSET",
  ISSUPERSET: "ISSUPERSET",
};

function parseOperator(cursor: Cursor): PatternOperator {
  const token = next(cursor);
  const known =
    (token.kind === "sign" || token.kind === "keyword") && Object.hasOwn(OPERATORS, token.text);
  return (known ? OPERATORS[token.text] : undefined) ?? fail(cursor, "an operator", token);
}

function parseValues(cursor: Cursor, operator: PatternOperator): PatternLiteral[] {
  switch (operator) {
    case "IN": {
      expect(cursor, "sign", "(");
      if (take(cursor, "sign", ")")) return [];
      const values = [parseLiteral(cursor)];
      while (take(cursor, "sign", ",")) values.push(parseLiteral(cursor));
      expect(cursor, "sign", ")");
      return values;
    }
    case "LIKE":
    case "MATCHES":
    case "ISSUBSET":
    case "ISSUPERSET": {
      const token = next(cursor);
      if (token.kind !== "string") fail(cursor, "a text in quotes", token);
      return [{ kind: "string", value: token.text }];
    }
    case "<":
    case "<=":
    case ">":
    case ">=": {
      const token = peek(cursor);
      const literal = parseLiteral(cursor);
      if (literal.kind === "boolean") fail(cursor, "a literal that has an order", token);
      return [literal];
    }
    case "=":
    case "!=":
      return [parseLiteral(cursor)];
  }
}

function parseLiteral(cursor: Cursor): PatternLiteral {
  const token = next(cursor);
  switch (token.kind) {
    case "string":
    case "hex":
    case "binary":
    case "timestamp":
      return { kind: token.kind, value: token.text };
    case "integer":
    case "float": {
      const value = Number(token.text);
      if (!Number.isFinite(value)) fail(cursor, "a number below 1.8e308", token);
      return { kind: token.kind, value };
    }
    case "keyword":
      if (token.text === "true" || token.text === "false")
        return { kind: "boolean", value: token.text === "true" };
      return fail(cursor, "a literal", token);
    case "sign":
    case "word":
    case "end":
      return fail(cursor, "a literal", token);
  }
}

function parsePath(cursor: Cursor): ObjectPath {
  const type = next(cursor);
  if (type.kind !== "word") fail(cursor, "an object path such as file:name", type);
  expect(cursor, "sign", ":");
  const steps: PathStep[] = [parseKey(cursor)];
  for (;;) {
    if (take(cursor, "sign", ".")) steps.push(parseKey(cursor));
    else if (take(cursor, "sign", "[")) {
      steps.push({ index: parseIndex(cursor) });
      expect(cursor, "sign", "]");
    } else return { type: type.text, steps };
  }
}

function parseKey(cursor: Cursor): string {
  const token = next(cursor);
  if (token.kind === "string") return token.text;
  if (token.kind !== "word") fail(cursor, "a property name", token);
  if (token.text.includes("-"))
    fail(cursor, "quotes around a property name that holds a hyphen", token);
  return token.text;
}

function parseIndex(cursor: Cursor): number | "*" {
  const token = next(cursor);
  if (token.kind === "sign" && token.text === "*") return "*";
  if (token.kind !== "integer") fail(cursor, "a whole number or * in brackets", token);
  return Number(token.text);
}

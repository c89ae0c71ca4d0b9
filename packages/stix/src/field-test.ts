import type { Test, TextTest } from "@tocsin/model";
import type { PatternLiteral, PatternOperator } from "./pattern-node.ts";
import type { FieldMode } from "./target.ts";
import { escapeRegex, likeTest, likeWithin } from "./value-test.ts";

/** Whether a test can be asked of any field. */
export function isTextTest(test: Test | undefined): test is TextTest {
  return (
    test !== undefined &&
    (test.op === "equals" ||
      test.op === "contains" ||
      test.op === "startsWith" ||
      test.op === "endsWith" ||
      test.op === "wildcard" ||
      test.op === "regex")
  );
}

const COMPARISONS = { "<": "lt", "<=": "lte", ">": "gt", ">=": "gte" } as const;

/** A test of one field's value. */
export function toTest(
  operator: PatternOperator,
  literal: PatternLiteral,
  mode: FieldMode,
): Test | undefined {
  const text = String(literal.value);
  switch (operator) {
    case "=":
    case "IN":
      if (mode === "whole")
        return typeof literal.value === "string"
          ? { op: "equals", value: text, cased: false }
          : { op: "is", value: literal.value };
      return { op: "regex", flags: "i", source: pathRegex(escapeRegex(text), mode) };
    case "LIKE":
      if (mode === "whole") return likeTest(text);
      return { op: "regex", flags: "is", source: pathRegex(likeRegex(text), mode) };
    case "MATCHES":
      return { op: "regex", flags: "", source: anchorRegex(text, mode) };
    case "<":
    case "<=":
    case ">":
    case ">=":
      return mode === "whole" && typeof literal.value === "number"
        ? { op: "compare", comparison: COMPARISONS[operator], value: literal.value }
        : undefined;
    case "!=":
    case "ISSUBSET":
    case "ISSUPERSET":
      return undefined;
  }
}

/** A name as the last part of a path, or a folder with exactly one part behind it. Both slashes count. */
function pathRegex(source: string, mode: "last-part" | "folder"): string {
  return mode === "last-part"
    ? String.raw`(?:^|[\\/])${source}$`
    : String.raw`^${source.replace(/(?:\\\\|\\\/)$/u, "")}[\\/][^\\/]+$`;
}

/** The anchors of a pattern over a name or a folder, moved to where these stand in a whole path. */
function anchorRegex(source: string, mode: FieldMode): string {
  if (mode === "last-part" && source.startsWith("^"))
    return String.raw`(?:^|[\\/])(?:${source.slice(1)})`;
  if (mode === "folder" && source.endsWith("$") && !source.endsWith(String.raw`\$`))
    return String.raw`(?:${source.slice(0, -1)})[\\/][^\\/]+$`;
  return source;
}

function likeRegex(text: string): string {
  return escapeRegex(text).replaceAll("%", ".*").replaceAll("_", ".");
}

/** A test that finds the text in any field. A word is not found within a longer one. */
export function toWithin(
  operator: PatternOperator,
  text: string,
  word: boolean,
): TextTest | undefined {
  switch (operator) {
    case "=":
    case "IN":
      return word
        ? {
            op: "regex",
            flags: "i",
            source: `(?:^|[^0-9A-Za-z])${escapeRegex(text)}(?:[^0-9A-Za-z]|$)`,
          }
        : { op: "contains", value: text, cased: false };
    case "LIKE":
      return likeWithin(text);
    case "MATCHES":
      return { op: "regex", source: text, flags: "" };
    case "!=":
    case "<":
    case "<=":
    case ">":
    case ">=":
    case "ISSUBSET":
    case "ISSUPERSET":
      return undefined;
  }
}

import type { Expression, Test } from "./expression.ts";
import { testsOf } from "./expression.ts";

const OPERATORS: Readonly<Partial<Record<Test["condition"], string>>> = {
  is: "=",
  "greater-than": ">",
  "less-than": "<",
};

/**
 * The STIX 2.1 pattern that asks for the same, or undefined if a test has no path. Tests of one object type share
 * an observation; those of several are observations joined, for a comparison may not mix types (STIX 2.1, 9.6).
 */
export function writeExpression(expression: Expression): string | undefined {
  for (const { path } of testsOf(expression)) if (path === undefined) return undefined;
  return writeObservation(expression);
}

function writeObservation(expression: Expression): string {
  if (expression.kind === "test" || typesOf(expression).size === 1)
    return `[${writeComparison(expression)}]`;
  const joined = expression.kind.toUpperCase();
  const pieces = groupByType(expression.parts).map((parts) => {
    const [first] = parts;
    if (parts.length === 1 && first !== undefined) {
      const text = writeObservation(first);
      return text.startsWith("[") && !isJoined(first) ? text : `(${text})`;
    }
    return writeObservation({ kind: expression.kind, parts });
  });
  return pieces.join(` ${joined} `);
}

function isJoined(expression: Expression): boolean {
  return expression.kind !== "test" && typesOf(expression).size > 1;
}

/** Parts of one type stand together, at the place of the first; parts of several types each alone. */
function groupByType(parts: readonly Expression[]): Expression[][] {
  const groups: Expression[][] = [];
  const byType = new Map<string, Expression[]>();
  for (const part of parts) {
    const [type, ...others] = typesOf(part);
    const known = others.length === 0 && type !== undefined ? byType.get(type) : undefined;
    if (known !== undefined) {
      known.push(part);
      continue;
    }
    const group = [part];
    groups.push(group);
    if (others.length === 0 && type !== undefined) byType.set(type, group);
  }
  return groups;
}

function typesOf(expression: Expression): ReadonlySet<string> {
  const types = new Set<string>();
  for (const { path = "" } of testsOf(expression)) types.add(path.slice(0, path.indexOf(":")));
  return types;
}

function writeComparison(expression: Expression): string {
  if (expression.kind === "test") return writeTest(expression);
  const joined = ` ${expression.kind.toUpperCase()} `;
  return expression.parts
    .map((part) =>
      part.kind === "test" || part.parts.length === 1
        ? writeComparison(part)
        : `(${writeComparison(part)})`,
    )
    .join(joined);
}

function writeTest({ path = "", condition, isNegated, text }: Test): string {
  const not = isNegated ? " NOT" : "";
  if (condition === "matches") return `${path}${not} MATCHES ${quote(text)}`;
  const operator = OPERATORS[condition];
  if (operator !== undefined) return `${path}${not} ${operator} ${literal(path, text)}`;
  const before = condition === "starts-with" ? "" : "%";
  const after = condition === "ends-with" ? "" : "%";
  // LIKE knows no way to write its wildcards as themselves; a regular expression does.
  if (!/[%_]/.test(text)) return `${path}${not} LIKE ${quote(`${before}${text}${after}`)}`;
  const escaped = text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`);
  const [open, close] = [before === "" ? "^" : "", after === "" ? "$" : ""];
  return `${path}${not} MATCHES ${quote(`${open}${escaped}${close}`)}`;
}

/** Sizes and ports are numbers; all else is text. */
function literal(path: string, text: string): string {
  return /:(?:size|src_port|dst_port|number|pid)$/.test(path) && /^\d{1,15}$/.test(text)
    ? text
    : quote(text);
}

function quote(text: string): string {
  return `'${text.replaceAll(/['\\]/g, String.raw`\$&`)}'`;
}

// Sigma rules specification 2.1, "Escaping" and "Wildcards".
import type { Test, TextTest, WildcardPart } from "@tocsin/model";

const RUN: WildcardPart = { any: "run" };
const ONE: WildcardPart = { any: "one" };

const SPECIAL = /[*?]|\\\\/;

/** Whether a text stands for itself: no wildcards, nothing escaped, and not empty. */
export function isPlain(text: string): boolean {
  return text !== "" && !SPECIAL.test(text);
}

/**
 * Reads a Sigma text: `*` and `?` are wildcards; a backslash before `*`, `?` or another backslash takes that
 * character as it is; elsewhere a backslash stands for itself.
 */
export function parseText(text: string): WildcardPart[] {
  // Nine texts of ten hold no wildcard and nothing escaped.
  if (isPlain(text)) return [text];
  const parts: WildcardPart[] = [];
  let literal = "";
  const flush = (): void => {
    if (literal !== "") parts.push(literal);
    literal = "";
  };
  for (let at = 0; at < text.length; at++) {
    const c = text.charAt(at);
    const next = text.charAt(at + 1);
    if (c === "\\" && (next === "\\" || next === "*" || next === "?")) {
      literal += next;
      at++;
    } else if (c === "*" || c === "?") {
      flush();
      parts.push(c === "*" ? RUN : ONE);
    } else literal += c;
  }
  flush();
  return parts;
}

/** The text of a pattern without wildcards; undefined if it has some. */
export function literalOf(parts: readonly WildcardPart[]): string | undefined {
  if (parts.length === 0) return "";
  const [only] = parts;
  return parts.length === 1 && typeof only === "string" ? only : undefined;
}

/** Where a text may stand within a value. */
export type Anchor = "contains" | "startsWith" | "endsWith";

/** Opens a pattern at one end or both. */
export function openEnds(parts: readonly WildcardPart[], anchor: Anchor): WildcardPart[] {
  const open = [...parts];
  if (anchor !== "startsWith" && !isRun(open[0])) open.unshift(RUN);
  if (anchor !== "endsWith" && (!isRun(open.at(-1)) || open.length === 1)) open.push(RUN);
  return open;
}

function isRun(part: WildcardPart | undefined): boolean {
  return typeof part === "object" && part.any === "run";
}

/** The test of a plain text at a place in a value; undefined where it needs a pattern. */
export function toPlainTest(
  parts: readonly WildcardPart[],
  anchor: Anchor | undefined,
  cased: boolean,
): TextTest | undefined {
  const [only] = parts;
  if (parts.length !== 1 || typeof only !== "string" || only === "") return undefined;
  return { op: anchor ?? "equals", value: only, cased };
}

/** The narrowest test that says the same as a pattern. */
export function toTextTest(parts: readonly WildcardPart[], cased: boolean): TextTest & Test {
  const literal = literalOf(parts);
  if (literal !== undefined) return { op: "equals", value: literal, cased };
  const before = isRun(parts[0]);
  const after = isRun(parts.at(-1));
  const inner = literalOf(parts.slice(before ? 1 : 0, after ? -1 : undefined));
  if (inner === undefined || inner === "") return { op: "wildcard", pattern: parts, cased };
  if (before && after) return { op: "contains", value: inner, cased };
  if (before) return { op: "endsWith", value: inner, cased };
  return { op: "startsWith", value: inner, cased };
}

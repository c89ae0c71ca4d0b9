import { StixError } from "./error.ts";
import { toPosition } from "./pattern-scan.ts";
import type { Token } from "./pattern-scan.ts";

/** Deepest nesting of parentheses and qualifiers. */
export const MAX_PATTERN_DEPTH = 64;
/** A pattern while it is read. */
export interface Cursor {
  readonly text: string;
  readonly tokens: readonly Token[];
  readonly version: "2.0" | "2.1";
  readonly allowRepeatedQualifiers: boolean;
  at: number;
}

/** The token to come. */
export function peek(cursor: Cursor): Token {
  return cursor.tokens[cursor.at] ?? { kind: "end", text: "", at: cursor.text.length };
}

/** Takes the token to come. */
export function next(cursor: Cursor): Token {
  const token = peek(cursor);
  cursor.at++;
  return token;
}

/** Says what was expected and what stands there. @throws {StixError} `STIX_PATTERN` */
export function fail(cursor: Cursor, expected: string, token: Token = peek(cursor)): never {
  const got =
    token.kind === "end" ? "the end" : JSON.stringify(cursor.text.slice(token.at, token.at + 40));
  throw new StixError("STIX_PATTERN", toPosition(cursor.text, token.at), expected, got);
}

/** Takes a sign or keyword if it is the one to come. */
export function take(cursor: Cursor, kind: "sign" | "keyword", text: string): boolean {
  const token = peek(cursor);
  if (token.kind !== kind || token.text !== text) return false;
  cursor.at++;
  return true;
}

/** Takes a sign or keyword that must come. */
export function expect(cursor: Cursor, kind: "sign" | "keyword", text: string): void {
  if (!take(cursor, kind, text)) fail(cursor, text);
}

/** Holds nesting within {@link MAX_PATTERN_DEPTH}. */
export function checkDepth(cursor: Cursor, depth: number): void {
  if (depth > MAX_PATTERN_DEPTH)
    fail(cursor, `nesting of at most ${MAX_PATTERN_DEPTH} parentheses and qualifiers`);
}

/** One or more, with the operator between them. */
export function chain<T>(cursor: Cursor, operator: string, parse: () => T): T[] {
  const of = [parse()];
  while (take(cursor, "keyword", operator)) of.push(parse());
  return of;
}

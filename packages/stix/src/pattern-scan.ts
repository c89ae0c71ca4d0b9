import { StixError } from "./error.ts";
import type { PatternPosition } from "./error.ts";

/** Kinds of token. `sign` is punctuation or an operator sign; `word` is an identifier, `keyword` a reserved one. */
type TokenKind =
  | "sign"
  | "word"
  | "keyword"
  | "string"
  | "hex"
  | "binary"
  | "timestamp"
  | "integer"
  | "float"
  | "end";

/** One token with its offset. `text` is unescaped for strings and without marks for other literals. */
export interface Token {
  readonly kind: TokenKind;
  readonly text: string;
  readonly at: number;
}

/** Words the language keeps for itself, in this case only. */
export const KEYWORDS: ReadonlySet<string> = new Set([
  "AND",
  "OR",
  "NOT",
  "FOLLOWEDBY",
  "LIKE",
  "MATCHES",
  "ISSUPERSET",
  "ISSUBSET",
  "EXISTS",
  "LAST",
  "IN",
  "START",
  "STOP",
  "SECONDS",
  "TIMES",
  "WITHIN",
  "REPEATS",
  "true",
  "false",
]);

const BLANK = /[\s\u0085\u200b\u2060\ufeff]/u;
const WORD = /[A-Za-z_][\w-]*/uy;
const NUMBER = /[+-]?(?:\d*\.\d+|0|[1-9]\d*)/uy;
const TIMESTAMP =
  /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d:(?:[0-5]\d|60)(?:\.\d+)?Z$/u;
const HEX = /^(?:[0-9a-f]{2})*$/iu;
const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/u;

/** Line and column of an offset. */
export function toPosition(text: string, at: number): PatternPosition {
  const before = text.slice(0, at).split("\n");
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

/** Whether a text is a timestamp of the pattern language. Days are not checked against months, as in the grammar. */
export function isTimestamp(text: string): boolean {
  return TIMESTAMP.test(text);
}

/**
 * The tokens of a pattern, the last of kind `end`. Blanks and comments are left out.
 * @throws {StixError} `STIX_PATTERN`
 * @see STIX 2.1 section 9.4 and the grammar STIXPattern.g4
 */
export function scanPattern(text: string): Token[] {
  const tokens: Token[] = [];
  let at = skipBlanks(text, 0);
  while (at < text.length) {
    const [token, end] = scanToken(text, at);
    tokens.push(token);
    at = skipBlanks(text, end);
  }
  tokens.push({ kind: "end", text: "", at: text.length });
  return tokens;
}

function fail(text: string, at: number, expected: string, got?: string): never {
  const found = text.slice(at, at + 20);
  throw new StixError(
    "STIX_PATTERN",
    toPosition(text, at),
    expected,
    got ?? (found === "" ? "the end" : JSON.stringify(found)),
  );
}

function skipBlanks(text: string, from: number): number {
  let at = from;
  while (at < text.length) {
    if (BLANK.test(text.charAt(at))) at++;
    else if (text.startsWith("//", at)) {
      while (at < text.length && text[at] !== "\n" && text[at] !== "\r") at++;
    } else if (text.startsWith("/*", at)) {
      const end = text.indexOf("*/", at + 2);
      if (end < 0) fail(text, at, "*/ after the comment", "the end");
      at = end + 2;
    } else break;
  }
  return at;
}

function scanToken(text: string, at: number): [Token, number] {
  const c = text.charAt(at);
  if (c === "'") {
    const [value, end] = scanString(text, at);
    return [{ kind: "string", text: value, at }, end];
  }
  if ((c === "t" || c === "h" || c === "b") && text.charAt(at + 1) === "'")
    return scanMarked(text, at, c);
  const two = text.slice(at, at + 2);
  if (["==", "!=", "<>", "<=", ">="].includes(two))
    return [{ kind: "sign", text: two, at }, at + 2];
  NUMBER.lastIndex = at;
  const number = NUMBER.exec(text)?.[0];
  if (number !== undefined) {
    const end = at + number.length;
    if (/[\w.]/u.test(text.charAt(end))) fail(text, at, "a number");
    return [{ kind: number.includes(".") ? "float" : "integer", text: number, at }, end];
  }
  if ("[]():.,=<>*".includes(c)) return [{ kind: "sign", text: c, at }, at + 1];
  WORD.lastIndex = at;
  const word = WORD.exec(text)?.[0];
  if (word === undefined) fail(text, at, "an object path, an operator or a literal");
  return [{ kind: KEYWORDS.has(word) ? "keyword" : "word", text: word, at }, at + word.length];
}

function scanString(text: string, from: number): [string, number] {
  let value = "";
  let at = from + 1;
  for (let start = at; ; at++) {
    const c = text.charAt(at);
    if (c === "") fail(text, from, "a closing quote", "the end");
    if (c === "'") return [value + text.slice(start, at), at + 1];
    if (c !== "\\") continue;
    const escaped = text.charAt(at + 1);
    if (escaped !== "'" && escaped !== "\\") fail(text, at, String.raw`\\ or \' in a text`);
    value += text.slice(start, at) + escaped;
    at++;
    start = at + 1;
  }
}

function scanMarked(text: string, at: number, mark: "t" | "h" | "b"): [Token, number] {
  const [value, end] = scanString(text, at + 1);
  const got = JSON.stringify(value.slice(0, 40));
  if (mark === "t") {
    if (!TIMESTAMP.test(value)) fail(text, at, "a UTC timestamp such as 2024-07-25T00:00:00Z", got);
    return [{ kind: "timestamp", text: value, at }, end];
  }
  if (mark === "h") {
    if (!HEX.test(value)) fail(text, at, "pairs of hexadecimal digits", got);
    return [{ kind: "hex", text: value.toLowerCase(), at }, end];
  }
  if (!BASE64.test(value) || value.length % 4 !== 0) fail(text, at, "base64", got);
  return [{ kind: "binary", text: value, at }, end];
}

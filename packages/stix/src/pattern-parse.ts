import { StixError } from "./error.ts";
import { parseComparisonOr } from "./pattern-comparison.ts";
import { chain, checkDepth, expect, fail, next, peek, take } from "./pattern-cursor.ts";
import type { Cursor } from "./pattern-cursor.ts";
import type { PatternNode } from "./pattern-node.ts";
import { isTimestamp, scanPattern } from "./pattern-scan.ts";

/** Longest pattern, in UTF-16 units. */
export const MAX_PATTERN_LENGTH = 100_000;

/** How {@link parsePattern} reads. */
export interface PatternOptions {
  /** 2.0 takes `START` and `STOP` as plain texts too. 2.1 unless told. */
  readonly version?: "2.0" | "2.1";
  /**
   * Takes a kind of qualifier more than once behind an observation, as the grammar does and the text forbids
   * (section 9.5.1): the first binds closest. Refused unless told.
   */
  readonly allowRepeatedQualifiers?: boolean;
}

/**
 * Reads a STIX pattern. Time and memory grow with its length.
 * @throws {StixError} `STIX_PATTERN` with position, what was expected and what was met; also for a pattern
 * longer than {@link MAX_PATTERN_LENGTH} or nested deeper than {@link MAX_PATTERN_DEPTH}
 * @see STIX 2.0 part 5; STIX 2.1 section 9
 */
export function parsePattern(text: string, options: PatternOptions = {}): PatternNode {
  if (text.length > MAX_PATTERN_LENGTH)
    throw new StixError(
      "STIX_PATTERN",
      { line: 1, column: 1 },
      `at most ${MAX_PATTERN_LENGTH} characters`,
      String(text.length),
    );
  const cursor: Cursor = {
    text,
    tokens: scanPattern(text),
    version: options.version ?? "2.1",
    allowRepeatedQualifiers: options.allowRepeatedQualifiers ?? false,
    at: 0,
  };
  const node = parseFollowedBy(cursor, 0);
  if (peek(cursor).kind !== "end") fail(cursor, "an operator, a qualifier or the end");
  return node;
}

function parseFollowedBy(cursor: Cursor, depth: number): PatternNode {
  return join(
    "followed-by",
    chain(cursor, "FOLLOWEDBY", () => parseObservationOr(cursor, depth)),
  );
}

function parseObservationOr(cursor: Cursor, depth: number): PatternNode {
  return join(
    "observation-or",
    chain(cursor, "OR", () =>
      join(
        "observation-and",
        chain(cursor, "AND", () => parseQualified(cursor, depth)),
      ),
    ),
  );
}

function join(
  kind: "observation-and" | "observation-or" | "followed-by",
  of: readonly PatternNode[],
): PatternNode {
  const [first] = of;
  return first !== undefined && of.length === 1 ? first : { kind, of };
}

/** An observation or a group, then its qualifiers; a kind of qualifier stands once behind an observation. */
function parseQualified(cursor: Cursor, depth: number): PatternNode {
  checkDepth(cursor, depth);
  const token = peek(cursor);
  let node: PatternNode;
  const seen = new Set<string>();
  const simple = take(cursor, "sign", "[");
  if (simple) {
    node = { kind: "observation", comparison: parseComparisonOr(cursor, depth + 1) };
    expect(cursor, "sign", "]");
  } else if (take(cursor, "sign", "(")) {
    node = parseFollowedBy(cursor, depth + 1);
    expect(cursor, "sign", ")");
  } else return fail(cursor, "[ or (", token);
  for (let level = depth; ; level++) {
    const qualifier = peek(cursor);
    const qualified = parseQualifier(cursor, node);
    if (qualified === undefined) return node;
    if (simple && !cursor.allowRepeatedQualifiers && seen.has(qualified.kind))
      fail(cursor, "each kind of qualifier once behind an observation", qualifier);
    seen.add(qualified.kind);
    checkDepth(cursor, level);
    node = qualified;
  }
}

function parseQualifier(cursor: Cursor, of: PatternNode): PatternNode | undefined {
  if (take(cursor, "keyword", "WITHIN")) {
    const seconds = parseCount(cursor, true);
    expect(cursor, "keyword", "SECONDS");
    return { kind: "within", seconds, of };
  }
  if (take(cursor, "keyword", "REPEATS")) {
    const times = parseCount(cursor, false);
    expect(cursor, "keyword", "TIMES");
    return { kind: "repeats", times, of };
  }
  if (take(cursor, "keyword", "START")) {
    const start = parseInstant(cursor);
    expect(cursor, "keyword", "STOP");
    return { kind: "start-stop", start, stop: parseInstant(cursor), of };
  }
  return undefined;
}

function parseCount(cursor: Cursor, fractions: boolean): number {
  const token = next(cursor);
  const wanted = fractions ? "a number of seconds" : "a whole number";
  const isNumber = token.kind === "integer" || (fractions && token.kind === "float");
  const value = Number(token.text);
  if (!isNumber || token.text.startsWith("-") || !Number.isFinite(value))
    fail(cursor, wanted, token);
  return value;
}

function parseInstant(cursor: Cursor): string {
  const token = next(cursor);
  if (token.kind === "timestamp") return token.text;
  if (token.kind === "string" && cursor.version === "2.0" && isTimestamp(token.text))
    return token.text;
  return fail(cursor, "a timestamp such as t'2024-07-25T00:00:00Z'", token);
}

import type { Answer, Finding } from "@tocsin/model";

/**
 * Characters that JSON allows and terminals or readers of lines act upon: C1 controls, marks of direction,
 * characters of no width, the two line separators.
 */
const ACTIVE =
  /[\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g;

/** A value as JSON that says the same and steers nothing; `indent` blanks, or one line. */
export function toSafeJson(value: unknown, indent = 0): string {
  return JSON.stringify(value, undefined, indent).replaceAll(
    ACTIVE,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** The answer as JSON, two blanks of indent, keys in the model's order; ends with a newline. */
export function formatAnswerJson(answer: Answer): string {
  return [...answerJsonPieces(answer)].join("");
}

/** Levels that are told piece by piece: lists of findings, and of files within the ledger. */
const PIECE_LEVELS = 3;
const INDENT = "  ";

/** {@link formatAnswerJson} piece by piece, none larger than what it tells of one finding or file: whole it may be 100 MB. */
export function* answerJsonPieces(answer: Answer): Generator<string> {
  yield* piecesOf(answer, "\n", PIECE_LEVELS);
  yield "\n";
}

/** @param line a newline with the indent of the value */
function* piecesOf(value: unknown, line: string, levels: number): Generator<string> {
  const isList = Array.isArray(value);
  const members = membersOf(value);
  if (levels === 0 || members.length === 0) {
    // A text holds no newline.
    yield toSafeJson(value, INDENT.length).replaceAll("\n", line);
    return;
  }
  const inner = line + INDENT;
  let before = isList ? "[" : "{";
  for (const [key, member] of members) {
    yield isList ? before + inner : `${before}${inner}${toSafeJson(key)}: `;
    yield* piecesOf(member, inner, levels - 1);
    before = ",";
  }
  yield line + (isList ? "]" : "}");
}

/** What JSON has of a list or an object; nothing of other values. */
function membersOf(value: unknown): readonly (readonly [key: string, member: unknown])[] {
  if (typeof value !== "object" || value === null) return [];
  if (Array.isArray(value)) return value.map((member: unknown) => ["", member ?? null]);
  return Object.entries(value).filter(([, member]) => member !== undefined);
}

/** One finding as one line of JSON, without the newline. */
export function formatFindingLine(finding: Finding): string {
  return toSafeJson(finding);
}

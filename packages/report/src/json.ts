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
  return `${toSafeJson(answer, 2)}\n`;
}

/** One finding as one line of JSON, without the newline. */
export function formatFindingLine(finding: Finding): string {
  return toSafeJson(finding);
}

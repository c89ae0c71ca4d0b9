import type { Answer, Finding } from "@tocsin/model";

/** The answer as JSON, two blanks of indent, keys in the model's order; ends with a newline. */
export function formatAnswerJson(answer: Answer): string {
  return `${JSON.stringify(answer, undefined, 2)}\n`;
}

/** One finding as one line of JSON, without the newline. */
export function formatFindingLine(finding: Finding): string {
  // The two separators are line ends to some readers of JSON lines.
  return JSON.stringify(finding).replaceAll("\u2028", "\\u2028").replaceAll("\u2029", "\\u2029");
}

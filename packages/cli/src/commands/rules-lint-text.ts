import type { Severity } from "@tocsin/model";
import { sanitizeText } from "@tocsin/report";
import type { LintCode, LintFinding, LintReport } from "@tocsin/sigma";
import type { Io } from "../io.ts";

const COLORS: Readonly<Record<Severity, string>> = { error: "1;31", warning: "1;33", note: "1;36" };

/** One finding with its line and carets under what it speaks of. */
export function formatFinding(
  { severity, code, message, remedy, place, width }: LintFinding,
  source: string | undefined,
  { color, columns }: Pick<Io, "color" | "columns">,
): string {
  const paint = (text: string, tone: string): string =>
    color ? `\u001b[${tone}m${text}\u001b[0m` : text;
  const tone = COLORS[severity];
  const where = sanitizeText(`${place.file}:${place.line}:${place.column}`);
  const lines = [`${where}: ${paint(severity, tone)} ${code}: ${sanitizeText(message)}`];
  if (source !== undefined && source.trim() !== "") {
    const number = String(place.line);
    const gutter = " ".repeat(number.length);
    const { text, before, marked } = cutLine(source, place.column - 1, width, columns - 12);
    lines.push(` ${number} | ${text}`);
    lines.push(` ${gutter} | ${" ".repeat(before)}${paint("^".repeat(marked), tone)}`);
  }
  if (remedy !== "") lines.push(`   = ${sanitizeText(remedy)}`);
  return `${lines.join("\n")}\n\n`;
}

/** As much of a line as there is room for around the place, made harmless; lengths are those of what is shown. */
function cutLine(
  line: string,
  at: number,
  width: number,
  most: number,
): { readonly text: string; readonly before: number; readonly marked: number } {
  const start = line.length <= most ? 0 : Math.max(0, Math.min(at - 20, line.length - most));
  const head = sanitizeText(line.slice(start, at));
  const middle = sanitizeText(line.slice(at, Math.min(at + width, start + most)));
  const tail = sanitizeText(line.slice(at + width, Math.max(at + width, start + most)));
  const lead = start > 0 ? "…" : "";
  const end = start + most < line.length ? "…" : "";
  return {
    text: `${lead}${head}${middle}${tail}${end}`.trimEnd(),
    before: lead.length + head.length,
    marked: Math.max(1, middle.length),
  };
}

/** `3 files, 4 documents: 1 error, 2 warnings, 0 notes; 1 suppressed`. */
export function formatSummary(
  { findings, documents, suppressed }: LintReport,
  files: number,
): string {
  const number = (severity: Severity): string =>
    count(findings.filter((one) => one.severity === severity).length, severity);
  const counts = [number("error"), number("warning"), number("note")].join(", ");
  const left = suppressed === 0 ? "" : `; ${suppressed} suppressed`;
  return `${count(files, "file")}, ${count(documents, "document")}: ${counts}${left}\n`;
}

function count(n: number, one: string): string {
  return `${n} ${one}${n === 1 ? "" : "s"}`;
}

/** The codes of all checks, one a line. */
export function formatCodes(codes: readonly LintCode[]): string {
  return codes
    .map(({ code, severity, what }) => `${code.padEnd(28)} ${severity.padEnd(8)} ${what}\n`)
    .join("");
}

import type { Revision } from "@tocsin/model";
import { stripEmphasis } from "../text/emphasis.ts";
import type { Line } from "../text/layout.ts";
import { isRuler, splitCells } from "../text/tables.ts";
import { citeLine } from "./cite.ts";
import type { TextSource } from "./cite.ts";
import { DATE, readDate } from "./dates.ts";

const HEADING =
  /^(?:revisions?|revision history|version history|versions?|change ?log|change history|document history|update history|updates|history)$/i;
/** Marks inside the prose: `Update August 4, 2024:`, `(New November 16, 2023)`. */
const MARK = new RegExp(
  `^[\\s([*_>-]{0,8}(?:end )?(?:updated?|new|added|revised|initial (?:version|release)|originally published)(?: on| as of)?[ :]{1,2}(${DATE})`,
  "i",
);
const DATED = new RegExp(`(${DATE})`, "i");
const MAX_REVISIONS = 100;
const MAX_TEXT = 500;

/** Revisions a document tells of: lines and rows under such a heading, and marks in its prose. */
export function findRevisions(source: TextSource): Revision[] {
  const found = new Map<string, Revision>();
  for (const line of source.layout) {
    if (found.size >= MAX_REVISIONS) break;
    if (line.kind === "rule" || line.kind === "code" || line.kind === "blank") continue;
    const revision = readRevision(line);
    if (revision === undefined) continue;
    const key = `${revision.date ?? ""} ${revision.text}`;
    if (!found.has(key)) found.set(key, { ...revision, citations: [citeLine(source, line)] });
  }
  return [...found.values()];
}

function readRevision(line: Line): Omit<Revision, "citations"> | undefined {
  const text = line.plain.text.trim().slice(0, 2000);
  const isUnder = line.kind !== "heading" && HEADING.test(line.headings.at(-1)?.trim() ?? "");
  const marked = MARK.exec(text)?.[1];
  if (!isUnder && marked === undefined) return undefined;
  const date = readDate(marked ?? DATED.exec(text)?.[1] ?? "");
  // Under such a heading stand sentences, too: only those with a day are revisions.
  if (date === undefined || date.length < 7) return undefined;
  return { date, text: toWords(line, text) };
}

function toWords(line: Line, text: string): string {
  const words =
    line.kind === "table" && !isRuler(text)
      ? splitCells(text)
          .map((cell) => cell.text)
          .filter((cell) => cell !== "")
          .join(" – ")
      : text.replace(/^[-*+•]\s+/, "");
  return stripEmphasis(words).text.slice(0, MAX_TEXT);
}

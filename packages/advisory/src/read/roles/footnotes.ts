import type { Line } from "../../text/layout.ts";

const MARKS = "*†‡§¹²³⁴⁵⁶⁷⁸⁹";
const NOTE = /^\s{0,8}(?:<sup>)?(\*{1,3}|[†‡§]{1,2}|[¹²³⁴⁵⁶⁷⁸⁹]{1,2})(?:<\/sup>)?\s{0,3}(?=[^\s*])/;
const GLUED = /(\*{1,3}|[†‡§]{1,2}|[¹²³⁴⁵⁶⁷⁸⁹]{1,2})$/;
/** Lines below a table in which its notes stand. */
const REACH = 12;
const MAX_NOTE = 400;

/**
 * The notes below the tables of a document: for each line of a table those that its table's marks lead to, by mark.
 * `*`, `†`, `‡`, `§` and raised digits are marks.
 */
export function readFootnotes(
  layout: readonly Line[],
): ReadonlyMap<Line, ReadonlyMap<string, string>> {
  const notes = new Map<Line, ReadonlyMap<string, string>>();
  let table: Line[] = [];
  for (const [i, line] of layout.entries()) {
    if (line.kind === "table") table.push(line);
    if (table.length === 0 || layout[i + 1]?.kind === "table") continue;
    if (line.kind === "table") {
      const below = notesBelow(layout, i + 1);
      if (below.size > 0) for (const row of table) notes.set(row, below);
      table = [];
    }
  }
  return notes;
}

function notesBelow(layout: readonly Line[], from: number): Map<string, string> {
  const notes = new Map<string, string>();
  for (let i = from; i < Math.min(layout.length, from + REACH); i++) {
    const line = layout[i];
    if (line === undefined || line.kind === "heading" || line.kind === "table") break;
    const text = line.text.slice(0, MAX_NOTE * 2);
    const mark = NOTE.exec(text);
    if (mark === null) {
      if (line.kind === "blank" || /^\s{0,4}\|[=]{2,9}/.test(text)) continue;
      break;
    }
    const words = text.slice(mark[0].length).trim();
    // A list of many items is a list, and an emphasis that closes is one.
    if (/^[^*]{1,200}\*/.test(words) && mark[1] === "*") continue;
    if (mark[1] !== undefined && words.length > 3 && !notes.has(mark[1]))
      notes.set(mark[1], words.slice(0, MAX_NOTE));
  }
  return notes;
}

/** The mark at the end of a cell or value, without the marks of emphasis that were opened before. */
export function markOf(cell: string): string | undefined {
  const text = cell
    .slice(-40)
    .replace(/<\/?sup>/g, "")
    .trimEnd();
  const mark = GLUED.exec(text)?.[1];
  if (mark === undefined) return undefined;
  const isEmphasis = mark.startsWith("*") && cell.trimStart().startsWith("*");
  return isEmphasis || !MARKS.includes(mark.charAt(0)) ? undefined : mark;
}

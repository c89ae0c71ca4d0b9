import type { Line } from "./layout.ts";

/** One cell of a row of a table. */
export interface Cell {
  /** Without the blanks around it. */
  readonly text: string;
  /** Place in the line, UTF-16 units, without the blanks around it. */
  readonly start: number;
  readonly end: number;
}

const MAX_CELLS = 64;
const MAX_ROW = 20_000;
const cut = new WeakMap<Line, readonly Cell[]>();

/** The cells of a line of a table; cut once a line, of very long ones the first cells. */
export function cellsOf(line: Line): readonly Cell[] {
  const before = cut.get(line);
  if (before !== undefined) return before;
  const cells = splitCells(line.text.slice(0, MAX_ROW));
  cut.set(line, cells);
  return cells;
}

/** Cuts a row at its bars; a bar with a backslash before it belongs to the cell. */
export function splitCells(row: string): Cell[] {
  const cells: Cell[] = [];
  let start = 0;
  for (let at = 0; at <= row.length && cells.length < MAX_CELLS; at++) {
    const isBar = row.charAt(at) === "|" && row.charAt(at - 1) !== "\\";
    if (at < row.length && !isBar) continue;
    cells.push(trimCell(row, start, at));
    start = at + 1;
  }
  // The bars at both ends of a row are its frame.
  if (cells[0]?.text === "") cells.shift();
  if (cells.at(-1)?.text === "" && row.trimEnd().endsWith("|")) cells.pop();
  return cells;
}

function trimCell(row: string, from: number, to: number): Cell {
  let start = from;
  let end = to;
  while (start < end && /\s/.test(row.charAt(start))) start++;
  while (end > start && /\s/.test(row.charAt(end - 1))) end--;
  return { text: row.slice(start, end), start, end };
}

/** Whether the row only draws the line below a header: `|---|:--:|`. */
export function isRuler(row: string): boolean {
  return /^[\s|:+=-]{3,2000}$/.test(row) && /[-=]{2}/.test(row);
}

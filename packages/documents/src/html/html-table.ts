import type { TableBlock, TableCell, TableRow } from "../document.ts";
import type { PlacedText } from "../text-builder.ts";
import { attributeOf, isElement } from "./parse-html.ts";
import type { HtmlElement } from "./parse-html.ts";

const MAX_COLUMNS = 200;
const MAX_CELLS = 300_000;
/** A longer text that spans rows stands in the first of them only. */
const MAX_REPEATED = 200;

interface Spanning {
  rowsLeft: number;
  readonly cell: TableCell;
}

/** What reading a table asks of the walk over the page. */
export interface TableWalk {
  readonly textOf: (cell: HtmlElement) => PlacedText | undefined;
  /** False once the document's bound is reached. */
  readonly hasRoom: () => boolean;
}

/** Whether a table only lays the page out: it says so, frames one thing, or frames other tables. */
export function isTransparentTable(table: HtmlElement): boolean {
  const role = attributeOf(table, "role");
  if (role === "presentation" || role === "none") return true;
  let cells = 0;
  let hasHeader = false;
  let hasTable = false;
  const stack: { element: HtmlElement; isInCell: boolean }[] = [
    { element: table, isInCell: false },
  ];
  for (let next = stack.pop(); next !== undefined; next = stack.pop())
    for (const child of next.element.childNodes) {
      if (!isElement(child)) continue;
      if (child.tagName === "table") {
        hasTable = true;
        continue;
      }
      const isCell = child.tagName === "td" || child.tagName === "th";
      if (isCell) cells++;
      if (child.tagName === "th" || child.tagName === "caption") hasHeader = true;
      stack.push({ element: child, isInCell: next.isInCell || isCell });
    }
  return cells <= 1 || (hasTable && !hasHeader);
}

/**
 * Reads a table. A cell over several columns is followed by empty ones; a short one over several rows stands in each,
 * for rows are read alone. Breaks in a cell are line breaks of its text.
 */
export function readHtmlTable(
  walk: TableWalk,
  table: HtmlElement,
): { readonly block: TableBlock; readonly caption?: PlacedText } {
  const rows: TableRow[] = [];
  let spanning: (Spanning | undefined)[] = [];
  let cells = 0;
  let caption: PlacedText | undefined;
  const readRow = (row: HtmlElement, isHead: boolean): void => {
    if (!walk.hasRoom() || cells > MAX_CELLS) return;
    const { cells: read, spanning: next } = readCells(walk, row, isHead, spanning);
    spanning = next;
    cells += read.length;
    const line = row.sourceCodeLocation?.startLine;
    if (read.some(({ text }) => text !== ""))
      rows.push({ cells: read, ...(line !== undefined && { line }) });
  };
  for (const part of table.childNodes) {
    if (!isElement(part)) continue;
    if (part.tagName === "caption") caption = walk.textOf(part);
    if (part.tagName === "tr") readRow(part, false);
    if (!/^(?:thead|tbody|tfoot)$/.test(part.tagName)) continue;
    spanning = [];
    for (const row of part.childNodes)
      if (isElement(row) && row.tagName === "tr") readRow(row, part.tagName === "thead");
  }
  const line = table.sourceCodeLocation?.startLine;
  const name = caption?.text.replaceAll("\n", " ");
  const block: TableBlock = {
    kind: "table",
    rows,
    ...(name !== undefined && { name }),
    ...(line !== undefined && { line }),
  };
  return caption === undefined ? { block } : { block, caption };
}

function readCells(
  walk: TableWalk,
  row: HtmlElement,
  isHead: boolean,
  before: readonly (Spanning | undefined)[],
): { cells: TableCell[]; spanning: (Spanning | undefined)[] } {
  const cells: TableCell[] = [];
  const spanning: (Spanning | undefined)[] = [];
  const takeSpanning = (): void => {
    for (let above = before[cells.length]; above !== undefined; above = before[cells.length]) {
      if (above.rowsLeft > 1) spanning[cells.length] = { ...above, rowsLeft: above.rowsLeft - 1 };
      cells.push(above.cell);
    }
  };
  for (const child of row.childNodes) {
    if (!isElement(child) || (child.tagName !== "td" && child.tagName !== "th")) continue;
    takeSpanning();
    if (cells.length >= MAX_COLUMNS) break;
    const isHeader = child.tagName === "th" || isHead;
    const cell = toCell(walk.textOf(child), isHeader);
    const rowspan = spanOf(child, "rowspan", 65_534);
    const columns = Math.min(spanOf(child, "colspan", 1000), MAX_COLUMNS - cells.length);
    for (let i = 0; i < columns; i++) {
      const one = i === 0 ? cell : { text: "", links: [], isHeader };
      const repeated = one.text.length > MAX_REPEATED ? { ...one, text: "", links: [] } : one;
      if (rowspan > 1) spanning[cells.length] = { rowsLeft: rowspan - 1, cell: repeated };
      cells.push(one);
    }
  }
  takeSpanning();
  return { cells, spanning };
}

function toCell(taken: PlacedText | undefined, isHeader: boolean): TableCell {
  if (taken === undefined) return { text: "", links: [], isHeader };
  // The words of a header are looked up as they are said; the length stays, and so the places of links.
  const text = isHeader ? taken.text.replaceAll("\n", " ") : taken.text;
  return { text, links: taken.links, isHeader };
}

function spanOf(cell: HtmlElement, name: string, most: number): number {
  const text = attributeOf(cell, name)?.trim() ?? "";
  return /^\d{1,6}$/.test(text) ? Math.max(1, Math.min(Number(text), most)) : 1;
}

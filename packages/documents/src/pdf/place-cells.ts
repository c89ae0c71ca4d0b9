import { EMPTY_CELL } from "./draft.ts";
import type { DraftCell, DraftRow } from "./draft.ts";

/**
 * Puts the cells of rows that have fewer than the others into the columns below which they stand: a tag says that
 * something is a cell, not how many columns or rows it spans.
 */
export function placeCells(rows: readonly DraftRow[]): readonly DraftRow[] {
  const width = Math.max(0, ...rows.map((row) => row.cells.length));
  const lefts = leftEdges(rows, width);
  return rows.map((row) => {
    const { cells } = row;
    if (cells.length === width || cells.length === 0) return row;
    const placed: DraftCell[] = Array.from({ length: width }, () => EMPTY_CELL);
    let next = 0;
    for (const [i, cell] of cells.entries()) {
      if (cell.lines.length === 0) continue;
      const last = width - cells.slice(i + 1).filter(({ lines }) => lines.length > 0).length - 1;
      const column = Math.min(last, Math.max(next, columnAt(lefts, leftOf(cell))));
      placed[column] = cell;
      next = column + 1;
    }
    return { ...row, cells: placed };
  });
}

/** The leftmost text of every column, of the rows that have all columns. */
function leftEdges(rows: readonly DraftRow[], width: number): readonly number[] {
  const edges = Array.from({ length: width }, () => Number.POSITIVE_INFINITY);
  for (const { cells } of rows) {
    if (cells.length !== width) continue;
    for (const [i, cell] of cells.entries())
      if (cell.lines.length > 0) edges[i] = Math.min(edges[i] ?? 0, leftOf(cell));
  }
  return edges;
}

function leftOf(cell: DraftCell): number {
  return Math.min(...cell.lines.map((line) => line.x));
}

/** The last column that begins at or left of a place; some points are no matter. */
function columnAt(lefts: readonly number[], x: number): number {
  let column = 0;
  for (const [i, left] of lefts.entries()) if (left <= x + 6) column = i;
  return column;
}

import { EMPTY_CELL } from "./draft.ts";
import type { DraftCell, DraftRow, TableDraft } from "./draft.ts";
import type { Line } from "./line.ts";

/** A table and the pieces of the page that it takes. */
export interface AlignedTable {
  readonly table: TableDraft;
  readonly taken: ReadonlySet<Line>;
}

/** A column by its edges. */
export interface Column {
  left: number;
  right: number;
}

/** The pieces of one baseline from left to right. */
export type Row = readonly Line[];

const MIN_ROWS = 3;
const MAX_COLUMNS = 20;
/** Farther apart, in font sizes, two baselines are not of one table. */
const MAX_GAP = 4;
const MAX_WRAP = 1.7;

/**
 * Finds tables without lines: rows of pieces whose columns stay apart over at least three rows. Columns filled with
 * prose are not a table.
 */
export function findAlignedTables(
  segments: readonly Line[],
  page: number,
): readonly AlignedTable[] {
  const rows = toRows(segments);
  const tables: AlignedTable[] = [];
  for (let i = 0; i < rows.length; i++) {
    if ((rows[i]?.length ?? 0) < 2) continue;
    const { end, columns } = extend(rows, i);
    const start = extendUp(rows, i, columns, tables.at(-1)?.taken);
    const found = rows.slice(start, end);
    if (!isTable(found, columns)) {
      // A part of columns of prose is no table either.
      if (columns.some((column) => isProse(found, column))) i = end - 1;
      continue;
    }
    tables.push({
      table: {
        kind: "table",
        source: "alignment",
        page,
        top: found[0]?.[0]?.y ?? 0,
        rows: joinRows(found, columns, page),
      },
      taken: new Set(found.flat()),
    });
    i = end - 1;
  }
  return tables;
}

/** Puts pieces on their baselines, from top to bottom. */
export function toRows(segments: readonly Line[]): Row[] {
  const rows: Line[][] = [];
  for (const segment of segments) {
    const row = rows.at(-1);
    const anchor = row?.[0];
    if (row !== undefined && anchor !== undefined && segment.y - anchor.y <= anchor.size * 0.3)
      row.push(segment);
    else rows.push([segment]);
  }
  return rows.map((row) => row.toSorted((a, b) => a.x - b.x));
}

function extend(rows: readonly Row[], start: number): { end: number; columns: Column[] } {
  const columns: Column[] = [];
  let end = start;
  for (; end < rows.length; end++) {
    const row = rows[end] ?? [];
    const before = rows[end - 1];
    if (end > start && before !== undefined && !follows(before, row)) break;
    const next = place(columns, row);
    if (next === undefined) break;
    columns.splice(0, columns.length, ...next);
  }
  // A line alone at the end belongs to the row above or to what comes below: by its distance.
  while (end > start + 1 && isApart(rows[end - 2], rows[end - 1])) end--;
  return { end, columns };
}

/** The first lines of cells that centre vertically stand above the first row that has two. */
function extendUp(
  rows: readonly Row[],
  start: number,
  columns: readonly Column[],
  taken: ReadonlySet<Line> | undefined,
): number {
  let first = start;
  while (first > 0 && start - first < 3) {
    const [row, below] = [rows[first - 1], rows[first]];
    const only = row?.[0];
    if (only === undefined || below === undefined || row?.length !== 1) break;
    if (taken?.has(only) === true || only.isBold !== below[0]?.isBold) break;
    if ((below[0]?.y ?? 0) - only.y > only.size * 1.3) break;
    const touched = columns.filter(({ left, right }) => only.x < right && only.right > left);
    if (touched.length !== 1 || only.x < (touched[0]?.left ?? 0) - only.size) break;
    first--;
  }
  return first;
}

function follows(before: Row, row: Row): boolean {
  const [a, b] = [before[0], row[0]];
  if (a === undefined || b === undefined) return false;
  const gap = (b.y - a.y) / Math.max(a.size, b.size);
  return gap <= (row.length === 1 ? MAX_WRAP : MAX_GAP);
}

function isApart(before: Row | undefined, row: Row | undefined): boolean {
  const [a, b] = [before?.[0], row?.[0]];
  if (a === undefined || b === undefined || row?.length !== 1) return false;
  return b.y - a.y > b.size * 1.45;
}

/** The columns with the row's pieces in them, or undefined where a piece bridges two. */
function place(columns: readonly Column[], row: Row): Column[] | undefined {
  const next = columns.map((column) => ({ ...column }));
  for (const { x, right, size } of row) {
    const touched = next.filter(
      (column) => x < column.right + size * 0.3 && right > column.left - size * 0.3,
    );
    if (touched.length > 1) return undefined;
    const [column] = touched;
    if (column === undefined) next.push({ left: x, right });
    else {
      column.left = Math.min(column.left, x);
      column.right = Math.max(column.right, right);
    }
  }
  const sorted = next.toSorted((a, b) => a.left - b.left);
  const areApart = sorted.every(
    (column, i) => i === 0 || column.left > (sorted[i - 1]?.right ?? 0),
  );
  return areApart && sorted.length <= MAX_COLUMNS ? sorted : undefined;
}

function isTable(rows: readonly Row[], columns: readonly Column[]): boolean {
  const wide = rows.filter((row) => row.length >= 2);
  if (wide.length < MIN_ROWS || columns.length < 2) return false;
  // Text beside text shares a baseline by chance, cells of a row by design.
  const level = wide.filter((row) =>
    row.every(({ y, size }) => Math.abs(y - (row[0]?.y ?? 0)) <= size * 0.08),
  );
  if (level.length < wide.length * 0.6) return false;
  // Columns in which one piece stands are chance.
  const used = columns.filter(
    (column) => rows.filter((row) => row.some((cell) => isIn(cell, column))).length >= 2,
  );
  if (used.length < 2) return false;
  // Pieces below each other must begin or end at the same place in most rows.
  const aligned = used.filter((column) => shareOfEdge(rows, column) >= 0.6);
  if (aligned.length < Math.min(2, used.length)) return false;
  if (used.some((column) => runsBesideOthers(rows, column))) return false;
  return !used.every((column) => isProse(rows, column));
}

/** A column whose sentences run on past pieces of other columns is text with a list beside it, not cells. */
function runsBesideOthers(rows: readonly Row[], column: Column): boolean {
  if (!isProse(rows, column)) return false;
  let beside = 0;
  let before: Line | undefined;
  for (const row of rows) {
    const cell = row.find((piece) => isIn(piece, column));
    if (cell === undefined) continue;
    const isClose = before !== undefined && cell.y - before.y <= cell.size * 1.7;
    const runsOn = isClose && /^\p{Ll}/u.test(cell.text) && !/[.:;!?]$/.test(before?.text ?? "");
    if (runsOn && row.length > 1) beside++;
    before = cell;
  }
  return beside >= 2;
}

function isIn(cell: Line, { left, right }: Column): boolean {
  return cell.x < right && cell.right > left;
}

function cellsOf(rows: readonly Row[], column: Column): Line[] {
  return rows.flatMap((row) => row.filter((cell) => isIn(cell, column)));
}

function shareOfEdge(rows: readonly Row[], column: Column): number {
  const cells = cellsOf(rows, column);
  const most = (edges: readonly number[]): number => {
    const counts = new Map<number, number>();
    for (const edge of edges) {
      const key = Math.round(edge / 3);
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    return Math.max(0, ...counts.values()) / cells.length;
  };
  return Math.max(
    most(cells.map(({ x }) => x)),
    most(cells.map(({ right }) => right)),
    most(cells.map(({ x, right }) => (x + right) / 2)),
  );
}

/** Most lines are long and fill the column. */
function isProse(rows: readonly Row[], column: Column): boolean {
  const cells = cellsOf(rows, column);
  if (cells.length < 3) return false;
  const width = Math.max(1, column.right - column.left);
  const fill = cells.reduce((sum, { x, right }) => sum + (right - x) / width, 0) / cells.length;
  const words = cells.reduce((sum, { text }) => sum + text.split(" ").length, 0) / cells.length;
  return fill > 0.68 && words >= 3.5;
}

/** Joins the baselines that are lines of one row. */
export function joinRows(
  rows: readonly Row[],
  columns: readonly Column[],
  page: number,
): DraftRow[] {
  const limit = gapInsideRow(rows, columns.length);
  const groups: Row[][] = [];
  for (const [i, row] of rows.entries()) {
    const group = groups.at(-1);
    const before = rows[i - 1];
    if (group === undefined || before === undefined || !carriesOn(before, row, limit))
      groups.push([row]);
    else group.push(row);
  }
  return groups.map((group) => ({
    page,
    cells: columns.map((column): DraftCell => {
      const lines = group.flatMap((row) => row.filter((cell) => isIn(cell, column)));
      return lines.length === 0 ? EMPTY_CELL : { lines, isHeader: false };
    }),
  }));
}

/** Baselines of one row stand closer than those of two: the gap that parts the two kinds, or 0 where there is one kind. */
function gapInsideRow(rows: readonly Row[], width: number): number {
  const gaps: number[] = [];
  for (const [i, row] of rows.entries()) {
    const before = rows[i - 1];
    if (before !== undefined) gaps.push((row[0]?.y ?? 0) - (before[0]?.y ?? 0));
  }
  const sorted = gaps.toSorted((a, b) => a - b);
  const small = sorted[0] ?? 0;
  const large = sorted[sorted.length >> 1] ?? 0;
  const largest = sorted.at(-1) ?? 0;
  const wrapped = rows.filter((row) => row.length < width).length;
  if (wrapped === 0 && largest < small * 1.6) return 0;
  if (large >= small * 1.25) return small * 1.15;
  return largest >= small * 1.3 ? small * 1.15 : 0;
}

function carriesOn(before: Row, row: Row, limit: number): boolean {
  const gap = (row[0]?.y ?? 0) - (before[0]?.y ?? 0);
  const size = Math.max(row[0]?.size ?? 0, 1);
  // Lines that overlap are of cells that centre vertically.
  if (gap < size * 0.85) return true;
  if (limit > 0) return gap <= limit;
  return row.length === 1 && before.length >= 1 && gap <= size * 1.45;
}

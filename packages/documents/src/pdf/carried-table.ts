import { joinRows, toRows } from "./aligned-tables.ts";
import type { AlignedTable, Column, Row } from "./aligned-tables.ts";
import { isLinkNote } from "./classify.ts";
import type { Draft, TableDraft } from "./draft.ts";
import type { Line } from "./line.ts";

/** How far, in points, a cell may begin from the edge of its column on the page before. */
const REACH = 3;
const MOST_BELOW = 8;
/** Farther apart, in font sizes, two baselines are not of one table. */
const MAX_GAP = 4;
const MAX_WRAP = 1.7;

/** The table that ends a page, with at most notes below it: it may go on. */
export function tableAtFoot(
  tables: readonly Draft[],
  flows: readonly (readonly Line[])[],
): TableDraft | undefined {
  let last: TableDraft | undefined;
  for (const table of tables)
    if (table.kind === "table" && (last === undefined || bottomOf(table) > bottomOf(last)))
      last = table;
  if (last === undefined) return undefined;
  const bottom = bottomOf(last);
  const size = linesOf(last)[0]?.size ?? 0;
  const below = flows.flat().filter(({ y }) => y > bottom);
  const areNotes = below.every((line) => line.size < size * 0.95 || isLinkNote(line.text));
  return below.length <= MOST_BELOW && areNotes ? last : undefined;
}

/**
 * The rows at the top of a page that carry the table of the page before on: their pieces begin where its columns do.
 * Too few rows to be a table by themselves are one so.
 * @param segments the pieces of the page from top to bottom
 */
export function carryTable(
  carried: TableDraft,
  segments: readonly Line[],
  page: number,
): AlignedTable | undefined {
  const columns = columnsOf(carried);
  const rows = toRows(segments);
  let end = 0;
  for (; end < rows.length; end++) {
    const row = rows[end] ?? [];
    if (!fits(row, columns) || (end === 0 ? row.length < 2 : !follows(rows[end - 1], row))) break;
  }
  if (end === 0) return undefined;
  const found = rows.slice(0, end);
  return {
    table: {
      kind: "table",
      source: carried.source,
      page,
      top: found[0]?.[0]?.y ?? 0,
      rows: joinRows(found, columns, page),
    },
    taken: new Set(found.flat()),
  };
}

function linesOf({ rows }: TableDraft): Line[] {
  return rows.flatMap(({ cells }) => cells.flatMap(({ lines }) => [...lines]));
}

function bottomOf(table: TableDraft): number {
  return linesOf(table).reduce((bottom, { y }) => Math.max(bottom, y), 0);
}

/** Each column from its own left edge to that of the next: text of another width may stand in it. */
function columnsOf({ rows }: TableDraft): Column[] {
  const width = rows[0]?.cells.length ?? 0;
  const edges = Array.from({ length: width }, (_, i) => {
    const lines = rows.flatMap(({ cells }) => [...(cells[i]?.lines ?? [])]);
    return {
      left: Math.min(...lines.map(({ x }) => x)),
      right: Math.max(...lines.map(({ right }) => right)),
    };
  });
  return edges.map(({ left, right }, i) => {
    const next = edges[i + 1]?.left ?? Number.POSITIVE_INFINITY;
    return { left: left - REACH, right: Math.max(right, Math.min(next - REACH, right + 40)) };
  });
}

function fits(row: Row, columns: readonly Column[]): boolean {
  const used = row.map(({ x, right }) =>
    columns.findIndex(
      (column) => Math.abs(x - REACH - column.left) <= REACH && right <= column.right + REACH,
    ),
  );
  return used.every((column) => column >= 0) && new Set(used).size === row.length;
}

function follows(before: Row | undefined, row: Row): boolean {
  const [a, b] = [before?.[0], row[0]];
  if (a === undefined || b === undefined) return false;
  const gap = (b.y - a.y) / Math.max(a.size, b.size);
  return gap <= (row.length === 1 ? MAX_WRAP : MAX_GAP);
}

import type { TableBlock, TableRow } from "@tocsin/documents";
import { findObservables } from "../find/find-observables.ts";
import { readColumns } from "./columns.ts";
import type { ListColumns } from "./columns.ts";
import { isNothing, readAs, readTyped } from "./read-cell.ts";

/** A table that is a list of indicators: its columns, and its rows below the header. */
export interface IndicatorList {
  readonly header: readonly string[];
  readonly columns: ListColumns;
  readonly rows: readonly { readonly row: TableRow; readonly number: number }[];
}

/** Titles and remarks may stand above the header. */
const MAX_ABOVE = 20;
const SAMPLE_ROWS = 200;
const MIN_SHARE = 0.3;
/** Without a header nearly every row must have a value that fills its cell. */
const MIN_SHARE_BARE = 0.8;

/** Takes a table for a list of indicators, by its header and its values, or by its values alone. */
export function findList({ rows }: TableBlock): IndicatorList | undefined {
  const numbered = rows.map((row, i) => ({ row, number: i + 1 }));
  for (const [i, { cells }] of rows.slice(0, MAX_ABOVE).entries()) {
    const header = cells.map(({ text }) => text);
    const columns = readColumns(header);
    if (columns === undefined) continue;
    const list = { header, columns, rows: numbered.slice(i + 1) };
    const share = shareOfRead(list);
    // A header that says so is believed with fewer values, for types may be unknown here.
    if (share >= (columns.isStated ? MIN_SHARE / 2 : MIN_SHARE)) return list;
  }
  return findBareList(numbered);
}

/** The share of the first rows that give a value. */
function shareOfRead({ columns, rows }: IndicatorList): number {
  const sample = rows.slice(0, SAMPLE_ROWS);
  let read = 0;
  for (const { row } of sample) {
    const type = columns.type === undefined ? "" : (row.cells[columns.type]?.text ?? "");
    for (const [i, kind] of columns.values) {
      const text = row.cells[i]?.text ?? "";
      if (isNothing(text)) continue;
      if ((readTyped(type, text) ?? readAs(kind, text)) === undefined && !isFilled(text)) continue;
      read++;
      break;
    }
  }
  return sample.length === 0 ? 0 : read / sample.length;
}

function findBareList(rows: IndicatorList["rows"]): IndicatorList | undefined {
  const sample = rows.slice(0, SAMPLE_ROWS);
  const filled = new Map<number, number>();
  for (const { row } of sample)
    for (const [i, { text }] of row.cells.entries())
      if (i < 12 && isFilled(text)) filled.set(i, (filled.get(i) ?? 0) + 1);
  const values = new Map(
    [...filled]
      .filter(([, count]) => count >= sample.length * MIN_SHARE_BARE)
      .map(([i]) => [i, "any"] as const),
  );
  if (values.size === 0) return undefined;
  return { header: [], columns: { values, facts: new Map(), isStated: false }, rows };
}

/** Whether a value that tells itself by its form fills the cell. */
function isFilled(text: string): boolean {
  if (text.length < 4 || text.length > 3000 || /\s/.test(text.trim())) return false;
  const length = text.trim().length;
  return findObservables(text).observables.some(
    ({ type, span, within }) =>
      within === undefined && type !== "filename" && span[1] - span[0] >= length - 8,
  );
}

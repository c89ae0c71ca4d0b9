import { findBrokenDigests } from "./broken-digests.ts";
import { isLinkNote } from "./classify.ts";
import { roughText } from "./draft.ts";
import type { Draft, DraftCell, DraftRow, TableDraft, TextDraft } from "./draft.ts";

const MOST_NOTES = 8;

/** Joins what a page break parted: tables with as many columns, and sentences that go on in small letters. */
export function joinPages(drafts: readonly Draft[]): readonly Draft[] {
  const joined: Draft[] = [];
  for (const draft of drafts) {
    const at = cutBefore(joined, draft);
    const last = joined[at];
    const whole = last === undefined ? undefined : joinTwo(last, draft);
    if (whole === undefined) joined.push(draft);
    else joined[at] = whole;
  }
  return joined;
}

/** What a draft may carry on: the last of the page before, notes in smaller type below it left aside. */
function cutBefore(joined: readonly Draft[], next: Draft): number {
  let at = joined.length - 1;
  for (let skipped = 0; skipped < MOST_NOTES; skipped++, at--) {
    const last = joined[at];
    if (last === undefined || last.kind === "table" || lastPage(last) !== next.page - 1) break;
    const isNote = last.role === "footnote" || isLinkNote(last.lines[0]?.text ?? "");
    if (!isNote && sizeOf(last) >= sizeOf(next) * 0.95) break;
  }
  return at;
}

function sizeOf(draft: Draft): number {
  const line =
    draft.kind === "text"
      ? draft.lines[0]
      : draft.rows[0]?.cells.find(({ lines }) => lines.length > 0)?.lines[0];
  return line?.size ?? 0;
}

function joinTwo(last: Draft, next: Draft): Draft | undefined {
  if (last.kind === "table" && next.kind === "table") return joinTables(last, next);
  if (last.kind === "text" && next.kind === "text") return joinTexts(last, next);
  return undefined;
}

function lastPage(draft: Draft): number {
  return draft.kind === "table" ? (draft.rows.at(-1)?.page ?? draft.page) : draft.page;
}

function joinTables(last: TableDraft, next: TableDraft): TableDraft | undefined {
  if (next.page !== lastPage(last) + 1 || last.source !== next.source) return undefined;
  const [header] = last.rows;
  const [first, ...rest] = next.rows;
  if (header?.cells.length !== first?.cells.length || first === undefined || header === undefined)
    return undefined;
  const isRepeated = header.cells.every((cell, i) => roughText(cell) === roughText(first.cells[i]));
  if (isRepeated) return { ...last, rows: [...last.rows, ...rest] };
  // Columns without lines are chance unless they stand at the same place.
  if (last.source === "alignment" && !isSamePlace(header, first)) return undefined;
  const split = last.rows.at(-1);
  if (split !== undefined && carriesRowOn(split, first))
    return { ...last, rows: [...last.rows.slice(0, -1), joinRow(split, first), ...rest] };
  return { ...last, rows: [...last.rows, ...next.rows] };
}

function isSamePlace(a: DraftRow, b: DraftRow): boolean {
  return a.cells.every((cell, i) => {
    const [x, y] = [cell.lines[0]?.x, b.cells[i]?.lines[0]?.x];
    return x === undefined || y === undefined || Math.abs(x - y) < 12;
  });
}

/** A row that a page break cut: a digest goes on, or the first cell stands on the page before and the text goes on in small letters. */
function carriesRowOn(row: DraftRow, next: DraftRow): boolean {
  if (row.cells.some((cell, i) => isCutDigest(cell, next.cells[i]))) return true;
  if (roughText(next.cells[0]) !== "" || roughText(row.cells[0]) === "") return false;
  const filled = next.cells.map((cell, i) => [roughText(cell), roughText(row.cells[i])] as const);
  return filled.every(
    ([text, above]) => text === "" || (/^\p{Ll}/u.test(text) && !/[.!?]$/.test(above)),
  );
}

function isCutDigest(cell: DraftCell, next: DraftCell | undefined): boolean {
  const lines = cell.lines.map(({ text }) => text);
  const more = next?.lines.map(({ text }) => text) ?? [];
  return more.length > 0 && findBrokenDigests([...lines, ...more], true).has(lines.length - 1);
}

function joinRow(row: DraftRow, next: DraftRow): DraftRow {
  return {
    ...row,
    cells: row.cells.map((cell, i): DraftCell => {
      return { ...cell, lines: [...cell.lines, ...(next.cells[i]?.lines ?? [])] };
    }),
  };
}

function joinTexts(last: TextDraft, next: TextDraft): TextDraft | undefined {
  if (next.page !== last.page + 1 || last.role !== next.role) return undefined;
  if (last.role !== "text" && last.role !== "paragraph" && last.role !== "list-item")
    return undefined;
  const end = last.lines.at(-1)?.text ?? "";
  const start = next.lines[0]?.text ?? "";
  const isSameLook = Math.abs((last.lines[0]?.size ?? 0) - (next.lines[0]?.size ?? 0)) < 1;
  if (!isSameLook || /[.!?:;]["”’)]?$/.test(end) || !/^\p{Ll}/u.test(start)) return undefined;
  // One word, or a value, is no sentence that was cut.
  if (last.lines.length === 1 && !end.includes(" ")) return undefined;
  return { ...last, lines: [...last.lines, ...next.lines] };
}

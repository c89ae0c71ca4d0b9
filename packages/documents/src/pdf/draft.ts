import type { Line } from "./line.ts";

/** What a piece of text is; `text` is not told yet. */
export type DraftRole =
  | "text"
  | "paragraph"
  | "heading"
  | "list-item"
  | "code"
  | "caption"
  | "footnote"
  | "page-header"
  | "page-footer";

/** A block while its lines are still apart: pages, broken words and headings are settled over the whole document. */
export interface TextDraft {
  readonly kind: "text";
  readonly role: DraftRole;
  /** Of headings that the document tags, and of list items. */
  readonly depth?: number;
  readonly page: number;
  readonly lines: readonly Line[];
  /** Right edge that full lines reach. */
  readonly right?: number;
}

/** A cell of a table: its lines from top to bottom. */
export interface DraftCell {
  readonly lines: readonly Line[];
  readonly isHeader: boolean;
}

/** A row of a table. */
export interface DraftRow {
  readonly page: number;
  readonly cells: readonly DraftCell[];
}

/** A table, and what told its cells: the document's own tags, lines drawn around them, or how the text is set. */
export interface TableDraft {
  readonly kind: "table";
  readonly source: "tags" | "rulings" | "alignment";
  readonly page: number;
  readonly top: number;
  readonly rows: readonly DraftRow[];
}

/** A block while its lines are still apart. */
export type Draft = TextDraft | TableDraft;

/** A cell without text. */
export const EMPTY_CELL: DraftCell = { lines: [], isHeader: false };

/** Baseline of the draft's first line. */
export function topOf(draft: Draft): number {
  return draft.kind === "table" ? draft.top : (draft.lines[0]?.y ?? 0);
}

/** The text of a cell for comparisons: blanks levelled, no word mended. */
export function roughText(cell: DraftCell | undefined): string {
  return cell?.lines.map((line) => line.text).join(" ") ?? "";
}

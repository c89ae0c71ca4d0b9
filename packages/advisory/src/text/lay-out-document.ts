import type { Block, Document, RichText, TableBlock, TableCell, TableRow } from "@tocsin/documents";
import { layOutLines } from "./layout.ts";
import type { Line, LinePlace, RawLine } from "./layout.ts";

/** A document as one text, with its lines. */
export interface LaidOutDocument {
  readonly text: string;
  readonly layout: readonly Line[];
}

/**
 * Lays a document out as the lines that the readers of texts know: a line for a paragraph, an item or a row, several
 * for code. Links become Markdown links unless their text is their target. Headers and footers of pages are left out.
 */
export function layOutDocument(document: Document): LaidOutDocument {
  const lines: RawLine[] = [];
  let tables = 0;
  for (const block of document.blocks) {
    if (block.kind === "page-header" || block.kind === "page-footer") continue;
    if (block.kind === "table") {
      tables++;
      pushTable(lines, block, tables);
    } else pushBlock(lines, block);
    lines.push({ text: "", kind: "blank" });
  }
  return layOutLines(lines);
}

function pushBlock(lines: RawLine[], block: Exclude<Block, TableBlock>): void {
  const place = placeOf(block);
  switch (block.kind) {
    case "heading":
      lines.push({ text: toLine(block), kind: "heading", depth: block.depth, place });
      return;
    case "list-item":
      lines.push({
        text: `${"  ".repeat(Math.min(block.depth, 6) - 1)}- ${toLine(block)}`,
        kind: "list",
        place,
      });
      return;
    case "code":
      for (const text of block.text.split(/\r?\n/)) lines.push({ text, kind: "code", place });
      return;
    default:
      // Whether it is a label, a value alone or a sentence is told from its form.
      lines.push({ text: toLine(block), place, isAside: block.kind === "footnote" });
  }
}

function pushTable(lines: RawLine[], table: TableBlock, number: number): void {
  const header = headerOf(table);
  for (const [i, row] of table.rows.entries()) {
    const place = { ...placeOf(row), table: number, row: i + 1 };
    const cells = row.cells.map((cell) => toLine(cell).replaceAll("|", "\\|"));
    lines.push({
      text: `| ${cells.join(" | ")} |`,
      kind: "table",
      place,
      ...(header !== undefined && { header }),
    });
  }
}

/** The first row, where every cell with a text is a header; else what the first row says is left to its form. */
function headerOf({ rows }: TableBlock): readonly string[] | undefined {
  const [first] = rows as readonly (TableRow | undefined)[];
  return first?.cells.every(isHeader) === true ? first.cells.map(({ text }) => text) : undefined;
}

function isHeader(cell: TableCell): boolean {
  return cell.isHeader || cell.text === "";
}

function placeOf({ page, line }: { readonly page?: number; readonly line?: number }): LinePlace {
  return { ...(page !== undefined && { page }), ...(line !== undefined && { line }) };
}

/** One line, its links in Markdown. */
function toLine({ text, links }: RichText): string {
  let line = "";
  let at = 0;
  for (const { start, end, url } of links.toSorted((a, b) => a.start - b.start)) {
    if (start < at || end > text.length || !/^https?:\/\//i.test(url)) continue;
    const words = text.slice(start, end);
    if (isTarget(words, url)) continue;
    line += `${text.slice(at, start)}[${words}](${url.replaceAll(/[\s()]/g, encodeURIComponent)})`;
    at = end;
  }
  line += text.slice(at);
  return line.replaceAll(/\s*[\r\n]\s*/g, " ");
}

/** Whether the words of a link are its target, or were meant to be a value and not a link. */
function isTarget(words: string, url: string): boolean {
  return levelAddress(words.trim()) === levelAddress(url);
}

function levelAddress(address: string): string {
  return address
    .toLowerCase()
    .replace(/^[a-z]+:\/\//, "")
    .replace(/\/$/, "");
}

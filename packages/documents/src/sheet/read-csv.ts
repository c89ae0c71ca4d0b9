// CSV: RFC 4180, read leniently.
import type { Diagnostic } from "@tocsin/model";
import { cutDiagnostic } from "../block-list.ts";
import { DOCUMENT_LIMITS } from "../document.ts";
import type { Document, DocumentLimits, TableRow } from "../document.ts";
import { dropInvisible } from "../text-builder.ts";
import { findDelimiter } from "./delimiter.ts";
import { splitRows } from "./split-rows.ts";

const MAX_COLUMNS = 200;

/**
 * Reads a text of rows as one table; the mark between fields (`,` `;` tab `|`) is told from the text. Lines that start
 * with `#` are comments; the last of them is the header where it has as many fields as the row below it. `line` is
 * the line of the text. A quote that does not close is taken as it stands.
 * @param name for places
 */
export function readCsv(name: string, text: string, limits: DocumentLimits = {}): Document {
  const { maxBlocks } = { ...DOCUMENT_LIMITS, ...limits };
  const delimiter = findDelimiter(text) ?? ",";
  // The line of a spreadsheet program that only names the mark is no row.
  const stated = /^\uFEFF?sep=[,;\t|](?=\r?\n)/i.exec(text.slice(0, 9))?.[0].length ?? 0;
  const read = splitRows(text.slice(stated), delimiter, maxBlocks + 1);
  const rows = read.rows.map(({ line, fields }): TableRow => ({
    line,
    cells: toCells(fields, false),
  }));
  const header = commentHeader(text, delimiter, read.rows[0]?.fields.length ?? 0);
  if (header !== undefined)
    rows.unshift({ line: header.line, cells: toCells(header.fields, true) });
  const kept = rows.length > maxBlocks ? rows.slice(0, maxBlocks) : rows;
  return {
    format: "csv",
    properties: {},
    blocks: kept.length === 0 ? [] : [{ kind: "table", rows: kept, line: kept[0]?.line ?? 1 }],
    parts: [],
    diagnostics: [
      ...(read.openQuotes > 0 ? [quoteDiagnostic(name, read.openQuotes)] : []),
      ...(kept === rows ? [] : [cutDiagnostic(name, `${maxBlocks} rows`)]),
    ],
  };
}

function toCells(record: readonly string[], isHeader: boolean): TableRow["cells"] {
  return record
    .slice(0, MAX_COLUMNS)
    .map((field) => ({ text: dropInvisible(field).trim(), links: [], isHeader }));
}

function quoteDiagnostic(file: string, count: number): Diagnostic {
  return {
    severity: "warning",
    code: "DOCUMENT_CSV_FORM",
    message: `expected quotes around whole fields, got ${count} that do not close; they were taken as they stand`,
    place: { file },
    remedy: "Correct the quotes and read it again",
  };
}

function commentHeader(
  text: string,
  delimiter: string,
  columns: number,
): { readonly line: number; readonly fields: readonly string[] } | undefined {
  let header: { line: number; fields: readonly string[] } | undefined;
  let line = 0;
  for (const one of text.slice(0, 64 * 1024).split(/\r?\n/)) {
    line++;
    if (one.trim() === "") continue;
    if (!one.startsWith("#")) break;
    const fields = one
      .replace(/^#\s*/, "")
      .split(delimiter)
      .map((field) => field.trim().replaceAll(/^"|"$/g, ""));
    header = fields.length === columns && columns > 1 ? { line, fields } : undefined;
  }
  return header;
}

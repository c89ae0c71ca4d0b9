import { findDelimiter, readCsv, readXlsx, zipKind } from "@tocsin/documents";
import { readColumns } from "../lists/columns.ts";
import { readSheets } from "../lists/read-sheets.ts";
import type { AdvisoryFormat } from "./format.ts";
import { LIST_LIMITS } from "./limits.ts";

const SAMPLE = 64 * 1024;
const MAX_HEAD_LINES = 40;

/** CSV, TSV and XLSX: lists of indicators row by row, other tables as text. */
export const list: AdvisoryFormat = {
  name: "list",
  recognises(content, { name, bytes }) {
    if (content.kind === "bytes") return zipKind(bytes) === "xlsx";
    if (content.kind !== "text") return false;
    return /\.(?:csv|tsv)$/i.test(name) || isList(content.text.slice(0, SAMPLE));
  },
  read(content, input, { knowledge }) {
    const document =
      content.kind === "text"
        ? readCsv(input.name, content.text, LIST_LIMITS)
        : readXlsx(input.name, input.bytes, LIST_LIMITS);
    return readSheets(document, input, knowledge);
  },
};

/** Whether a text of another name is rows of fields with a header that names a value, and what it is. */
function isList(text: string): boolean {
  const delimiter = findDelimiter(text);
  if (delimiter === undefined) return false;
  const lines = text.split(/\r?\n/, MAX_HEAD_LINES).filter((line) => line.trim() !== "");
  const header = lines.find((line) => !/^(?:#|sep=)/.test(line)) ?? "";
  // Bars around a line are those of a table in a text.
  if (header.startsWith("|") || lines.length < 2) return false;
  const fields = header.split(delimiter).map((field) => field.trim().replaceAll(/^"|"$/g, ""));
  return readColumns(fields)?.isStated === true;
}

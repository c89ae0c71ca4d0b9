import type { TableCell, TableRow } from "../document.ts";
import type { OfficePackage } from "../docx/package-parts.ts";
import { dropInvisible } from "../text-builder.ts";
import { formatSerial } from "./number-formats.ts";
import { streamXml } from "./stream-xml.ts";

/** What the cells of a workbook refer to. */
export interface SheetContext {
  readonly strings: readonly string[];
  /** By cell style: whether it shows a number as a date. */
  readonly isDate: readonly boolean[];
  readonly is1904: boolean;
}

const MAX_COLUMNS = 200;
const MAX_CELL = 32_767;
const EMPTY: TableCell = { text: "", links: [], isHeader: false };

/** The strings that cells refer to by number, at most so many; readings aids in other scripts are left out. */
export function readSharedStrings(
  { file, zip }: OfficePackage,
  path: string | undefined,
  most: number,
): readonly string[] {
  const entry = path === undefined ? undefined : zip.find(path);
  if (entry === undefined) return [];
  const strings: string[] = [];
  let text = "";
  let isText = false;
  let phonetic = 0;
  streamXml(`${file}: ${entry.name}`, zip.take(entry), {
    open(name) {
      if (name === "si") text = "";
      else if (name === "rPh") phonetic++;
      isText = name === "t" && phonetic === 0;
    },
    text(piece) {
      if (isText && text.length < MAX_CELL) text += piece;
    },
    close(name) {
      if (name === "t") isText = false;
      else if (name === "rPh") phonetic--;
      else if (name === "si") strings.push(text);
    },
    isDone: () => strings.length > most,
  });
  return strings;
}

interface OpenCell {
  readonly column: number;
  readonly type: string;
  readonly style: number;
  text: string;
}

/** Rows of one sheet, empty ones left out, at most so many. */
export function readSheet(
  place: string,
  bytes: Uint8Array,
  context: SheetContext,
  most: number,
): { readonly rows: readonly TableRow[]; readonly isCut: boolean } {
  const rows: TableRow[] = [];
  let isCut = false;
  let row: { line: number; cells: TableCell[] } = { line: 0, cells: [] };
  let cell: OpenCell | undefined;
  let isValue = false;
  streamXml(place, bytes, {
    open(name, attributes) {
      if (name === "row") row = { line: numberOf(attributes["r"]) ?? row.line + 1, cells: [] };
      else if (name === "c")
        cell = {
          column: columnOf(attributes["r"] ?? "") ?? row.cells.length,
          type: attributes["t"] ?? "n",
          style: numberOf(attributes["s"]) ?? -1,
          text: "",
        };
      isValue = name === "v" || name === "t";
    },
    text(piece) {
      if (isValue && cell !== undefined && cell.text.length < MAX_CELL) cell.text += piece;
    },
    close(name) {
      isValue = false;
      if (name === "c" && cell !== undefined) {
        putCell(row.cells, cell, context);
        cell = undefined;
      } else if (name === "row" && row.cells.some(({ text }) => text !== "")) {
        if (rows.length >= most) isCut = true;
        else rows.push({ line: row.line, cells: row.cells });
      }
    },
    isDone: () => isCut,
  });
  return { rows, isCut };
}

function putCell(cells: TableCell[], cell: OpenCell, context: SheetContext): void {
  if (cell.column >= MAX_COLUMNS) return;
  while (cells.length < cell.column) cells.push(EMPTY);
  const text = dropInvisible(textOf(cell, context)).trim();
  cells[cell.column] = text === "" ? EMPTY : { text, links: [], isHeader: false };
}

function textOf(
  { type, style, text }: OpenCell,
  { strings, isDate, is1904 }: SheetContext,
): string {
  switch (type) {
    case "s":
      return strings[Number(text)] ?? "";
    case "b":
      return text === "1" ? "TRUE" : "FALSE";
    case "e":
      return "";
    case "n":
      return isDate[style] === true ? (formatSerial(Number(text), is1904) ?? text) : text;
    default:
      return text;
  }
}

/** `AB12` stands in column 27, counted from 0. */
function columnOf(reference: string): number | undefined {
  const letters = /^[A-Z]{1,3}/.exec(reference)?.[0];
  if (letters === undefined) return undefined;
  let column = 0;
  for (const letter of letters) column = column * 26 + letter.charCodeAt(0) - 64;
  return column - 1;
}

function numberOf(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}

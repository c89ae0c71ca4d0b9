import { normalizeObservable } from "@tocsin/model";
import type { Diagnostic, ObservableType, Place } from "@tocsin/model";
import type { FoundIdentifier, FoundObservable } from "../find/types.ts";
import { typeColumns } from "../screen/indicator-tables.ts";
import { isUnderIndicators } from "../screen/screen-observables.ts";
import { stripEmphasis } from "../text/emphasis.ts";
import { lineAt } from "../text/layout.ts";
import type { Line, LinePlace } from "../text/layout.ts";
import { cellsOf, isRuler } from "../text/tables.ts";
import type { Cell } from "../text/tables.ts";
import type { TextSource } from "./cite.ts";
import { rowType, WHOLE_CELL_TYPES } from "./row-types.ts";

/** Most rows of a document that are told of; behind them only their number is. */
const MAX_NOTES = 50;
const MAX_VALUE = 600;
const FRAME = /^[`"'“*_\s]{0,6}|[`"'”*_\s]{0,6}$/g;

/** The values of a document with those that only a type column tells. */
export interface ReadRows {
  readonly observables: readonly FoundObservable[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Which cell of a row is the value, and what the type column calls it. */
interface TypedCell {
  readonly value: Cell;
  readonly type: ObservableType | "untyped" | undefined;
}

/**
 * Reads the rows of tables of indicators by their type column: a user agent, a mutex, a name of a file have no form
 * that tells them. A row that gives nothing is told as a note. Values are in the order of the text.
 */
export function readRows(
  source: TextSource,
  found: readonly FoundObservable[],
  identifiers: readonly FoundIdentifier[] = [],
): ReadRows {
  const named = new Set(identifiers.map(({ span }) => lineAt(source.layout, span[0])));
  const added: FoundObservable[] = [];
  const dropped = new Set<FoundObservable>();
  const unread: Line[] = [];
  let next = 0;
  for (const [i, line] of source.layout.entries()) {
    while ((found[next]?.span[0] ?? Infinity) < line.start) next++;
    if (line.kind !== "table" || !isUnderIndicators(line)) continue;
    const row = line.text.slice(0, 20_000);
    if (isRuler(row) || isHeader(source.layout, i)) continue;
    const typed = typedCell(line, cellsOf(line));
    if (typed === undefined || typed.value.text === "") continue;
    const from = line.start + typed.value.start;
    const inside: FoundObservable[] = [];
    for (let at = next; (found[at]?.span[0] ?? Infinity) < line.start + typed.value.end; at++) {
      const value = found[at];
      if (value !== undefined && value.span[0] >= from) inside.push(value);
    }
    const read = readCell(typed, line, inside);
    for (const value of read) added.push(value);
    if (read.length > 0) for (const value of inside) dropped.add(value);
    else if (inside.length === 0 && !named.has(line)) unread.push(line);
  }
  const observables = [...found.filter((value) => !dropped.has(value)), ...added];
  return {
    observables: added.length === 0 ? found : observables.toSorted((a, b) => a.span[0] - b.span[0]),
    diagnostics: tellUnread(source, unread),
  };
}

/** The first row is a header where a ruler follows or no cell of it is a value. */
function isHeader(layout: readonly Line[], at: number): boolean {
  const line = layout[at];
  const isFirst = layout[at - 1]?.kind !== "table";
  if (line === undefined || !isFirst) return false;
  if (isRuler(layout[at + 1]?.text ?? "")) return true;
  const { header = [] } = line;
  // A document tells its rows apart, but seldom marks the header.
  if (line.place?.row === 1 && header.some((cell) => rowType(cell) !== undefined)) return true;
  return typeColumns(header) !== undefined || header.every((cell) => rowType(cell) !== undefined);
}

function plainCell(cell: Cell | undefined): string {
  return stripEmphasis(cell?.text ?? "").text.trim();
}

function typedCell(line: Line, cells: readonly Cell[]): TypedCell | undefined {
  const { header = [] } = line;
  const columns = typeColumns(header);
  if (columns !== undefined) {
    const value = cells[columns.value];
    return value && { value, type: rowType(plainCell(cells[columns.type])) };
  }
  const at = cells.findIndex((cell) => rowType(plainCell(cell)) !== undefined);
  const value = at < 0 ? undefined : cells[at + 1];
  if (value !== undefined) return { value, type: rowType(plainCell(cells[at])) };
  // A column may bear its type in the header: `| Mutex | Seen in |`.
  const column = header.findIndex((cell) => rowType(cell) !== undefined);
  const named = column < 0 ? undefined : cells[column];
  return named && { value: named, type: rowType(header[column] ?? "") };
}

/** The values of a cell by its type; empty where what was found in it already is as good. */
function readCell(
  { value, type }: TypedCell,
  line: Line,
  inside: readonly FoundObservable[],
): FoundObservable[] {
  if (type === undefined || type === "untyped") return [];
  const isWhole = WHOLE_CELL_TYPES.has(type);
  if (inside.some((one) => one.type === type) && type !== "filename") return [];
  if (!isWhole && inside.length > 0) return [];
  const read: FoundObservable[] = [];
  for (const part of splitValues(value, type)) {
    const text = part.text.replaceAll(FRAME, "");
    const kind = type === "filename" && /[\\/]/.test(text) ? "filepath" : type;
    const plain = isWhole ? text : text.replaceAll(/\[\.\]|\(\.\)/g, ".").replace(/^hxxp/i, "http");
    const observable = hasForm(kind, plain) ? normalizeObservable(kind, plain) : undefined;
    if (observable === undefined) continue;
    const offset = part.text.indexOf(text);
    const start = line.start + part.start + Math.max(0, offset);
    read.push({ ...observable, span: [start, start + text.length], isDefanged: plain !== text });
  }
  const isAsGood =
    read.length <= inside.length &&
    read.every((one) => inside.some(({ value: known }) => known === one.value));
  return isAsGood ? [] : read;
}

/** Whether a cell of words is a value of its type: a path has a separator, a key a backslash, a name no sentence. */
function hasForm(type: ObservableType, text: string): boolean {
  if (
    text.length < 2 ||
    text.length > MAX_VALUE ||
    /^(?:n\/?a|none|unknown|various|-+)$/i.test(text)
  )
    return false;
  switch (type) {
    case "filepath":
    case "pdb-path":
      return /[\\/]/.test(text);
    case "registry-key":
      return text.includes("\\");
    case "filename":
      return /\.[A-Za-z0-9]{1,10}$/.test(text) && text.split(" ").length <= 6;
    case "mutex":
    case "named-pipe":
    case "service-name":
    case "scheduled-task":
      return text.split(" ").length <= 6;
    case "http-uri":
      return text.startsWith("/");
    default:
      return true;
  }
}

/** Several values of a cell stand between breaks; names of files also between commas. */
function splitValues(cell: Cell, type: ObservableType): Cell[] {
  const separator = type === "filename" ? /<br\s{0,2}\/?>|[,;] / : /<br\s{0,2}\/?>/;
  const parts: Cell[] = [];
  let at = 0;
  for (const text of cell.text.split(new RegExp(`(${separator.source})`, "i"))) {
    const start = cell.start + at;
    at += text.length;
    if (!separator.test(text) && text.trim() !== "")
      parts.push({ text, start, end: start + text.length });
  }
  return parts;
}

/** `page 10, table 2, row 3`, or the line of a text. */
function wherein({ place, number }: Line): string {
  const { page, line, table, row }: LinePlace = place ?? { line: number };
  const parts = { page, line, table, row };
  return Object.entries(parts)
    .flatMap(([name, value]) => (value === undefined ? [] : `${name} ${value}`))
    .join(", ");
}

function placeOf(source: TextSource, { place, number }: Line): Place {
  const line = place === undefined ? number : place.line;
  return { file: source.document, ...(line !== undefined && { line }) };
}

function tellUnread(source: TextSource, unread: readonly Line[]): Diagnostic[] {
  const notes = unread.slice(0, MAX_NOTES).map((line): Diagnostic => {
    const row = line.plain.text.trim().slice(0, 200);
    return {
      severity: "note",
      code: "ADVISORY_ROW_UNREAD",
      message: `${wherein(line)}: expected a value of a known type, got ${JSON.stringify(row)}`,
      place: placeOf(source, line),
      remedy: "Look for it by hand if it matters",
    };
  });
  const left = unread.length - notes.length;
  const [last] = notes.slice(-1);
  if (left > 0 && last !== undefined)
    notes[notes.length - 1] = { ...last, message: `${last.message}; ${left} more rows like it` };
  return notes;
}

import type { Observable } from "@tocsin/model";
import { findObservables } from "../find/find-observables.ts";
import type { IndicatorList } from "./find-list.ts";
import { isNothing, readAs, readTyped } from "./read-cell.ts";
import { readRange } from "./read-range.ts";

/** A value of a list: an observable, an identifier, a name, an address to read on, a whole YARA rule. */
export type ListValue =
  | { readonly kind: "observable"; readonly observable: Observable }
  | {
      readonly kind: "cve" | "technique" | "actor" | "reference" | "rule";
      readonly id: string;
    };

/** Words of a type column whose values are no observables; of `none` nothing is read, and the row is told. */
const OTHER_TYPES: Readonly<Record<string, "actor" | "reference" | "rule" | "none">> = {
  link: "reference",
  reference: "reference",
  "threat-actor": "actor",
  "intrusion-set": "actor",
  yara: "rule",
  text: "none",
  comment: "none",
  other: "none",
};

const MAX_CELL = 20_000;

/**
 * The values of every row: by its type column or the kind of its column, else by their form. Cells whose kind is not
 * known are read in one go. The host of a listed URL is no value of its own.
 */
export function findListValues({
  columns,
  rows,
}: IndicatorList): readonly (readonly ListValue[])[] {
  const values: ListValue[][] = rows.map(() => []);
  const open: { readonly at: number; readonly text: string }[] = [];
  for (const [at, { row }] of rows.entries()) {
    const type = columns.type === undefined ? "" : (row.cells[columns.type]?.text ?? "");
    for (const [i, kind] of columns.values) {
      const text = (row.cells[i]?.text ?? "").slice(0, MAX_CELL);
      if (isNothing(text)) continue;
      const word = type.trim().toLowerCase();
      const other = Object.hasOwn(OTHER_TYPES, word) ? OTHER_TYPES[word] : undefined;
      if (other === "none") continue;
      if (other !== undefined) {
        values[at]?.push({ kind: other, id: text.trim() });
        continue;
      }
      const read =
        readRange(text) ?? (type === "" ? undefined : readTyped(type, text)) ?? readAs(kind, text);
      if (read === undefined) open.push({ at, text: text.replaceAll("\n", " ") });
      else for (const observable of read) values[at]?.push({ kind: "observable", observable });
    }
  }
  addByForm(open, values);
  return values;
}

function addByForm(
  open: readonly { readonly at: number; readonly text: string }[],
  values: readonly ListValue[][],
): void {
  const starts: number[] = [];
  let length = 0;
  for (const { text } of open) {
    starts.push(length);
    length += text.length + 1;
  }
  const { observables, identifiers } = findObservables(open.map(({ text }) => text).join("\n"));
  let next = 0;
  const ownerOf = (place: number): ListValue[] | undefined => {
    while (next + 1 < starts.length && (starts[next + 1] ?? Infinity) <= place) next++;
    return values[open[next]?.at ?? -1];
  };
  let bareEnd = 0;
  for (const { type, value, span, within } of observables) {
    if (within === undefined && span[0] >= bareEnd)
      ownerOf(span[0])?.push({ kind: "observable", observable: { type, value } });
    // The host of an address without a scheme stands beside it.
    if (type === "http-uri") bareEnd = span[1];
  }
  next = 0;
  for (const { type, value, span } of identifiers)
    if (type === "cve" || type === "technique") ownerOf(span[0])?.push({ kind: type, id: value });
}

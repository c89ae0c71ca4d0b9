import type { Line } from "../text/layout.ts";

const TYPE_HEADER =
  /^(?:(?:indicator|ioc|observable|artefact|artifact) )?(?:type|kind|category)s?$/i;
const VALUE_HEADER =
  /^(?:values?|iocs?|indicators?(?: of compromise)?(?: \(iocs?\))?|observables?|artefacts?|artifacts?)(?: values?)?$/i;
const STRONG_HEADER =
  /^(?:iocs?|indicators?(?: of compromise)?(?: \(iocs?\))?|indicator values?|ioc values?|observables?)$/i;

/** Columns of a table, counted from 0. */
export interface TypeColumns {
  readonly type: number;
  readonly value: number;
}

/** The columns that hold the kind and the value of an indicator, if the header names both. */
export function typeColumns(header: readonly string[]): TypeColumns | undefined {
  const type = header.findIndex((cell) => TYPE_HEADER.test(cell));
  const value = header.findIndex((cell, i) => i !== type && VALUE_HEADER.test(cell));
  return type < 0 || value < 0 ? undefined : { type, value };
}

/** Whether the header of the line's table says that its rows are indicators. */
export function isIndicatorTable(line: Line): boolean {
  const { kind, header } = line;
  if (kind !== "table" || header === undefined) return false;
  return typeColumns(header) !== undefined || header.some((cell) => STRONG_HEADER.test(cell));
}

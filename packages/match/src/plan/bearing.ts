import type { EvidenceRecord, Observable, ValueCursor } from "@tocsin/model";
import { compileObservableIndex } from "../observable-index.ts";
import { literalsOf } from "../observable-literals.ts";
import { valuesOf } from "../text.ts";
import type { RawSearch } from "./raw-search.ts";
import type { Shared } from "./shared.ts";
import { createSweep } from "./sweep.ts";
import { createValueMemo } from "./value-memo.ts";

/** Which of many observables a record bears in some field. */
export interface Bearing {
  /** Gives the position of each observable, once. */
  find(record: EvidenceRecord, sink: (position: number) => void): void;
}

/** Beyond this most values hold one of the texts. */
const MOST_LITERALS = 16_384;
const NONE: readonly number[] = [];

/**
 * Finds what `compileObservableIndex` finds in the texts of a record. Values without a text that some observable must have
 * are not decoded, and those that come again are known by their bytes.
 */
export function createBearing(observables: readonly Observable[], shared: Shared): Bearing {
  const index = compileObservableIndex(observables);
  const sweep = createSweep(searchFor(observables, shared));
  const memo = createValueMemo<readonly number[]>(shared.budget);

  // Of the record at hand. No call leaves this file before its end, so that there is only one.
  const given = new Set<number>();
  let found: number[] = [];
  const keep = (position: number): void => void found.push(position);
  const give = (position: number): void => void given.add(position);
  const onBytes = (cursor: ValueCursor, at: number): void => {
    const { bytes, start, end, kind } = cursor;
    let positions = memo.get(bytes, start, end, kind);
    if (positions === undefined) {
      found = [];
      for (const one of valuesOf(cursor.value(at))) index.findInText(String(one), keep);
      positions = found.length === 0 ? NONE : found;
      memo.keep(positions);
    }
    for (const position of positions) given.add(position);
  };

  return {
    find(record, sink) {
      if (observables.length === 0) return;
      const turned = sweep.turn(record);
      if (turned !== undefined && sweep.isBare(turned.cursor)) return;
      given.clear();
      sweep.each(record, turned, onBytes, (value) => {
        for (const one of valuesOf(value)) index.findInText(String(one), give);
      });
      for (const position of given) sink(position);
    },
  };
}

function searchFor(observables: readonly Observable[], shared: Shared): RawSearch | undefined {
  const all = new Set<string>();
  for (const observable of observables) {
    const literals = literalsOf(observable);
    if (literals === undefined) return undefined;
    for (const literal of literals) all.add(literal);
    if (all.size > MOST_LITERALS) return undefined;
  }
  return shared.searchFor([...all]);
}

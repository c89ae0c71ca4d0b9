import type { Unit } from "./unit.ts";

/** Units in their order. Files are looked into when their turn comes: there may be a million. */
export interface UnitSource {
  /** The next unit with its number, from 0. */
  take(): { readonly unit: Unit; readonly index: number } | undefined;
  /** Whether there are so many more. */
  has(count: number): boolean;
}

/** Hands out units that are made as they are asked for. */
export function createUnitSource(units: Iterator<Unit>): UnitSource {
  const ahead: Unit[] = [];
  let index = 0;
  const has = (count: number): boolean => {
    while (ahead.length < count) {
      const next = units.next();
      if (next.done === true) return false;
      ahead.push(next.value);
    }
    return true;
  };
  return {
    has,
    take() {
      if (!has(1)) return undefined;
      return { unit: ahead.shift() as Unit, index: index++ };
    },
  };
}

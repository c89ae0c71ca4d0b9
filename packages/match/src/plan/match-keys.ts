/** Numbers for rows of ids. */
export interface MatchKeys {
  /** The number of the row of a predicate that has no id yet. */
  begin(place: number): number;
  /**
   * The number of the row that goes on with an id. Equal rows have one number as long as it is remembered, and no
   * other row of the process ever has it. 0 if the row, or its id, is 0; and where there are no more numbers.
   */
  next(row: number, id: number): number;
}

/** Pairs of ids below it are one number; a process that saw 67 million values remembers no more of them. */
export const MAX_IDS: number = 2 ** 26;
/** Rows that are remembered, all predicates of a program together. */
const MAX_ROWS = 16_384;

let lastRow = 0;

export function createMatchKeys(): MatchKeys {
  const begun: number[] = [];
  const rows = new Map<number, number>();
  return {
    begin: (place) => (begun[place] ??= ++lastRow),
    next(row, id) {
      if (row === 0 || id === 0 || row >= MAX_IDS || id >= MAX_IDS) return 0;
      const key = row * MAX_IDS + id;
      const known = rows.get(key);
      if (known !== undefined) return known;
      if (rows.size >= MAX_ROWS) rows.clear();
      rows.set(key, ++lastRow);
      return lastRow;
    },
  };
}

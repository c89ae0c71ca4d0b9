/** Numbers for rows of ids. */
export interface MatchKeys {
  /** A row without an id, for one predicate. */
  begin(): number;
  /**
   * The number of the row that goes on with an id. Equal rows have one number as long as it is remembered, and no
   * other row of the process ever has it. 0 if the row, or its id, is 0; and where there are no more numbers.
   */
  next(row: number, id: number): number;
}

/** Rows that are remembered, all predicates of a plan together: 2 MiB. */
const MAX_ROWS = 65_536;
const MAX_NUMBER = 0x7fffffff;
const FIRST_SLOTS = 64;
/** What a slot has, side by side: row, id, and the row that they lead to, 0 where it is free. */
const WIDTH = 4;

let lastRow = 0;

export function createMatchKeys(): MatchKeys {
  let slots = FIRST_SLOTS;
  let table = new Int32Array(WIDTH * slots);
  let count = 0;

  /** Where in the table the pair is, or would be. */
  const slotOf = (row: number, id: number): number => {
    const hash = Math.imul(row, 0x9e3779b1) ^ Math.imul(id, 0x85ebca6b);
    let slot = (hash ^ (hash >>> 15)) & (slots - 1);
    for (;;) {
      const at = WIDTH * slot;
      if (table[at + 2] === 0 || (table[at] === row && table[at + 1] === id)) return at;
      slot = (slot + 1) & (slots - 1);
    }
  };

  const put = (row: number, id: number, next: number): void => {
    const at = slotOf(row, id);
    table[at] = row;
    table[at + 1] = id;
    table[at + 2] = next;
  };

  const makeRoom = (): void => {
    if (2 * count < slots) return;
    const old = table;
    const isFull = count >= MAX_ROWS;
    if (isFull) count = 0;
    else slots *= 2;
    table = new Int32Array(WIDTH * slots);
    if (isFull) return;
    for (let at = 0; at < old.length; at += WIDTH)
      if (old[at + 2] !== 0) put(old[at] as number, old[at + 1] as number, old[at + 2] as number);
  };

  return {
    begin: () => ++lastRow,
    next(row, id) {
      if (row === 0 || id === 0 || id > MAX_NUMBER || lastRow >= MAX_NUMBER) return 0;
      const known = table[slotOf(row, id) + 2] as number;
      if (known !== 0) return known;
      makeRoom();
      count++;
      put(row, id, ++lastRow);
      return lastRow;
    },
  };
}

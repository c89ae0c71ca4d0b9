/** Numbers in a row that grows without moving what it has: a typed array for each piece. */
export interface Column<A extends Float64Array | Uint32Array> {
  readonly length: number;
  push(value: number): void;
  at(index: number): number;
  /** All of it in one array. */
  toArray(): A;
}

const PIECE_BITS = 14;
const PIECE = 1 << PIECE_BITS;

/** 64-bit floating point. */
export function createFloats(): Column<Float64Array> {
  return createColumn((length) => new Float64Array(length));
}

/** 32-bit unsigned. */
export function createWords(): Column<Uint32Array> {
  return createColumn((length) => new Uint32Array(length));
}

function createColumn<A extends Float64Array | Uint32Array>(
  make: (length: number) => A,
): Column<A> {
  const pieces: A[] = [];
  let last = make(0);
  let length = 0;
  return {
    get length() {
      return length;
    },
    push(value) {
      const at = length & (PIECE - 1);
      if (at === 0) pieces.push((last = make(PIECE)));
      last[at] = value;
      length++;
    },
    at: (index) => pieces[index >>> PIECE_BITS]?.[index & (PIECE - 1)] ?? 0,
    toArray() {
      const whole = make(length);
      for (const [index, piece] of pieces.entries()) {
        const start = index * PIECE;
        whole.set(piece.subarray(0, Math.min(PIECE, length - start)), start);
      }
      return whole;
    },
  };
}

/** Things that are kept once, each under a number. */
export interface Interned<T> {
  readonly items: readonly T[];
  /** Gives the number of a thing, which `key` tells from others. */
  intern(key: string, item: T): number;
}

/** @param onNew told the key of each thing that is new */
export function createInterned<T>(onNew: (key: string) => void): Interned<T> {
  const numbers = new Map<string, number>();
  const items: T[] = [];
  return {
    items,
    intern(key, item) {
      const known = numbers.get(key);
      if (known !== undefined) return known;
      onNew(key);
      numbers.set(key, items.length);
      return items.push(item) - 1;
    },
  };
}

/** The numbers from 0 on, sorted by time; those of one time stay as they are. Takes 8 bytes for each. */
export function orderByTime(times: Column<Float64Array>): Uint32Array {
  const { length } = times;
  let from = new Uint32Array(length);
  let isSorted = true;
  for (let index = 0; index < length; index++) {
    from[index] = index;
    if (index > 0 && times.at(index) < times.at(index - 1)) isSorted = false;
  }
  if (isSorted) return from;
  // Merges runs of twice the length each time.
  let to = new Uint32Array(length);
  for (let run = 1; run < length; run *= 2) {
    for (let start = 0; start < length; start += 2 * run)
      mergeRuns(
        times,
        from,
        to,
        start,
        Math.min(start + run, length),
        Math.min(start + 2 * run, length),
      );
    [from, to] = [to, from];
  }
  return from;
}

function mergeRuns(
  times: Column<Float64Array>,
  from: Uint32Array,
  to: Uint32Array,
  start: number,
  middle: number,
  end: number,
): void {
  let left = start;
  let right = middle;
  for (let at = start; at < end; at++) {
    const isLeft =
      left < middle &&
      (right >= end || times.at(from[left] as number) <= times.at(from[right] as number));
    to[at] = from[isLeft ? left++ : right++] as number;
  }
}

import type { Column, Signature } from "./column.ts";
import { ANY_FIELD } from "./node.ts";

/** What is left to do after the first column: laid out in one piece, since every record runs through it. */
interface Leg {
  /** Branches that are left, a bit each, and how many words have one. */
  readonly live: Uint32Array;
  readonly nonZero: number;
  /** Columns that could exclude one of them, in their order. */
  readonly columns: Int32Array;
  /** For each of these the place where its words begin; one more for the end. */
  readonly starts: Int32Array;
  /** Words that a column concerns, and the bits of each. */
  readonly words: Int32Array;
  readonly limits: Uint32Array;
}

/** The way through the columns of a program. */
export interface Course {
  /** By what the first column says; without columns, by nothing. */
  legFor(first: Signature | undefined): Leg;
}

/** What comes often comes early: later ones take the way for all. */
const MAX_LEGS = 256;

/**
 * @param order of the columns, by their places in the list
 * @param all the branches, a bit each
 */
export function createCourse(
  columns: readonly Column[],
  order: readonly number[],
  all: Uint32Array,
): Course {
  const [, ...rest] = order;
  const legs = new Map<Uint32Array | undefined, Leg>();
  const long = layOut(columns, rest, all);
  return {
    legFor(first) {
      const mask = first?.mask;
      if (mask === undefined) return long;
      let leg = legs.get(mask);
      if (leg === undefined) {
        if (legs.size >= MAX_LEGS) return withMask(long, mask);
        leg = layOut(
          columns,
          rest,
          all.map((word, at) => word & (mask[at] as number)),
        );
        legs.set(mask, leg);
      }
      return leg;
    },
  };
}

const passing = { live: new Uint32Array(), nonZero: 0 };

/** The leg for all, from where a mask leaves it; valid until the next one is asked for. */
function withMask(long: Leg, mask: Uint32Array): Leg {
  const { live: all, columns, starts, words, limits } = long;
  if (passing.live.length < all.length) passing.live = new Uint32Array(all.length);
  let nonZero = 0;
  for (let word = 0; word < all.length; word++) {
    const bits = (all[word] as number) & (mask[word] as number);
    passing.live[word] = bits;
    if (bits !== 0) nonZero++;
  }
  return { live: passing.live, nonZero, columns, starts, words, limits };
}

function layOut(columns: readonly Column[], order: readonly number[], live: Uint32Array): Leg {
  const concerned: number[] = [];
  const starts = [0];
  const words: number[] = [];
  const limits: number[] = [];
  for (const index of order) {
    const { limited } = columns[index] as Column;
    const before = words.length;
    for (const [word, bits] of limited.entries()) {
      const both = bits & (live[word] as number);
      if (both === 0) continue;
      words.push(word);
      limits.push(both);
    }
    if (words.length === before) continue;
    concerned.push(index);
    starts.push(words.length);
  }
  return {
    live,
    nonZero: live.filter((word) => word !== 0).length,
    columns: Int32Array.from(concerned),
    starts: Int32Array.from(starts),
    words: Int32Array.from(words),
    limits: Uint32Array.from(limits),
  };
}

/** Columns by how many of the branches that are left they exclude where nothing is met; the search of all fields last. */
export function orderOf(columns: readonly Column[], words: number): readonly number[] {
  const left = new Uint32Array(words).fill(0xffffffff);
  const rest = new Set(columns.keys());
  const order: number[] = [];
  const isAll = (index: number): boolean => columns[index]?.name === ANY_FIELD;
  while (rest.size > 0) {
    let best = -1;
    let most = -1;
    for (const index of rest) {
      const { base } = columns[index] as Column;
      let killed = 0;
      for (let word = 0; word < words; word++)
        killed += bitsOf((left[word] as number) & ~(base[word] as number));
      // The cheap ones first, whatever they exclude.
      const worth = isAll(index) ? -1 : killed;
      if (worth > most || best < 0) {
        best = index;
        most = worth;
      }
    }
    rest.delete(best);
    order.push(best);
    const { base } = columns[best] as Column;
    for (let word = 0; word < words; word++)
      left[word] = (left[word] as number) & (base[word] as number);
  }
  return order;
}

function bitsOf(word: number): number {
  let count = 0;
  for (let bits = word; bits !== 0; bits &= bits - 1) count++;
  return count;
}

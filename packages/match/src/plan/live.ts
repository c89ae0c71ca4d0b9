import type { Column } from "./column.ts";
import { ANY_FIELD } from "./node.ts";

/** Branches that are left: words that have some, and their bits. Soon there are few. */
export interface Live {
  readonly words: readonly number[];
  readonly bits: readonly number[];
}

const leftWords: number[] = [];
const leftBits: number[] = [];

/** What a mask leaves. The lists are no longer than they must be: states keep them. */
export function narrow({ words, bits }: Live, mask: Uint32Array): Live {
  leftWords.length = 0;
  leftBits.length = 0;
  for (let at = 0; at < words.length; at++) {
    const word = words[at] as number;
    const both = (bits[at] as number) & (mask[word] as number);
    if (both === 0) continue;
    leftWords.push(word);
    leftBits.push(both);
  }
  return { words: leftWords.slice(), bits: leftBits.slice() };
}

/** Whether the column could exclude a branch that is left. */
export function doesConcern({ limited }: Column, { words, bits }: Live): boolean {
  for (let at = 0; at < words.length; at++)
    if (((bits[at] as number) & (limited[words[at] as number] as number)) !== 0) return true;
  return false;
}

/** The column that excludes most of the branches that are left where none of its atoms holds; -1 if none excludes any. */
export function bestOf(columns: readonly Column[], live: Live, asked: readonly number[]): number {
  const { words, bits } = live;
  let best = -1;
  let most = -1;
  for (let index = 0; index < columns.length; index++) {
    const { limited, base, name } = columns[index] as Column;
    if (asked.includes(index)) continue;
    let concerned = 0;
    let excluded = 0;
    for (let at = 0; at < words.length; at++) {
      const word = words[at] as number;
      const both = (bits[at] as number) & (limited[word] as number);
      if (both === 0) continue;
      concerned |= both;
      excluded += countBits(both & ~(base[word] as number));
    }
    if (concerned === 0) continue;
    const worth = name === ANY_FIELD ? 0 : excluded + 1;
    if (worth > most) {
      best = index;
      most = worth;
    }
  }
  return best;
}

/** The branches, ascending. */
export function bitsOf({ words, bits }: Live): readonly number[] {
  const found: number[] = [];
  for (const [at, word] of words.entries())
    for (let left = bits[at] as number; left !== 0; left &= left - 1)
      found.push(word * 32 + 31 - Math.clz32(left & -left));
  return found;
}

function countBits(word: number): number {
  let bits = word - ((word >>> 1) & 0x55555555);
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
  return Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

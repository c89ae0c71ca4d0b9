/** A stream of numbers that a seed fixes. */
export interface Random {
  /** 32 bits, unsigned. */
  u32(): number;
  /** A whole number from 0, below `end`; 0 where `end` is 0. */
  below(end: number): number;
  /** True once in `n`. */
  oneIn(n: number): boolean;
  /** One of a list that is not empty. */
  pick<T>(list: readonly T[]): T;
}

const GOLDEN = 0x9e37_79b9;

/** A generator of 32 bits (mixing steps of MurmurHash3 over a counter); the same seeds give the same stream. */
export function createRandom(...seeds: readonly number[]): Random {
  let state = 0;
  for (const seed of seeds) state = mix((state + GOLDEN + seed) | 0);
  const u32 = (): number => {
    state = (state + GOLDEN) | 0;
    return mix(state) >>> 0;
  };
  const below = (end: number): number => (end <= 0 ? 0 : u32() % end);
  return {
    u32,
    below,
    oneIn: (n) => below(n) === 0,
    pick: <T>(list: readonly T[]): T => list[below(list.length)] as T,
  };
}

function mix(value: number): number {
  let bits = value ^ (value >>> 16);
  bits = Math.imul(bits, 0x85eb_ca6b);
  bits ^= bits >>> 13;
  bits = Math.imul(bits, 0xc2b2_ae35);
  return bits ^ (bits >>> 16);
}

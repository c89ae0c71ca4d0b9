/** Numbers this large are summed apart, scaled down, so that no sum on the way passes the largest number. */
const HUGE = 2 ** 970;
const SCALE = 2 ** 100;

/** A sum without rounding, from which numbers can be taken away again. */
export interface ExactSum {
  add(value: number): void;
  subtract(value: number): void;
  /** The sum divided by a count, rounded once or twice: the same for the same numbers in any order. */
  over(count: number): number;
}

/**
 * Sums finite numbers exactly, as a list of parts that do not overlap: what was added and taken away leaves
 * nothing behind, and the order does not matter. A number costs as many steps as there are parts, mostly one
 * or two, never over forty.
 * @see Shewchuk, "Adaptive Precision Floating-Point Arithmetic", 1997, Grow-Expansion
 */
export function createExactSum(): ExactSum {
  const parts: number[] = [];
  const huge: number[] = [];
  const add = (value: number): void =>
    Math.abs(value) < HUGE ? grow(parts, value) : grow(huge, value / SCALE);
  return {
    add,
    subtract: (value) => add(-value),
    over(count) {
      if (huge.length === 0) return round(parts) / count;
      return ((round(huge) + round(parts) / SCALE) / count) * SCALE;
    },
  };
}

/** The sum of numbers, the same in any order. */
export function sumOf(numbers: Iterable<number>): number {
  return meanOf(numbers, 1);
}

/** The sum of numbers divided by a count. */
export function meanOf(numbers: Iterable<number>, count: number): number {
  const sum = createExactSum();
  for (const one of numbers) sum.add(one);
  return sum.over(count);
}

function grow(parts: number[], value: number): void {
  let rest = value;
  let kept = 0;
  for (let at = 0; at < parts.length; at++) {
    const part = parts[at] as number;
    const total = rest + part;
    const back = total - rest;
    const lost = rest - (total - back) + (part - back);
    if (lost !== 0) parts[kept++] = lost;
    rest = total;
  }
  parts.length = kept;
  if (rest !== 0) parts.push(rest);
}

/** The number nearest to the sum of the parts, smallest first; ties to even. */
function round(parts: readonly number[]): number {
  let at = parts.length - 1;
  let high = parts[at] ?? 0;
  let low = 0;
  while (at > 0 && low === 0) {
    const part = parts[--at] as number;
    const total = high + part;
    low = part - (total - high);
    high = total;
  }
  // Half a step was rounded to even, but what lies below says which way it should have gone.
  const below = parts[at - 1] ?? 0;
  if ((low < 0 && below < 0) || (low > 0 && below > 0)) {
    const step = low * 2;
    const other = high + step;
    if (other - high === step) return other;
  }
  return high;
}

/**
 * The percentile of numbers, linear between the two nearest ranks, as SQL's `PERCENTILE_CONT`.
 * @param numbers at least one
 * @param percentile 0 to 100
 */
export function percentileOf(numbers: readonly number[], percentile: number): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return percentileAt((rank) => sorted[rank], sorted.length, percentile);
}

/** The same of numbers that are known by their rank, 0 the lowest. */
export function percentileAt(
  at: (rank: number) => number | undefined,
  count: number,
  percentile: number,
): number {
  const rank = (percentile / 100) * (count - 1);
  const low = at(Math.floor(rank)) ?? 0;
  const high = at(Math.ceil(rank)) ?? low;
  return low + (high - low) * (rank - Math.floor(rank));
}

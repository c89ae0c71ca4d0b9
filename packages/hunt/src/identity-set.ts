/**
 * A set of identities of 64 bits, in one array of pairs of 32: eight bytes each and some air, where a set of
 * texts takes a hundred. Plain data: it crosses threads.
 */
export interface IdentitySet {
  pairs: Uint32Array;
  size: number;
}

const FIRST_PAIRS = 4;

/** Nothing yet. */
export function emptyIdentitySet(): IdentitySet {
  return { pairs: new Uint32Array(2 * FIRST_PAIRS), size: 0 };
}

/** Whether the identity is in the set. */
export function hasIdentity({ pairs }: IdentitySet, high: number, low: number): boolean {
  return pairs[slotOf(pairs, high, low) + 1] !== 0;
}

/** Puts an identity in; false if it was there. */
export function addIdentity(set: IdentitySet, high: number, low: number): boolean {
  if (set.size * 4 >= set.pairs.length) grow(set);
  const { pairs } = set;
  const at = slotOf(pairs, high, low);
  if (pairs[at + 1] !== 0) return false;
  pairs[at] = high;
  pairs[at + 1] = low;
  set.size++;
  return true;
}

/** Calls `sink` with each identity, in no order that means something. */
export function eachIdentity(
  { pairs }: IdentitySet,
  sink: (high: number, low: number) => void,
): void {
  for (let at = 0; at < pairs.length; at += 2)
    if (pairs[at + 1] !== 0) sink(pairs[at] as number, pairs[at + 1] as number);
}

/** Where the identity is, or would be. The low half is never 0: that is what empty places have. */
function slotOf(pairs: Uint32Array, high: number, low: number): number {
  const last = pairs.length - 1;
  let at = (2 * (high ^ low)) & last;
  while (pairs[at + 1] !== 0 && (pairs[at] !== high || pairs[at + 1] !== low)) at = (at + 2) & last;
  return at;
}

function grow(set: IdentitySet): void {
  const larger = new Uint32Array(2 * set.pairs.length);
  eachIdentity(set, (high, low) => {
    const at = slotOf(larger, high, low);
    larger[at] = high;
    larger[at + 1] = low;
  });
  set.pairs = larger;
}

/**
 * A set of identities of 64 bits. Most sets have few, which lie in a list; more lie in one array of pairs of 32, eight
 * bytes each and some air, where a set of texts takes a hundred.
 */
export interface IdentitySet {
  /** High and low halves in turn, while there are few. */
  readonly few: number[];
  pairs: Uint32Array | undefined;
  size: number;
}

const FEW = 8;
const FIRST_PAIRS = 32;

/** Nothing yet. */
export function emptyIdentitySet(): IdentitySet {
  return { few: [], pairs: undefined, size: 0 };
}

/** Whether the identity is in the set. */
export function hasIdentity({ few, pairs }: IdentitySet, high: number, low: number): boolean {
  return pairs === undefined ? isAmong(few, high, low) : pairs[slotOf(pairs, high, low) + 1] !== 0;
}

/** Puts an identity in; false if it was there. */
export function addIdentity(set: IdentitySet, high: number, low: number): boolean {
  if (set.pairs === undefined) {
    if (isAmong(set.few, high, low)) return false;
    if (set.size < FEW) {
      set.few.push(high, low);
      set.size++;
      return true;
    }
  }
  let { pairs } = set;
  if (pairs === undefined || set.size * 4 >= pairs.length) pairs = grow(set);
  const at = slotOf(pairs, high, low);
  if (pairs[at + 1] !== 0) return false;
  pairs[at] = high;
  pairs[at + 1] = low;
  set.size++;
  return true;
}

/** Calls `sink` with each identity, in no order that means something. */
export function eachIdentity(
  { few, pairs }: IdentitySet,
  sink: (high: number, low: number) => void,
): void {
  if (pairs === undefined) {
    for (let at = 0; at < few.length; at += 2) sink(few[at] as number, few[at + 1] as number);
    return;
  }
  for (let at = 0; at < pairs.length; at += 2)
    if (pairs[at + 1] !== 0) sink(pairs[at] as number, pairs[at + 1] as number);
}

function isAmong(few: readonly number[], high: number, low: number): boolean {
  for (let at = 0; at < few.length; at += 2)
    if (few[at] === high && few[at + 1] === low) return true;
  return false;
}

/** Where the identity is, or would be. The low half is never 0: that is what empty places have. */
function slotOf(pairs: Uint32Array, high: number, low: number): number {
  const last = pairs.length - 1;
  let at = (2 * (high ^ low)) & last;
  while (pairs[at + 1] !== 0 && (pairs[at] !== high || pairs[at + 1] !== low)) at = (at + 2) & last;
  return at;
}

function grow(set: IdentitySet): Uint32Array {
  const larger = new Uint32Array(set.pairs === undefined ? 2 * FIRST_PAIRS : 2 * set.pairs.length);
  eachIdentity(set, (high, low) => {
    const at = slotOf(larger, high, low);
    larger[at] = high;
    larger[at + 1] = low;
  });
  set.few.length = 0;
  return (set.pairs = larger);
}

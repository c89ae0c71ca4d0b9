// Of every text each stretch of four bytes within a part as long as the shortest text is known by a hash. Where one
// of the texts stands, a sample taken at every so many bytes meets one of these stretches. Samples do not wait for
// each other, as the moves of a window do, and most meet nothing.

/** The least length of texts, characters. If one is shorter, samples lie nearer to each other than a window would be moved. */
export const MIN_GRAM_TEXT = 6;

const GRAM_BYTES = 4;
/** Letters in both cases are one; other bytes may become one, which is found out where they are met. */
const FOLD = 0x5f5f5f5f;
/** Fibonacci hashing: Knuth, The Art of Computer Programming, volume 3, section 6.4. */
const FACTOR = 0x9e3779b1 | 0;
/** 16 KiB and 1 MiB. A small table stays in the nearest cache; a full one says nothing. */
const LEAST_TABLE_BITS = 14;
const MOST_TABLE_BITS = 20;
/** Places for each stretch. */
const SPARSENESS = 16;

/** Whether one of the texts stands between two offsets. */
export type GramSearch = (bytes: Uint8Array, start: number, end: number) => boolean;

/** Whether a text stands there, in whatever case. */
export type Stands = (text: string, bytes: Uint8Array, from: number, end: number) => boolean;

/** A text, and how far behind its beginning a stretch of it lies. */
interface Origin {
  readonly text: string;
  readonly behind: number;
}

/** @param texts ASCII in lower case, none shorter than {@link MIN_GRAM_TEXT}. */
export function createGramSearch(texts: readonly string[], stands: Stands): GramSearch {
  const size = texts.reduce((least, { length }) => Math.min(least, length), Infinity);
  const stride = size - GRAM_BYTES + 1;
  const wanted = Math.ceil(Math.log2(SPARSENESS * stride * texts.length));
  const tableBits = Math.min(MOST_TABLE_BITS, Math.max(LEAST_TABLE_BITS, wanted));
  const table = new Uint8Array(1 << tableBits);
  const shift = 32 - tableBits;
  const slotOf = (gram: number): number => Math.imul(gram & FOLD, FACTOR) >>> shift;
  const origins = new Map<number, Origin[]>();
  for (const text of texts) {
    const from = rarestPart(text, size);
    for (let behind = from; behind < from + stride; behind++) {
      const slot = slotOf(gramAt(text, behind));
      const known = origins.get(slot);
      if (known === undefined) origins.set(slot, [{ text, behind }]);
      else known.push({ text, behind });
      table[slot] = 1;
    }
  }
  let words: DataView = new DataView(new ArrayBuffer(0));
  let viewed: Uint8Array | undefined;

  function isMet(bytes: Uint8Array, at: number, start: number, end: number): boolean {
    const slot = slotOf(words.getInt32(at, true));
    if (table[slot] === 0) return false;
    for (const { text, behind } of origins.get(slot) as readonly Origin[])
      if (at - behind >= start && stands(text, bytes, at - behind, end)) return true;
    return false;
  }

  return (bytes, start, end) => {
    if (bytes !== viewed) {
      viewed = bytes;
      words = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    }
    const view = words;
    const last = end - GRAM_BYTES;
    let at = start;
    // Four samples, and one question of them all.
    for (; at + 3 * stride <= last; at += 4 * stride) {
      const any =
        (table[slotOf(view.getInt32(at, true))] as number) |
        (table[slotOf(view.getInt32(at + stride, true))] as number) |
        (table[slotOf(view.getInt32(at + 2 * stride, true))] as number) |
        (table[slotOf(view.getInt32(at + 3 * stride, true))] as number);
      if (any === 0) continue;
      for (let n = 0; n < 4; n++) if (isMet(bytes, at + n * stride, start, end)) return true;
    }
    for (; at <= last; at += stride) if (isMet(bytes, at, start, end)) return true;
    return false;
  };
}

/** Where the part of a length begins of which most stretches are no plain word: words stand in every log. */
function rarestPart(text: string, size: number): number {
  const stretches = size - GRAM_BYTES + 1;
  const isRare = (at: number): boolean => /[^a-z]/.test(text.slice(at, at + GRAM_BYTES));
  let best = 0;
  let most = 0;
  let rare = 0;
  for (let end = 0; end + GRAM_BYTES <= text.length; end++) {
    if (isRare(end)) rare++;
    const from = end - stretches + 1;
    if (from > 0 && isRare(from - 1)) rare--;
    if (from < 0 || rare <= most) continue;
    best = from;
    most = rare;
  }
  return best;
}

function gramAt(text: string, from: number): number {
  let gram = 0;
  for (let n = 0; n < GRAM_BYTES; n++) gram |= text.charCodeAt(from + n) << (8 * n);
  return gram;
}

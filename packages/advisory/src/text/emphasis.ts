/** A text without the marks of emphasis, and which units of the original are left. */
export interface PlainText {
  readonly text: string;
  /** First units of the stretches left out, in the original, ascending, each with its length. */
  readonly gaps: readonly (readonly [at: number, length: number])[];
}

/** `*`, `**`, `_`, `__`, `~~`, code marks and the tags of HTML that only make letters bold or slanted. */
const MARK =
  /<\/?(?:b|i|u|s|em|strong|mark|code|del|ins|span)>|`{1,3}|~~|(?<!\\)\*{1,3}(?=\S)|(?<=[^\s\\])\*{1,3}|(?<![\p{L}\p{N}\\_])_{1,3}(?=[^\s_])|(?<=[^\s\\_])_{1,3}(?![\p{L}\p{N}_])/giu;
const HAS_MARK = /[*_`~<]/;
const NO_GAPS: PlainText["gaps"] = [];
const MAX_LENGTH = 100_000;

/** Takes the marks of emphasis out, so that `was **not** seen` reads as it is meant. Very long lines stay as they are. */
export function stripEmphasis(text: string): PlainText {
  if (text.length > MAX_LENGTH || !HAS_MARK.test(text)) return { text, gaps: NO_GAPS };
  const gaps: (readonly [number, number])[] = [];
  const plain = text.replaceAll(MARK, (mark: string, at: number) => {
    gaps.push([at, mark.length]);
    return "";
  });
  return { text: plain, gaps };
}

const summed = new WeakMap<PlainText["gaps"], Uint32Array>();

/** For each gap the units left out before it; counted once a text. */
function leftOutBefore(gaps: PlainText["gaps"]): Uint32Array {
  const before = summed.get(gaps);
  if (before !== undefined) return before;
  const sums = new Uint32Array(gaps.length + 1);
  for (const [i, [, length]] of gaps.entries()) sums[i + 1] = (sums[i] ?? 0) + length;
  summed.set(gaps, sums);
  return sums;
}

/** How many gaps from the first are before a place: binary search. */
function countBefore(
  gaps: PlainText["gaps"],
  isBefore: (at: number, i: number) => boolean,
): number {
  let low = 0;
  let high = gaps.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isBefore(gaps[middle]?.[0] ?? 0, middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The place in the plain text of a place in the original. */
export function toPlainPlace({ gaps }: PlainText, place: number): number {
  if (gaps.length === 0) return place;
  const count = countBefore(gaps, (at) => at < place);
  const [at = 0, length = 0] = gaps[count - 1] ?? [];
  const sums = leftOutBefore(gaps);
  // The last gap may reach beyond the place.
  return place - (sums[count] ?? 0) + Math.max(0, count === 0 ? 0 : at + length - place);
}

/** The place in the original of a place in the plain text. */
export function toOriginalPlace({ gaps }: PlainText, place: number): number {
  if (gaps.length === 0) return place;
  const sums = leftOutBefore(gaps);
  const count = countBefore(gaps, (at, i) => at <= place + (sums[i] ?? 0));
  return place + (sums[count] ?? 0);
}

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

/** The place in the plain text of a place in the original. */
export function toPlainPlace(plain: PlainText, place: number): number {
  let left = place;
  for (const [at, length] of plain.gaps) {
    if (at >= place) break;
    left -= Math.min(length, place - at);
  }
  return left;
}

/** The place in the original of a place in the plain text. */
export function toOriginalPlace(plain: PlainText, place: number): number {
  let found = place;
  for (const [at, length] of plain.gaps) {
    if (at > found) break;
    found += length;
  }
  return found;
}

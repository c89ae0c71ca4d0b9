import type { Item } from "./item.ts";

/** Items on one baseline, from left to right. */
export interface Line {
  readonly items: readonly Item[];
  readonly x: number;
  readonly right: number;
  readonly y: number;
  /** Size of most of its characters. */
  readonly size: number;
  readonly isBold: boolean;
  readonly isMono: boolean;
  /** As it reads, without links. */
  readonly text: string;
}

/** A mark that leads to a note: it stands above the baseline, smaller, glued to the word it belongs to. */
const NOTE_MARK = /^(?:[\d*†‡§¶#]{1,4}|[a-e]|\[\d{1,3}\]|\d{1,2}(?:,\s?\d{1,2}){1,3})$/;
/** Share of the font size from which a gap is a blank. */
const BLANK = 0.16;

/**
 * Makes a line of items of one baseline. Note marks are taken off the words they are glued to: a raised digit is
 * no part of a value. A mark that begins the line stays: there the note itself begins.
 */
export function makeLine(unsorted: readonly Item[]): Line {
  const sorted = unsorted.toSorted((a, b) => a.x - b.x);
  const size = weigh(sorted, (item) => item.size);
  const base = weigh(sorted, (item) => (item.size >= size * 0.9 ? item.y : undefined));
  const items = sorted.filter((item, i) => i === 0 || !isNoteMark(item, size, base));
  let letters = 0;
  let bold = 0;
  let mono = 0;
  for (const item of items) {
    letters += item.text.length;
    if (item.isBold) bold += item.text.length;
    if (item.isMono) mono += item.text.length;
  }
  return {
    items,
    x: items[0]?.x ?? 0,
    right: items.reduce((right, item) => Math.max(right, item.right), 0),
    y: base,
    size,
    isBold: bold > letters * 0.9,
    isMono: mono > letters * 0.9,
    text: items.map((item, i) => gapBefore(items[i - 1], item) + item.text).join(""),
  };
}

/** A blank, or nothing, between two items of a line. */
export function gapBefore(previous: Item | undefined, item: Item): "" | " " {
  if (previous === undefined) return "";
  return item.isSpaced || item.x - previous.right > BLANK * Math.min(previous.size, item.size)
    ? " "
    : "";
}

/** Puts items that follow each other in the order of the document into lines. */
export function sequenceLines(items: readonly Item[]): readonly Line[] {
  const lines: Line[] = [];
  let current: Item[] = [];
  let anchor: Item | undefined;
  for (const item of items) {
    const last = current.at(-1);
    if (anchor !== undefined && last !== undefined && startsLine(anchor, last, item)) {
      lines.push(makeLine(current));
      current = [];
      anchor = undefined;
    }
    current.push(item);
    // A raised mark does not say where the line stands.
    if (anchor === undefined || item.size > anchor.size) anchor = item;
  }
  if (current.length > 0) lines.push(makeLine(current));
  return lines;
}

function startsLine(anchor: Item, last: Item, item: Item): boolean {
  const size = Math.max(anchor.size, item.size);
  const fall = Math.abs(item.y - anchor.y);
  if (fall > size * 0.6) return true;
  return fall > size * 0.2 && item.x < last.right - size * 2;
}

function isNoteMark(item: Item, size: number, base: number): boolean {
  return (
    item.size <= size * 0.82 &&
    base - item.y >= size * 0.12 &&
    NOTE_MARK.test(item.text.slice(0, 20))
  );
}

/** The value that most characters have; 0 of nothing. */
export function weigh<T extends Pick<Item, "text">>(
  items: readonly T[],
  measure: (item: T) => number | undefined,
): number {
  const weights = new Map<number, number>();
  let best = 0;
  let most = 0;
  for (const item of items) {
    const value = measure(item);
    if (value === undefined) continue;
    const key = Math.round(value * 10) / 10;
    const weight = (weights.get(key) ?? 0) + item.text.length;
    weights.set(key, weight);
    if (weight > most) {
      most = weight;
      best = key;
    }
  }
  return best;
}

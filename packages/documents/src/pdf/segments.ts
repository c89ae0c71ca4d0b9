import type { Item } from "./item.ts";
import { makeLine } from "./line.ts";
import type { Line } from "./line.ts";

/** A gap that is wider, in font sizes, parts columns or cells. */
const WIDE = 1.25;
const WIDE_MONO = 1.9;
/** A gap this wide parts cells where the piece behind it begins at the same place as the pieces of other rows. */
const NARROW = 0.45;
const MIN_EDGES = 3;
const BULLET = /^(?:[•▪◦‣·●○■□❖➢➤✓\-–—*]|o|\(?(?:\d{1,3}|[a-zA-Z]|[ivx]{1,5})[.)])$/;

/**
 * Puts the items of a page on their baselines, cuts these at wide gaps, and gives the pieces from top to bottom. A
 * bullet stays with what it stands before.
 */
export function readSegments(items: readonly Item[]): Line[] {
  const rows = placeMarks(groupRows(items));
  const segments: Line[] = [];
  const edges = countEdges(rows);
  for (const row of rows) {
    const sorted = row.toSorted((a, b) => a.x - b.x);
    let current: Item[] = [];
    let right = 0;
    for (const item of sorted) {
      const gap = item.x - right;
      const only = current.length === 1 ? current[0] : undefined;
      const isBullet = only !== undefined && BULLET.test(only.text) && gap < only.size * 4;
      if (current.length > 0 && isWide(gap, item, edges) && !isBullet) {
        segments.push(makeLine(current));
        current = [];
      }
      // The gap after a bullet is a blank, however it is drawn.
      current.push(isBullet && current.length === 1 ? { ...item, isSpaced: true } : item);
      right = Math.max(current.length === 1 ? item.right : right, item.right);
    }
    if (current.length > 0) segments.push(makeLine(current));
  }
  return segments.toSorted((a, b) => a.y - b.y || a.x - b.x);
}

const SHORT = 5;

/** Marks that stand above a line, smaller and touching its words, are of that line. */
function placeMarks(rows: readonly Item[][]): readonly (readonly Item[])[] {
  const kept: Item[][] = [];
  for (const [i, row] of rows.entries()) {
    const next = rows[i + 1];
    if (next === undefined || row.some(({ text }) => text.length > SHORT)) kept.push(row);
    else {
      const left = row.filter((mark) => !next.some((word) => isMarkOf(mark, word)));
      next.push(...row.filter((mark) => !left.includes(mark)));
      if (left.length > 0) kept.push(left);
    }
  }
  return kept;
}

function isMarkOf(mark: Item, word: Item): boolean {
  const rise = word.y - mark.y;
  const isRaised = mark.size <= word.size * 0.82 && rise > 0 && rise <= word.size * 0.6;
  const reach = word.size * 0.3;
  return isRaised && mark.x <= word.right + reach && mark.right >= word.x - reach;
}

/** In type of one pitch a blank is as wide as a letter, and code is aligned by several. */
function isWide(gap: number, item: Item, edges: ReadonlyMap<number, number>): boolean {
  if (item.isMono) return gap > WIDE_MONO * item.size;
  if (gap > WIDE * item.size) return true;
  return gap > NARROW * item.size && (edges.get(Math.round(item.x)) ?? 0) >= MIN_EDGES;
}

/** How often a piece begins at a place (in points) behind a gap or at the start of a row. */
function countEdges(rows: readonly (readonly Item[])[]): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  const add = (x: number): void => {
    counts.set(x, (counts.get(x) ?? 0) + 1);
  };
  for (const row of rows) {
    let right = Number.NEGATIVE_INFINITY;
    for (const item of row.toSorted((a, b) => a.x - b.x)) {
      // The left edge of the page's text is no column behind a gap.
      if (right > Number.NEGATIVE_INFINITY && item.x - right > NARROW * item.size)
        add(Math.round(item.x));
      right = Math.max(right, item.right);
    }
  }
  return counts;
}

/** Items whose baselines differ by less than a third of the size belong together, raised and lowered ones too. */
function groupRows(items: readonly Item[]): Item[][] {
  const sorted = items.toSorted((a, b) => a.y - b.y || a.x - b.x);
  const rows: Item[][] = [];
  // Large ones first: they say where a row stands, small ones join the row they touch.
  let row: Item[] = [];
  let anchor: Item | undefined;
  for (const item of sorted) {
    const size = Math.max(item.size, anchor?.size ?? 0);
    if (anchor !== undefined && item.y - anchor.y <= size * 0.34 && isNear(anchor, item, row)) {
      row.push(item);
      if (item.size > anchor.size) anchor = item;
    } else {
      if (row.length > 0) rows.push(row);
      row = [item];
      anchor = item;
    }
  }
  if (row.length > 0) rows.push(row);
  return rows;
}

/** Small type beside large type is a mark or a line of its own, by whether it touches it. */
function isNear(anchor: Item, item: Item, row: readonly Item[]): boolean {
  const [small, large] = anchor.size < item.size ? [anchor, item] : [item, anchor];
  if (Math.abs(item.y - anchor.y) <= small.size * 0.34) return true;
  const reach = large.size * 0.6;
  return row.some((other) => other.right > item.x - reach && other.x < item.right + reach);
}

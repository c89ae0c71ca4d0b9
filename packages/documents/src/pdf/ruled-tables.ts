import type { DraftCell, DraftRow, TableDraft } from "./draft.ts";
import type { Area, Item, Ruling } from "./item.ts";
import { readSegments } from "./segments.ts";

/** A table found on a page and the items it takes. */
export interface FoundTable {
  readonly table: TableDraft;
  readonly taken: ReadonlySet<Item>;
}

/** Lines that miss each other by less meet, in points. */
const REACH = 3;
const MAX_LINES = 4000;
const MAX_CELLS = 20_000;

/**
 * Finds tables whose cells are drawn: lines that touch make a grid, and text belongs to the cell it stands in. Where
 * a line between two cells is missing they are one. A frame without a second column is no table.
 */
export function findRuledTables(
  items: readonly Item[],
  rulings: readonly Ruling[],
  page: number,
): readonly FoundTable[] {
  if (rulings.length < 4 || rulings.length > MAX_LINES) return [];
  const merged = mergeRulings(rulings);
  return groupTouching(merged)
    .map((grid) => readGrid(grid, items, page))
    .filter((found) => found !== undefined);
}

/** Pieces of one line become that line: programs draw each cell's border for itself. */
function mergeRulings(rulings: readonly Ruling[]): Ruling[] {
  const sorted = rulings.toSorted(
    (a, b) => Number(a.isHorizontal) - Number(b.isHorizontal) || a.at - b.at || a.from - b.from,
  );
  const merged: Ruling[] = [];
  for (const ruling of sorted) {
    const last = merged.findLast(
      (other, i) =>
        i >= merged.length - 60 &&
        other.isHorizontal === ruling.isHorizontal &&
        Math.abs(other.at - ruling.at) <= 1.5 &&
        ruling.from <= other.to + REACH &&
        ruling.to >= other.from - REACH,
    );
    if (last === undefined) merged.push(ruling);
    else
      merged[merged.lastIndexOf(last)] = {
        ...last,
        from: Math.min(last.from, ruling.from),
        to: Math.max(last.to, ruling.to),
      };
  }
  return merged;
}

function groupTouching(rulings: readonly Ruling[]): Ruling[][] {
  const group = rulings.map((_, i) => i);
  const rootOf = (i: number): number => {
    let root = i;
    while (group[root] !== root) root = group[root] ?? root;
    group[i] = root;
    return root;
  };
  for (const [i, a] of rulings.entries())
    for (let j = i + 1; j < rulings.length; j++) {
      const b = rulings[j];
      if (b !== undefined && touch(a, b)) group[rootOf(j)] = rootOf(i);
    }
  const groups = new Map<number, Ruling[]>();
  for (const [i, ruling] of rulings.entries()) {
    const root = rootOf(i);
    const list = groups.get(root);
    if (list === undefined) groups.set(root, [ruling]);
    else list.push(ruling);
  }
  return [...groups.values()];
}

function touch(a: Ruling, b: Ruling): boolean {
  if (a.isHorizontal === b.isHorizontal) return false;
  return (
    b.at >= a.from - REACH && b.at <= a.to + REACH && a.at >= b.from - REACH && a.at <= b.to + REACH
  );
}

function readGrid(
  grid: readonly Ruling[],
  items: readonly Item[],
  page: number,
): FoundTable | undefined {
  const across = grid.filter((ruling) => ruling.isHorizontal);
  const down = grid.filter((ruling) => !ruling.isHorizontal);
  const ys = distinct([
    ...across.map(({ at }) => at),
    ...down.flatMap(({ from, to }) => [from, to]),
  ]);
  const xs = distinct([
    ...down.map(({ at }) => at),
    ...across.flatMap(({ from, to }) => [from, to]),
  ]);
  const columns = xs.length - 1;
  const rows = ys.length - 1;
  if (columns < 2 || rows < 1 || columns * rows > MAX_CELLS || down.length === 0) return undefined;
  const area: Area = {
    left: xs[0] ?? 0,
    right: xs.at(-1) ?? 0,
    top: ys[0] ?? 0,
    bottom: ys.at(-1) ?? 0,
  };
  const inside = items.filter((item) => isInside(item, area));
  const cells: Item[][][] = Array.from({ length: rows }, () =>
    Array.from({ length: columns }, () => []),
  );
  const isOpen = openings(grid, xs, ys);
  for (const item of inside) {
    let row = indexIn(ys, item.y - item.size * 0.3);
    let column = indexIn(xs, item.x + Math.min(item.size * 0.3, (item.right - item.x) / 2));
    while (column > 0 && isOpen.left(row, column)) column--;
    while (row > 0 && isOpen.above(row, column)) row--;
    cells[row]?.[column]?.push(item);
  }
  const kept = dropEmpty(cells);
  const filled = kept.filter((row) => row.filter((cell) => cell.length > 0).length >= 2).length;
  if (filled < 1 || (kept[0]?.length ?? 0) < 2 || kept.length < 2) return undefined;
  return {
    table: {
      kind: "table",
      source: "rulings",
      page,
      top: area.top,
      rows: kept.map((row) => toRow(row, page)),
    },
    taken: new Set(inside),
  };
}

interface Openings {
  readonly left: (row: number, column: number) => boolean;
  readonly above: (row: number, column: number) => boolean;
}

/** Tells whether the line left of a cell, or above it, is missing. */
function openings(grid: readonly Ruling[], xs: readonly number[], ys: readonly number[]): Openings {
  const covered = (isHorizontal: boolean, at: number, from: number, to: number): boolean =>
    grid.some(
      (ruling) =>
        ruling.isHorizontal === isHorizontal &&
        Math.abs(ruling.at - at) <= REACH &&
        ruling.from <= from + (to - from) * 0.3 &&
        ruling.to >= to - (to - from) * 0.3,
    );
  const known = new Map<string, boolean>();
  const once = (key: string, tell: () => boolean): boolean => {
    const before = known.get(key);
    if (before !== undefined) return before;
    const told = tell();
    known.set(key, told);
    return told;
  };
  return {
    left: (row, column) =>
      once(
        `l${row},${column}`,
        () => !covered(false, xs[column] ?? 0, ys[row] ?? 0, ys[row + 1] ?? 0),
      ),
    above: (row, column) =>
      once(
        `a${row},${column}`,
        () => !covered(true, ys[row] ?? 0, xs[column] ?? 0, xs[column + 1] ?? 0),
      ),
  };
}

function toRow(row: readonly (readonly Item[])[], page: number): DraftRow {
  return {
    page,
    cells: row.map((cell): DraftCell => ({ lines: readSegments(cell), isHeader: false })),
  };
}

/** Rows and columns in which nothing stands are the doubled lines of a border. */
function dropEmpty(
  cells: readonly (readonly (readonly Item[])[])[],
): (readonly (readonly Item[])[])[] {
  const used = (cells[0] ?? []).map((_, column) =>
    cells.some((row) => (row[column]?.length ?? 0) > 0),
  );
  return cells
    .filter((row) => row.some((cell) => cell.length > 0))
    .map((row) => row.filter((_, column) => used[column] === true));
}

function isInside(item: Item, { left, right, top, bottom }: Area): boolean {
  const middle = item.y - item.size * 0.3;
  return item.x >= left - REACH && item.x < right && middle > top && middle < bottom;
}

function distinct(values: readonly number[]): number[] {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted.filter((value, i) => i === 0 || value - (sorted[i - 1] ?? 0) > REACH);
}

function indexIn(edges: readonly number[], at: number): number {
  let index = 0;
  for (const [i, edge] of edges.entries()) if (edge <= at && i < edges.length - 1) index = i;
  return index;
}

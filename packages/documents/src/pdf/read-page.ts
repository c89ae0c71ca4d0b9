import { findAlignedTables } from "./aligned-tables.ts";
import type { AlignedTable } from "./aligned-tables.ts";
import { carryTable } from "./carried-table.ts";
import { readFlows } from "./columns.ts";
import type { Draft, TableDraft, TextDraft } from "./draft.ts";
import { topOf } from "./draft.ts";
import { fillGaps } from "./fill-gaps.ts";
import type { Item, Ruling } from "./item.ts";
import { sequenceLines } from "./line.ts";
import type { Line } from "./line.ts";
import { readParagraphs } from "./paragraphs.ts";
import type { Leading } from "./paragraphs.ts";
import { findRuledTables } from "./ruled-tables.ts";
import type { FoundTable } from "./ruled-tables.ts";
import { readSegments } from "./segments.ts";
import { readStructure } from "./structure.ts";
import type { StructureNode } from "./structure.ts";

/** What one page holds, before its layout is told. */
export interface RawPage {
  readonly page: number;
  readonly items: readonly Item[];
  readonly rulings: readonly Ruling[];
  readonly tree: StructureNode | undefined;
}

/** Tables and flows that the places of the text tell. */
export interface PlacedPage {
  readonly tables: readonly Draft[];
  readonly flows: readonly (readonly Line[])[];
}

/** What the tags tell of a page. */
export interface TaggedDrafts {
  readonly drafts: readonly Draft[];
  /** Text that the tags leave out. */
  readonly rest: readonly Item[];
  readonly isTooDeep: boolean;
}

/** Tags that place less than this share of the text are not trusted with any of it. */
const TRUSTED = 0.8;

/** Reads a page by its structure tree; undefined where it has none or one that leaves out much of the text. */
export function readTagged(
  { page, items, tree }: RawPage,
  maxDepth: number,
): TaggedDrafts | undefined {
  if (tree === undefined) return undefined;
  const { drafts, used, isTooDeep } = readStructure(tree, items, page, maxDepth);
  const rest = items.filter(({ content }) => content === undefined || !used.has(content));
  const all = lengthOf(items);
  if (all === 0 || lengthOf(items) - lengthOf(rest) < all * TRUSTED) return undefined;
  return { ...fillGaps(drafts, rest), isTooDeep };
}

function lengthOf(items: readonly Item[]): number {
  return items.reduce((sum, { text }) => sum + text.length, 0);
}

/**
 * Reads a page by the places of its text: drawn tables first, then aligned ones, then columns.
 * @param carried the table that ends the page before
 */
export function placePage(
  items: readonly Item[],
  rulings: readonly Ruling[],
  page: number,
  carried?: TableDraft,
): PlacedPage {
  const ruled = findRuledTables(items, rulings, page);
  const inRuled = new Set(ruled.flatMap(({ taken }) => [...taken]));
  const segments = readSegments(items.filter((item) => !inRuled.has(item)));
  const own = findAlignedTables(segments, page);
  const aligned = [...withCarried(own, ruled, segments, page, carried), ...own];
  const inAligned = new Set(aligned.flatMap(({ taken }) => [...taken]));
  return {
    tables: [...ruled, ...aligned].map(({ table }) => table),
    flows: splitAtTables(
      readFlows(segments.filter((line) => !inAligned.has(line))),
      [...ruled, ...aligned].map(({ table }) => table),
    ),
  };
}

/** A table in the midst of a flow ends the paragraph above it. */
function splitAtTables(
  flows: readonly (readonly Line[])[],
  tables: readonly Draft[],
): (readonly Line[])[] {
  const tops = tables.map(topOf);
  return flows.flatMap((flow) => {
    const pieces: Line[][] = [];
    for (const [i, line] of flow.entries()) {
      const before = flow[i - 1];
      const isCut = before !== undefined && tops.some((top) => top > before.y && top <= line.y);
      if (before === undefined || isCut) pieces.push([line]);
      else pieces.at(-1)?.push(line);
    }
    return pieces;
  });
}

/** Puts the drafts of a page in the order of reading: a table stands before the first flow that begins below it. */
export function orderPlaced(
  { tables, flows }: PlacedPage,
  page: number,
  leading: Leading,
): Draft[] {
  const drafts: Draft[] = [];
  const left = tables.toSorted((a, b) => topOf(a) - topOf(b));
  for (const flow of flows) {
    while (left[0] !== undefined && topOf(left[0]) <= (flow[0]?.y ?? 0)) {
      const table = left.shift();
      if (table !== undefined) drafts.push(table);
    }
    drafts.push(...readParagraphs(flow, page, leading));
  }
  return [...drafts, ...left];
}

/** Puts text that the tags leave out where it stands on the page. */
export function insertByPlace(drafts: readonly Draft[], extra: readonly Draft[]): Draft[] {
  const all = [...drafts];
  for (const draft of extra) {
    const at = all.findIndex((other) => topOf(other) > topOf(draft));
    all.splice(at < 0 ? all.length : at, 0, draft);
  }
  return all;
}

/** Turned text, a text for each angle, in the order in which it is drawn. */
export function readTurned(items: readonly Item[], page: number): TextDraft[] {
  const byAngle = new Map<number, Item[]>();
  for (const item of items) {
    const list = byAngle.get(item.angle);
    if (list === undefined) byAngle.set(item.angle, [item]);
    else list.push(item);
  }
  return [...byAngle.values()].map((turned) => ({
    kind: "text",
    role: "paragraph",
    page,
    lines: sequenceLines(turned),
  }));
}

/** What carries the table of the page before on, where no table of the page's own stands there. */
function withCarried(
  own: readonly AlignedTable[],
  ruled: readonly FoundTable[],
  segments: readonly Line[],
  page: number,
  carried: TableDraft | undefined,
): readonly AlignedTable[] {
  const first = segments[0]?.y ?? Number.POSITIVE_INFINITY;
  if (carried === undefined || ruled.some(({ table }) => table.top < first)) return [];
  const table = carryTable(carried, segments, page);
  if (table === undefined) return [];
  const isFree = own.every(({ taken }) => [...taken].every((piece) => !table.taken.has(piece)));
  return isFree ? [table] : [];
}

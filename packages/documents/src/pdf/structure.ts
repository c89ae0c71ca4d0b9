import type { DraftCell, DraftRole, DraftRow, Draft } from "./draft.ts";
import { EMPTY_CELL } from "./draft.ts";
import type { Item } from "./item.ts";
import { sequenceLines } from "./line.ts";
import { placeCells } from "./place-cells.ts";

/** A node of the structure tree as pdf.js gives it: an element with a role, or content with an id. */
export interface StructureNode {
  readonly role?: string;
  readonly type?: string;
  readonly id?: string;
  readonly children?: readonly StructureNode[];
}

interface Walk {
  readonly page: number;
  readonly items: ReadonlyMap<string, readonly Item[]>;
  readonly maxDepth: number;
  readonly drafts: Draft[];
  readonly used: Set<string>;
  isTooDeep: boolean;
}

/** Where the walk is: what a text found here is. */
interface Context {
  readonly role: DraftRole;
  readonly depth?: number;
  readonly lists: number;
  readonly level: number;
}

/** What the tags of a page gave. */
export interface TaggedPage {
  readonly drafts: readonly Draft[];
  /** Ids of the marked contents that the tree places. */
  readonly used: ReadonlySet<string>;
  readonly isTooDeep: boolean;
}

/** Elements inside a line (ISO 32000-2, 14.8.4.7). */
const INLINE: ReadonlySet<string> = new Set(
  "Span Link Reference Quote Em Strong Sub Annot Ruby RB RT RP Warichu WT WP BibEntry Formula Form Code".split(
    " ",
  ),
);

/**
 * Turns the structure tree of a page into drafts: tags win over geometry for the order of the text, for headings,
 * lists and tables. Text in a paragraph is still looked at as to its form: many programs tag nothing else.
 */
export function readStructure(
  tree: StructureNode,
  items: readonly Item[],
  page: number,
  maxDepth: number,
): TaggedPage {
  const byContent = new Map<string, Item[]>();
  for (const item of items) {
    if (item.content === undefined) continue;
    const list = byContent.get(item.content);
    if (list === undefined) byContent.set(item.content, [item]);
    else list.push(item);
  }
  const walk: Walk = {
    page,
    items: byContent,
    maxDepth,
    drafts: [],
    used: new Set(),
    isTooDeep: false,
  };
  visit(walk, tree, { role: "text", lists: 0, level: 0 });
  return walk;
}

function visit(walk: Walk, node: StructureNode, context: Context): void {
  if (context.level > walk.maxDepth) {
    walk.isTooDeep = true;
    return;
  }
  let run: Item[] = [];
  const notes: StructureNode[] = [];
  const flush = (): void => {
    pushText(walk, run, context);
    run = [];
  };
  for (const child of node.children ?? []) {
    if (child.role === undefined) run.push(...take(walk, child));
    else if (INLINE.has(child.role) && !holdsBlocks(child, 0))
      run.push(...collect(walk, child, context.level + 1));
    else if (child.role === "Note" || child.role === "FENote") notes.push(child);
    else if (child.role === "Lbl" && context.role === "list-item")
      collect(walk, child, context.level + 1);
    else {
      flush();
      if (child.role === "Table") pushTable(walk, child, context.level + 1);
      else visit(walk, child, contextOf(child.role, context));
    }
  }
  flush();
  for (const note of notes)
    visit(walk, note, { role: "footnote", lists: 0, level: context.level + 1 });
}

function contextOf(role: string, context: Context): Context {
  const level = context.level + 1;
  const { lists } = context;
  const heading = /^H([1-6])?$/.exec(role);
  if (heading !== null) return { role: "heading", depth: Number(heading[1] ?? 1), lists, level };
  switch (role) {
    case "Title":
      return { role: "heading", depth: 1, lists, level };
    case "Caption":
      return { role: "caption", lists, level };
    case "Code":
      return { role: "code", lists, level };
    case "L":
      return { ...context, lists: lists + 1, level };
    case "LI":
    case "LBody":
      return { role: "list-item", depth: Math.max(1, lists), lists, level };
    default:
      // A paragraph in an item of a list is the item.
      return { ...context, level };
  }
}

function holdsBlocks(node: StructureNode, depth: number): boolean {
  if (depth > 4) return false;
  return (node.children ?? []).some(
    (child) =>
      child.role !== undefined && (!INLINE.has(child.role) || holdsBlocks(child, depth + 1)),
  );
}

function take(walk: Walk, { type, id }: StructureNode): readonly Item[] {
  if (type !== "content" || id === undefined || walk.used.has(id)) return [];
  walk.used.add(id);
  return walk.items.get(id) ?? [];
}

/** All content below a node, in its order. */
function collect(walk: Walk, node: StructureNode, level: number): Item[] {
  if (level > walk.maxDepth) {
    walk.isTooDeep = true;
    return [];
  }
  if (node.role === undefined) return [...take(walk, node)];
  return (node.children ?? []).flatMap((child) => collect(walk, child, level + 1));
}

function pushText(walk: Walk, items: readonly Item[], context: Context): void {
  const lines = sequenceLines(items);
  if (lines.length === 0) return;
  const { role, depth } = context;
  const { page } = walk;
  walk.drafts.push({ kind: "text", role, page, lines, ...(depth !== undefined && { depth }) });
}

function pushTable(walk: Walk, table: StructureNode, level: number): void {
  const rows: DraftRow[] = [];
  const outside: StructureNode[] = [];
  collectRows(walk, table, level, rows, outside);
  for (const node of outside)
    visit(walk, { children: [node] }, { role: "caption", lists: 0, level: level + 1 });
  const placed = placeCells(rows);
  const top = placed[0]?.cells.find((cell) => cell.lines.length > 0)?.lines[0]?.y;
  if (top === undefined) return;
  walk.drafts.push({ kind: "table", source: "tags", page: walk.page, top, rows: placed });
}

function collectRows(
  walk: Walk,
  node: StructureNode,
  level: number,
  rows: DraftRow[],
  outside: StructureNode[],
): void {
  if (level > walk.maxDepth) {
    walk.isTooDeep = true;
    return;
  }
  for (const child of node.children ?? []) {
    if (child.role === "TR") {
      const cells = (child.children ?? []).flatMap((cell) => readCell(walk, cell, level + 1));
      if (cells.some((cell) => cell.lines.length > 0)) rows.push({ page: walk.page, cells });
    } else if (child.role === "Caption" || child.role === undefined) outside.push(child);
    else collectRows(walk, child, level + 1, rows, outside);
  }
}

/** An element that is no cell counts only where it has text. */
function readCell(walk: Walk, node: StructureNode, level: number): DraftCell[] {
  const lines = sequenceLines(collect(walk, node, level));
  const isCell = node.role === "TH" || node.role === "TD";
  if (lines.length === 0) return isCell ? [EMPTY_CELL] : [];
  return [{ lines, isHeader: node.role === "TH" }];
}

import type { BlockList } from "../block-list.ts";
import type { Block, TableCell, TableRow, TextBlock } from "../document.ts";
import { makeTextBuilder, sliceRich, splitAtBreaks } from "../text-builder.ts";
import { childOf, childrenOf } from "../xml/find.ts";
import type { XmlElement } from "../xml/parse-xml.ts";
import { addRuns, choiceOf } from "./docx-runs.ts";
import type { RunWalk } from "./docx-runs.ts";
import type { TextLook } from "./infer-headings.ts";
import { isOn, valueOf } from "./package-parts.ts";
import { drawRows, joinLines, joinRuled, makeOf } from "./ruled-table.ts";
import type { DrawnCell } from "./ruled-table.ts";
import { listDepthOf } from "./styles.ts";

/** A walk over the body of a document, a footnote, a header. */
export interface BodyWalk extends RunWalk {
  readonly blocks: BlockList;
  /** What paragraphs are that no style makes something else. */
  readonly plainKind: TextBlock["kind"];
  /** Paragraphs so far, those of tables counted. */
  paragraphs: number;
  isInCell: boolean;
  /** Lines of code that follow one another; they become one block. */
  code: { line: number; readonly lines: string[] } | undefined;
  /** Tables inside cells; they follow the table they stand in. */
  nested: XmlElement[];
  /** Chunks of other formats, which are not read. */
  chunks: number;
  /** How paragraphs that no style makes something else look. */
  readonly looks: Map<Block, TextLook>;
}

const MAX_COLUMNS = 200;
/** A longer text that spans rows stands in the first of them only. */
const MAX_REPEATED = 200;

/** Walks the blocks of a body in order. */
export function walkBody(walk: BodyWalk, body: XmlElement): void {
  for (const child of body.children) {
    if (!walk.blocks.hasRoom()) return;
    switch (child.name) {
      case "p":
        addParagraph(walk, child);
        break;
      case "tbl":
        addTable(walk, child);
        break;
      case "altChunk":
        walk.chunks++;
        break;
      case "AlternateContent":
        walkBody(walk, choiceOf(child));
        break;
      case "sdt":
      case "sdtContent":
      case "ins":
      case "moveTo":
      case "customXml":
        walkBody(walk, child);
        break;
      case "del":
      case "moveFrom":
        walk.leftOut.deleted++;
        break;
      default:
    }
  }
}

/** Gives the lines of code gathered so far to the list. */
export function flushCode(walk: BodyWalk): void {
  const { code } = walk;
  walk.code = undefined;
  if (code === undefined) return;
  const full = code.lines.filter((line) => line.trim() !== "");
  // Empty paragraphs between all lines only keep them apart.
  const isSpaced = code.lines.length - full.length >= full.length - 1;
  const text = (isSpaced ? full : code.lines).join("\n").trimEnd();
  if (text !== "") walk.blocks.push({ kind: "code", text, links: [], line: code.line });
}

function addParagraph(walk: BodyWalk, paragraph: XmlElement): void {
  walk.paragraphs++;
  const line = walk.paragraphs;
  const properties = childOf(paragraph, "pPr");
  const style = walk.styles.styleOf(valueOf(childOf(properties, "pStyle"), "val"));
  const isOwnText = !style.isContents && !style.isHidden;
  if (!isOwnText) walk.leftOut[style.isContents ? "contents" : "hidden"]++;
  else {
    if (!walk.isInCell) {
      walk.codeUnits = 0;
      walk.textUnits = 0;
    }
    walk.boldUnits = 0;
    walk.size = 0;
    addRuns(walk, paragraph, line);
    if (walk.isInCell) walk.builder.addBreak();
    else pushParagraph(walk, properties, style, line);
  }
  const boxes = walk.boxes.splice(0);
  for (const box of boxes) walkBody(walk, box);
}

function pushParagraph(
  walk: BodyWalk,
  properties: XmlElement | undefined,
  style: ReturnType<RunWalk["styles"]["styleOf"]>,
  line: number,
): void {
  const taken = walk.builder.take();
  const numbering = childOf(properties, "numPr");
  const listDepth = numbering === undefined ? style.listDepth : listDepthOf(numbering);
  const isCode = style.isCode || (walk.codeUnits > 0 && walk.textUnits === 0);
  if (isCode && style.headingDepth === undefined && listDepth === undefined) {
    walk.code ??= { line, lines: [] };
    walk.code.lines.push(taken?.text ?? "");
    return;
  }
  if (taken === undefined) {
    if (walk.code !== undefined) walk.code.lines.push("");
    return;
  }
  flushCode(walk);
  const outline = valueOf(childOf(properties, "outlineLvl"), "val");
  const depth =
    outline !== undefined && /^[0-8]$/.test(outline) ? Number(outline) + 1 : style.headingDepth;
  if (depth !== undefined && walk.plainKind === "paragraph") {
    const text = taken.text.replaceAll("\n", " ");
    walk.blocks.push({ kind: "heading", depth, text, links: taken.links, line });
    return;
  }
  for (const part of splitAtBreaks(taken)) pushPart(walk, part, listDepth, style.isCaption, line);
}

const BULLET = /^[•▪◦‣·●○■□➢✓\uF0A7\uF0B7]\s{0,8}/u;

function pushPart(
  walk: BodyWalk,
  part: { readonly text: string; readonly links: TextBlock["links"] },
  listDepth: number | undefined,
  isCaption: boolean,
  line: number,
): void {
  const bullet = BULLET.exec(part.text)?.[0] ?? "";
  const { text, links } = sliceRich(part, bullet.length, part.text.length);
  if (text === "") return;
  const depth = listDepth ?? (bullet === "" ? undefined : 1);
  if (depth !== undefined && walk.plainKind === "paragraph") {
    walk.blocks.push({ kind: "list-item", depth, text, links, line });
    return;
  }
  const block: TextBlock = { kind: isCaption ? "caption" : walk.plainKind, text, links, line };
  walk.blocks.push(block);
  if (block.kind === "paragraph")
    walk.looks.set(block, {
      size: walk.size,
      isBold: walk.boldUnits >= walk.textUnits,
      units: text.length,
    });
}

function addTable(walk: BodyWalk, table: XmlElement): void {
  if (walk.isInCell) {
    walk.nested.push(table);
    return;
  }
  flushCode(walk);
  const rows = elementsOf(table, "tr").filter(
    (row) => childOf(childOf(row, "trPr"), "del") === undefined,
  );
  const [first] = rows;
  const cells = first === undefined ? [] : elementsOf(first, "tc");
  const [only] = cells;
  // A table of one cell is a frame.
  if (rows.length === 1 && cells.length === 1 && only !== undefined) {
    walkBody(walk, only);
    flushCode(walk);
    return;
  }
  const drawn = drawRows(rows.map((row) => elementsOf(row, "tc")));
  const make = makeOf(table, drawn);
  if (make === "lines") {
    for (const line of joinLines(drawn)) pushLine(walk, line);
    flushCode(walk);
    return;
  }
  const outer = walk.nested;
  walk.nested = [];
  const line = walk.paragraphs + 1;
  const read = make === "plain" ? readRows(walk, rows) : readRuled(walk, joinRuled(drawn));
  if (read.length > 0) walk.blocks.push({ kind: "table", rows: read, line });
  const inner = walk.nested;
  walk.nested = outer;
  for (const one of inner) addTable(walk, one);
}

/** A line of a table that only places text is a paragraph. */
function pushLine(walk: BodyWalk, line: readonly DrawnCell[]): void {
  if (!walk.blocks.hasRoom()) return;
  walk.codeUnits = 0;
  walk.textUnits = 0;
  const number = walk.paragraphs + 1;
  const text = joinCells(walk, line);
  if (text === "") return;
  if (walk.codeUnits > 0 && walk.textUnits === 0) {
    walk.code ??= { line: number, lines: [] };
    walk.code.lines.push(text);
    return;
  }
  flushCode(walk);
  walk.blocks.push({ kind: walk.plainKind, text, links: [], line: number });
}

function readRuled(
  walk: BodyWalk,
  rows: readonly (readonly (readonly DrawnCell[])[])[],
): TableRow[] {
  const read: TableRow[] = [];
  for (const columns of rows) {
    if (!walk.blocks.hasRoom()) break;
    const line = walk.paragraphs + 1;
    const cells = columns.map((cell): TableCell => ({
      text: joinCells(walk, cell),
      links: [],
      isHeader: false,
    }));
    const full = cells.filter(({ text }) => text !== "");
    const [title] = full;
    if (title === undefined) continue;
    // One text alone above the first row is the table's title.
    if (read.length === 0 && full.length === 1 && cells.length > 1)
      walk.blocks.push({ kind: "caption", text: title.text, links: [], line });
    else read.push({ cells, line });
  }
  const isUsed = (column: number): boolean =>
    read.some(({ cells }) => (cells[column]?.text ?? "") !== "");
  return read.map((row) => ({ ...row, cells: row.cells.filter((_, column) => isUsed(column)) }));
}

function joinCells(walk: BodyWalk, cells: readonly DrawnCell[]): string {
  const texts = cells.map(({ element }) => readCell(walk, element, true).text);
  return texts.filter((text) => text !== "").join(" ");
}

/** Children of that name, those in content controls too. */
function elementsOf(parent: XmlElement, name: string): XmlElement[] {
  const found: XmlElement[] = [];
  for (const child of parent.children)
    if (child.name === name) found.push(child);
    else if (/^(?:sdt|sdtContent|customXml|ins|moveTo)$/.test(child.name))
      for (const inner of elementsOf(child, name)) found.push(inner);
  return found;
}

function readRows(walk: BodyWalk, rows: readonly XmlElement[]): TableRow[] {
  const read: TableRow[] = [];
  let above: readonly (TableCell | undefined)[] = [];
  for (const row of rows) {
    if (!walk.blocks.hasRoom()) break;
    const properties = childOf(row, "trPr");
    const isHeader = isOn(childOf(properties, "tblHeader"));
    const line = walk.paragraphs + 1;
    const cells: TableCell[] = [];
    const merged: (TableCell | undefined)[] = [];
    const before = Number(valueOf(childOf(properties, "gridBefore"), "val") ?? "0");
    const pad = (count: number): void => {
      for (let i = 0; i < count && cells.length < MAX_COLUMNS; i++)
        cells.push({ text: "", links: [], isHeader });
    };
    pad(before);
    for (const cell of elementsOf(row, "tc")) {
      if (cells.length >= MAX_COLUMNS) break;
      const cellProperties = childOf(cell, "tcPr");
      const merge = childOf(cellProperties, "vMerge");
      const one = readCell(walk, cell, isHeader);
      const isContinued = merge !== undefined && valueOf(merge, "val") !== "restart";
      const spanning = isContinued ? above[cells.length] : one;
      if (merge !== undefined) merged[cells.length] = spanning;
      const isRepeated =
        isContinued && one.text === "" && (spanning?.text.length ?? Infinity) <= MAX_REPEATED;
      cells.push(isRepeated && spanning !== undefined ? spanning : one);
      const span = Number(valueOf(childOf(cellProperties, "gridSpan"), "val") ?? "1");
      pad(Number.isFinite(span) ? span - 1 : 0);
    }
    above = merged;
    if (cells.some(({ text }) => text !== "")) read.push({ cells, line });
  }
  return read;
}

function readCell(walk: BodyWalk, cell: XmlElement, isHeader: boolean): TableCell {
  const { builder } = walk;
  walk.builder = makeTextBuilder();
  walk.isInCell = true;
  walkBody(walk, cell);
  const taken = walk.builder.take();
  walk.builder = builder;
  walk.isInCell = false;
  if (taken === undefined) return { text: "", links: [], isHeader };
  return {
    text: isHeader ? taken.text.replaceAll("\n", " ") : taken.text,
    links: taken.links,
    isHeader,
  };
}

/** The notes below the text, without the lines that part them from it. */
export function notesOf(root: XmlElement, name: string): readonly XmlElement[] {
  return childrenOf(root, name).filter(
    (note) => !/^(?:separator|continuation)/i.test(valueOf(note, "type") ?? ""),
  );
}

import type { BlockList } from "../block-list.ts";
import type { BlockPlace } from "../document.ts";
import { makeTextBuilder, sliceRich, splitAtBreaks } from "../text-builder.ts";
import type { TextBuilder } from "../text-builder.ts";
import { webAddress } from "./html-properties.ts";
import { isTransparentTable, readHtmlTable } from "./html-table.ts";
import { isFurniture, leftOutReason } from "./left-out.ts";
import type { LeftOutReason } from "./left-out.ts";
import { attributeOf, isElement, textIn } from "./parse-html.ts";
import type { HtmlElement, HtmlNode, HtmlParent } from "./parse-html.ts";

/** What the text of an element is, unless an element inside it says otherwise. */
interface Context {
  readonly kind: "paragraph" | "heading" | "list-item" | "caption" | "footnote" | "code";
  /** Of a heading. */
  readonly depth: number;
  /** Lists around. */
  readonly lists: number;
}

/** A walk over a page. */
export interface HtmlWalk {
  readonly blocks: BlockList;
  readonly base: string | undefined;
  readonly isWithin: (node: HtmlNode) => boolean;
  /** What was left out, by reason: elements and their units of text. */
  readonly leftOut: Map<LeftOutReason | "furniture", { elements: number; units: number }>;
  /** Gathers the text of the present block or cell. */
  builder: TextBuilder;
  isInCell: boolean;
  /** Tables inside cells; they follow the table they stand in. */
  nested: HtmlElement[];
}

const BLOCKS: ReadonlySet<string> = new Set(
  `address article aside blockquote body center details dialog div dl dt fieldset figure footer form header hgroup
   html legend main menu ol p section summary tbody td tfoot th thead tr ul`.split(/\s+/),
);
/** What the address of a file beside the page ends in. */
const PAGE_FILE =
  /^[^/]{1,200}\.(?:html?|php|aspx?|jsp|pdf|docx?|xlsx?|csv|tsv|txt|json|xml|zip|md|yar|yara|ya?ml)$/i;
const START: Context = { kind: "paragraph", depth: 0, lists: 0 };
const MAX_LEVELS = 2000;

/** Walks all below a node and gives its blocks to the list. */
export function walkHtml(walk: HtmlWalk, top: HtmlParent): void {
  for (const child of top.childNodes) visit(walk, child, START, 0);
  flush(walk, START);
}

/** The text of a cell. Tables inside it are kept for later. */
function walkCell(walk: HtmlWalk, cell: HtmlElement): ReturnType<TextBuilder["take"]> {
  const { builder } = walk;
  walk.builder = makeTextBuilder();
  walk.isInCell = true;
  for (const child of cell.childNodes) visit(walk, child, START, 0);
  const text = walk.builder.take();
  walk.builder = builder;
  walk.isInCell = false;
  return text;
}

function visit(walk: HtmlWalk, node: HtmlNode, context: Context, level: number): void {
  if (!walk.blocks.hasRoom() || level > MAX_LEVELS) return;
  if (!isElement(node)) {
    if (node.nodeName === "#text" && "value" in node && walk.isWithin(node))
      walk.builder.add(node.value, lineOf(node), context.kind === "code");
    return;
  }
  if (!walk.isWithin(node)) return;
  const reason = leftOutReason(node) ?? (isFurniture(node) ? "furniture" : undefined);
  if (reason === undefined) enter(walk, node, context, level);
  else countLeftOut(walk, node, reason);
}

function enter(walk: HtmlWalk, element: HtmlElement, context: Context, level: number): void {
  const inside = (next: Context): void => {
    for (const child of element.childNodes) visit(walk, child, next, level + 1);
  };
  const block = (next: Context): void => {
    flush(walk, context);
    inside(next);
    flush(walk, next);
  };
  const { tagName } = element;
  switch (tagName) {
    case "br":
      walk.builder.addBreak();
      return;
    case "hr":
      flush(walk, context);
      return;
    case "a":
      enterLink(walk, element, () => {
        inside(context);
      });
      return;
    case "sup":
      if (!isFootnoteMark(walk, element)) inside(context);
      return;
    case "h1":
    case "h2":
    case "h3":
    case "h4":
    case "h5":
    case "h6":
      block({ ...context, kind: "heading", depth: Number(tagName.charAt(1)) });
      return;
    case "pre":
    case "listing":
    case "xmp":
    case "textarea":
      block({ ...context, kind: "code" });
      return;
    case "code":
      if (context.kind !== "code" && isCodeBlock(walk, element))
        block({ ...context, kind: "code" });
      else inside(context);
      return;
    case "ul":
    case "ol":
    case "menu":
    case "dl":
      block({ ...enterNotes(element, context), lists: context.lists + 1 });
      return;
    case "li":
    case "dd":
      block(context.kind === "footnote" ? context : { ...context, kind: "list-item" });
      return;
    case "caption":
    case "figcaption":
      block({ ...context, kind: "caption" });
      return;
    case "table":
      enterTable(walk, element, context, level, inside);
      return;
    default:
      if (BLOCKS.has(tagName)) block(enterNotes(element, context));
      else inside(context);
  }
}

function enterNotes(element: HtmlElement, context: Context): Context {
  const role = attributeOf(element, "role") ?? "";
  const name = (attributeOf(element, "class") ?? "").slice(0, 500);
  const isNote =
    /^doc-(?:footnote|endnotes?)$/.test(role) ||
    /(?:^|[\s_-])(?:foot|end)notes?(?:[\s_-]|$)/.test(name);
  return isNote ? { ...context, kind: "footnote" } : context;
}

function enterLink(walk: HtmlWalk, element: HtmlElement, inside: () => void): void {
  const href = attributeOf(element, "href")?.trim();
  const words = textIn(element, undefined, 20).trim();
  if (attributeOf(element, "role") === "doc-backlink" || /^(?:↩|↑|\^)[\uFE0E\uFE0F]?$/u.test(words))
    return;
  const url = href === undefined || href.startsWith("#") ? undefined : targetOf(href, walk.base);
  if (url === undefined) {
    inside();
    return;
  }
  walk.builder.openLink(url);
  inside();
  walk.builder.closeLink();
}

/** A target that is whole stays as it is written; a relative one starts from the page's own address. */
function targetOf(href: string, base: string | undefined): string | undefined {
  if (/^https?:\/\//i.test(href)) return href;
  // A protected mail address is a link to the service that protects it.
  if (href.includes("/cdn-cgi/l/email-protection") || href.includes("@")) return undefined;
  // A host that lacks its scheme is a slip of the writer, and no file beside the page.
  const isHost = /^[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}(?:\/|$)/.test(href) && !PAGE_FILE.test(href);
  if (isHost) return undefined;
  return base === undefined ? undefined : webAddress(href, base);
}

/** A number or sign glued to a word that leads to a note; an exponent is none. */
function isFootnoteMark({ builder }: HtmlWalk, element: HtmlElement): boolean {
  const text = textIn(element, undefined, 40).trim();
  if (!/^[[(]?(?:\d{1,3}|[a-z*†‡§¶])(?:\s?[,–-]\s?\d{1,3}){0,5}[\])]?$/.test(text)) return false;
  const links = element.childNodes.filter((child) => isElement(child) && child.tagName === "a");
  const hrefs = links.map((child) =>
    isElement(child) ? (attributeOf(child, "href") ?? "#") : "#",
  );
  if (hrefs.some((href) => /^https?:/i.test(href))) {
    builder.add(" ");
    return false;
  }
  if (hrefs.length > 0) return true;
  return !/(?:^|[\s(=×*^])(?:\d{1,4}|[a-zA-Z]{1,2})$/.test(builder.tail(12));
}

/** Code that stands for itself, with lines of its own. */
function isCodeBlock(walk: HtmlWalk, element: HtmlElement): boolean {
  const parent = element.parentNode;
  const isAlone = parent?.childNodes.every(
    (child) => child === element || ("value" in child && child.value.trim() === ""),
  );
  return isAlone === true && !walk.isInCell && textIn(element).trim().includes("\n");
}

function enterTable(
  walk: HtmlWalk,
  table: HtmlElement,
  context: Context,
  level: number,
  inside: (next: Context) => void,
): void {
  if (walk.isInCell) {
    walk.nested.push(table);
    return;
  }
  flush(walk, context);
  if (isTransparentTable(table)) {
    inside(context);
    flush(walk, context);
    return;
  }
  const outer = walk.nested;
  walk.nested = [];
  const { block, caption } = readHtmlTable(
    { textOf: (cell) => walkCell(walk, cell), hasRoom: walk.blocks.hasRoom },
    table,
  );
  if (caption !== undefined) walk.blocks.push({ kind: "caption", ...caption });
  if (block.rows.length > 0) walk.blocks.push(block);
  const inner = walk.nested;
  walk.nested = outer;
  for (const one of inner) visit(walk, one, context, level + 1);
}

function flush(walk: HtmlWalk, { kind, depth, lists }: Context): void {
  const { builder, blocks } = walk;
  if (walk.isInCell) {
    if (!builder.tail(1).endsWith("\n")) builder.addBreak();
    return;
  }
  const taken = builder.take();
  if (taken === undefined) return;
  const { line, lineStarts: _, ...rich } = taken;
  const place: BlockPlace = line === undefined ? {} : { line };
  if (kind === "code" || (kind !== "heading" && isRuleText(rich.text)))
    blocks.push({ kind: "code", ...rich, ...place });
  else if (kind === "heading") {
    const text = rich.text.replaceAll(/\s+/g, " ");
    blocks.push({
      kind,
      depth,
      ...sliceRich({ text, links: rich.links }, 0, text.length),
      ...place,
    });
  } else
    for (const part of splitAtBreaks(taken))
      if (kind === "list-item") blocks.push({ kind, depth: Math.max(1, lists), ...part });
      else blocks.push({ kind, ...part });
}

/** A detection rule that was written with breaks instead of as code. */
function isRuleText(text: string): boolean {
  return (
    text.includes("\n") &&
    /^(?:(?:private |global ){0,2}rule \w{1,128}\b|import "\w{1,40}")/.test(text)
  );
}

function countLeftOut(
  walk: HtmlWalk,
  element: HtmlElement,
  reason: LeftOutReason | "furniture",
): void {
  const isText = reason !== "code" && reason !== "frame";
  const units = isText ? textIn(element, ({ tagName }) => /^(?:script|style)$/.test(tagName)) : "";
  const before = walk.leftOut.get(reason) ?? { elements: 0, units: 0 };
  walk.leftOut.set(reason, {
    elements: before.elements + 1,
    units: before.units + units.replaceAll(/\s+/g, " ").trim().length,
  });
}

function lineOf(node: HtmlNode): number | undefined {
  const start = node.sourceCodeLocation?.startLine;
  if (start === undefined || !("value" in node)) return start;
  // Blanks before the first word may run over lines.
  let line = start;
  for (let at = 0; at < node.value.length; at++) {
    const code = node.value.charCodeAt(at);
    if (code === 10) line++;
    else if (code !== 32 && code !== 9 && code !== 13) break;
  }
  return line;
}

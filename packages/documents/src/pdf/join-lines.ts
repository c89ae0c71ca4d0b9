import type { RichText, TextLink } from "../document.ts";
import { findBrokenDigests } from "./broken-digests.ts";
import { joinWithLinks } from "./broken-links.ts";
import { gapBefore } from "./line.ts";
import type { Line } from "./line.ts";
import { isBrokenWord } from "./vocabulary.ts";
import type { Vocabulary } from "./vocabulary.ts";

/** What is known around the lines that are joined. */
export interface JoinContext {
  readonly vocabulary: Vocabulary;
  /** The lines are those of a cell: values are broken wherever it is full. */
  readonly isCell?: boolean;
  /** Header of the cell's column. */
  readonly header?: string;
  /** Right edge that lines reach when they are full. */
  readonly right?: number;
}

/** A text with its links. */
export interface Piece {
  readonly text: string;
  readonly links: readonly TextLink[];
}

/** How two lines meet: characters that are taken off the first, and what stands between. */
interface Seam {
  readonly cut: 0 | 1;
  readonly glue: "" | " ";
}

const APART: Seam = { cut: 0, glue: " " };
const WHOLE: Seam = { cut: 0, glue: "" };

/**
 * Joins the lines of a paragraph or a cell to one text. Words that a line's end broke are mended; digests, addresses,
 * paths and URLs come back whole where their form or their link says that they go on; all else is set apart by blanks.
 */
export function joinLines(lines: readonly Line[], context: JoinContext): RichText {
  const pieces = lines.map(readPiece);
  const texts = pieces.map(({ text }) => text);
  const whole = findBrokenDigests(texts, context.isCell === true, context.header);
  for (const seam of joinWithLinks(pieces)) whole.add(seam);
  const right = context.right ?? Math.max(...lines.map((line) => line.right));
  let text = "";
  const links: TextLink[] = [];
  for (const [i, piece] of pieces.entries()) {
    const line = lines[i - 1];
    if (line !== undefined) {
      const seam = whole.has(i - 1)
        ? WHOLE
        : seamOf(texts[i - 1] ?? "", piece.text, context, line.right > right - line.size * 1.5);
      if (seam.cut === 1) text = text.slice(0, -1);
      text += seam.glue;
    }
    const at = text.length;
    text += piece.text;
    for (const link of piece.links)
      pushLink(links, { ...link, start: link.start + at, end: link.end + at }, text);
  }
  return closeLinks(clean(text, links));
}

/** An address without its scheme, blanks and a last slash. */
function bare(url: string): string {
  return url
    .replaceAll(/%20|\s/g, "")
    .toLowerCase()
    .replace(/^[a-z]{1,10}:\/{0,2}/, "")
    .replace(/\/$/, "");
}

/** A link whose text is its own target has no blanks: they were set to break the line. */
function closeLinks({ text, links }: RichText): RichText {
  const closed: TextLink[] = [];
  let result = "";
  let at = 0;
  for (const link of links) {
    if (link.start < at) continue;
    const covered = text.slice(link.start, link.end);
    const isTarget = covered.includes(" ") && bare(covered.trim()) === bare(link.url);
    result += text.slice(at, link.start);
    const start = result.length;
    result += isTarget ? covered.replaceAll(/\s/g, "") : covered;
    closed.push({ ...link, start, end: result.length });
    at = link.end;
  }
  return { text: result + text.slice(at), links: closed };
}

/** The text of a line with its links. */
export function readPiece(line: Line): Piece {
  const links: TextLink[] = [];
  let text = "";
  for (const [i, item] of line.items.entries()) {
    text += gapBefore(line.items[i - 1], item);
    const start = text.length;
    text += item.text;
    if (item.url !== undefined) pushLink(links, { start, end: text.length, url: item.url }, text);
  }
  return { text, links };
}

/** Adds a link; one that goes on where the last ended becomes one with it. */
function pushLink(links: TextLink[], link: TextLink, text: string): void {
  const last = links.at(-1);
  if (last?.url === link.url && text.slice(last.end, link.start).trim() === "")
    links[links.length - 1] = { ...last, end: link.end };
  else links.push(link);
}

function clean(text: string, links: readonly TextLink[]): RichText {
  if (!text.includes("\u00AD")) return { text, links };
  const shift = (place: number): number =>
    place - (text.slice(0, place).split("\u00AD").length - 1);
  return {
    text: text.replaceAll("\u00AD", ""),
    links: links.map(({ start, end, url }) => ({ start: shift(start), end: shift(end), url })),
  };
}

const CJK_END = /[\u3000-\u30FF\u3400-\u9FFF\uF900-\uFAFF\uFF00-\uFF60]$/;
const CJK_START = /^[\u3000-\u30FF\u3400-\u9FFF\uF900-\uFAFF\uFF00-\uFF60]/;
const SCHEME = /(?:^|[^a-z])(?:h(?:tt|xx|XX)ps?|s?ftps?|tcp)(?:\[?:\]?|\[:)\/\/|(?:^|\()www\[?\./i;

function seamOf(previous: string, next: string, context: JoinContext, isFull: boolean): Seam {
  const tail = previous.slice(Math.max(previous.lastIndexOf(" ") + 1, previous.length - 2000));
  const blank = next.indexOf(" ");
  const head = next.slice(0, blank < 0 ? 2000 : Math.min(blank, 2000));
  if (tail.endsWith("\u00AD")) return { cut: 1, glue: "" };
  if (CJK_END.test(tail) && CJK_START.test(head)) return WHOLE;
  const areAlone = tail === previous && head === next;
  if (context.isCell === true && areAlone && isCutBeforePath(tail, head)) return WHOLE;
  if (SCHEME.test(tail)) {
    if (goesOnAsUrl(tail, head, isFull)) return WHOLE;
  } else if (/[^\s-][-\u2010]$/.test(tail)) return seamOfHyphen(tail, head, context.vocabulary);
  if (goesOnAsValue(tail, head)) return WHOLE;
  if (context.isCell === true && isFull && areAlone && isBrokenValue(tail, head)) return WHOLE;
  return APART;
}

function seamOfHyphen(tail: string, head: string, vocabulary: Vocabulary): Seam {
  const first = /^[^\p{L}\p{N}]{0,3}(\p{L}{2,40})[-\u2010]$/u.exec(tail)?.[1];
  const second = /^(\p{Ll}{2,40})[^\p{L}\p{N}\-/\\_@.]{0,3}(?:\.?$|[-’'])/u.exec(head)?.[1];
  // A value, a name or a number keeps its hyphen.
  if (first === undefined || second === undefined)
    return /^[\p{L}\p{N}]/u.test(head) ? WHOLE : APART;
  return isBrokenWord(vocabulary, first, second) ? { cut: 1, glue: "" } : WHOLE;
}

/** Whether the first token of a line carries on the URL that the line before ends with. */
function goesOnAsUrl(tail: string, head: string, isFull: boolean): boolean {
  if (SCHEME.test(head) || /[),;>\]"'”]$/.test(tail)) return false;
  if (/[-_=&?%+~[]$/.test(tail) || /^[/?&=#%_\]]/.test(head)) return true;
  const isWord = /^\p{L}[\p{Ll}’'-]*[.,;:!?)]*$/u.test(head);
  if (/[/.]$/.test(tail)) return !isWord && /^[\p{L}\p{N}]/u.test(head) && isFull;
  return isFull && !isWord && /[\d/_=&?%]|-\p{L}/u.test(head) && !/^\(?\d{1,4}[).,]?$/.test(head);
}

/** Whether a value that is no URL goes on: a path, a defanged dot, an address. */
function goesOnAsValue(tail: string, head: string): boolean {
  if (/[^\s\\]\\$/.test(tail) || (head.startsWith("\\") && tail.includes("\\"))) return true;
  if (/\[(?:\.|dot|at|:)\]$|\w\[\.?$/i.test(tail) || /^\[(?:\.|dot|at|@)\]/i.test(head))
    return true;
  if (/\w@$/.test(tail) || /^@\w/.test(head)) return /[\w.]$|@$/.test(tail);
  if (/[^\s/]\/$/.test(tail)) return /^[\p{L}\p{N}_.]/u.test(head);
  const address = `${tail} ${head}`;
  return /^\W?(?:\d{1,3}\.){1,3} \d{1,3}(?:\.\d{1,3}){0,2}\W{0,2}$/.test(address)
    ? address.split(".").length === 4
    : false;
}

const COMPLETE =
  /^(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64}|\d{1,3}(?:\[?\.\]?\d{1,3}){3}(?::\d+)?|[\w-]+(?:\[?\.\]?[\w-]+){0,6}\[?\.\]?[a-z]{2,6})$/i;

/** Endings after which a short name is whole. */
const COMMON_ENDINGS =
  /\.\]?(?:com|net|org|info|biz|xyz|top|site|online|club|live|shop|app|dev|cloud|space|example|[a-z]{2})$/i;

/** `evil[.]exam` and `ple/a.php`: a defanged name was cut in an ending that is none, and its path follows. */
function isCutBeforePath(tail: string, head: string): boolean {
  const isCut = /[\w-]\[\.\][A-Za-z]{1,12}$/.test(tail.slice(-40)) && !COMMON_ENDINGS.test(tail);
  return isCut && /^[a-z]{1,12}(?::\d{1,5})?\//i.test(head) && !SCHEME.test(head);
}

/** Whether a short defanged name was cut in its last label or goes on with a path. */
function isCutHost(tail: string, head: string): boolean {
  if (!/^[\w-]{1,10}(?:\[\.\][\w-]{1,10}){1,3}$/.test(tail)) return false;
  return /^[a-z]{1,12}\//i.test(head) || (/^[a-z]{1,12}$/.test(head) && !COMMON_ENDINGS.test(tail));
}

/** Whether two lines of a cell that are one token each are one value: unless each could stand alone. */
function isBrokenValue(tail: string, head: string): boolean {
  if (tail.length < 12 && !isCutHost(tail, head)) return false;
  if (!/[\\/_[\]@]|\d[a-z]|[a-z]\d|\.[a-z0-9]/i.test(tail)) return false;
  if (SCHEME.test(head) || /[,;]$/.test(tail)) return false;
  if (/^[A-Za-z]:\\|^\\\\/.test(head)) return false;
  const isTailComplete = COMPLETE.test(tail) || SCHEME.test(tail) || /^[A-Za-z]:\\/.test(tail);
  return !(isTailComplete && COMPLETE.test(head) && !head.includes("/"));
}

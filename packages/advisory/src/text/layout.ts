import { stripEmphasis } from "./emphasis.ts";
import type { PlainText } from "./emphasis.ts";
import { namesIndicators, namesReferences } from "./heading-words.ts";
import { splitCells } from "./tables.ts";

/** What a line of a text is. `rule` is a line of a detection rule (YARA, Sigma, Snort). */
export type LineKind = "blank" | "heading" | "list" | "table" | "code" | "rule" | "prose";

/** Where a line stands in a document with pages, paragraphs or tables. All count from 1. */
export interface LinePlace {
  readonly page?: number;
  readonly line?: number;
  readonly table?: number;
  readonly row?: number;
}

/** A line before it is judged. */
export interface RawLine {
  readonly text: string;
  /** Set where the document itself says what the line is; else it is told from its form. */
  readonly kind?: LineKind;
  /** Depth of a heading whose kind is given. */
  readonly depth?: number;
  readonly place?: LinePlace;
  /** A note at the foot of a page: what it interrupts goes on behind it. */
  readonly isAside?: boolean;
  /** Header of the table the row belongs to, where the document says it. */
  readonly header?: readonly string[];
}

/** One line with its place in the document. */
export interface Line {
  /** 1-based. */
  readonly number: number;
  /** Place in the text, UTF-16 units, without the line's end. */
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** The text without marks of emphasis: what sentences are judged by. */
  readonly plain: PlainText;
  readonly kind: LineKind;
  /** Place in the document it was laid out from; a line of a text is its own place. */
  readonly place?: LinePlace;
  /** A note at the foot of a page. */
  readonly isAside?: boolean;
  /** For lines of a table: the cells of its first row, without marks of emphasis. */
  readonly header?: readonly string[];
  /** Headings above, outermost first; a heading counts itself. */
  readonly headings: readonly string[];
  /** The last line above that ends in a colon, if only list, table or blank lines stand between; without emphasis. */
  readonly intro: string;
}

const MARKDOWN_HEADING = /^ {0,3}(#{1,6})[ \t]+(.{1,300}?)[ \t#]*$/;
const ASCIIDOC_HEADING = /^(={1,6})[ \t]+(.{1,300}?)[ \t=]*$/;
const UNDERLINE = /^[=~-]{3,}[ \t]*$/;
const LIST = /^\s{0,12}(?:[-*+•▪◦‣·–]|\d{1,3}[.)])[ \t]+\S/;
const TABLE = /^\s*\|.*\||\S[ \t]*\|[ \t]*\S/;
const FENCE = /^\s{0,3}(?:```|~~~)/;
const YARA_START =
  /^\s*(?:private\s+|global\s+){0,2}rule\s+\w{1,128}\s*(?::[\w\s]{1,200})?(?:\{\s*(?:meta\s*:|strings\s*:|condition\s*:|$)|$)/;
const SNORT = /^\s*(?:alert|drop|reject)\s+(?:tcp|udp|icmp|ip|http|dns|tls|ssh|smtp)\s.{0,2000}\(/;
const SIGMA_START = /^(?:logsource|detection):\s*$/;
/** A line of capitals, or a short one that names indicators, is a heading of a plain text. */
const CAPITALS = /^[\p{Lu}\p{N}][\p{Lu}\p{N} &/,'()-]{3,70}:?$/u;
const NAMED =
  /^\s*(?:(?:network|host|file|domain|ip|url|hash|other|known|associated|additional)[- ]?(?:based)?\s{1,2})?(?:indicators?(?: of compromise)?(?: \(iocs?\))?|iocs?|hashes|domains?|ip(?: address(?:es)?|s)?|urls?|c2s?(?: servers?)?|mitigations?|recommendations?|references?|resources|contact(?: information)?|disclaimer|acknowledge?ments?)\s*:?\s*$/i;

interface Reading {
  headings: { depth: number; text: string }[];
  intro: string;
  isInFence: boolean;
  braces: number;
  isInRule: boolean;
  isInSigma: boolean;
  header: readonly string[] | undefined;
}

/** Splits a text into lines and tells what each is: headings, lists, tables, rules, prose. */
export function readLayout(text: string): Line[] {
  return layOut(splitLines(text));
}

/** Joins raw lines by line breaks and tells what each is, as {@link readLayout} does for a text. */
export function layOutLines(raw: readonly RawLine[]): { text: string; layout: Line[] } {
  let start = 0;
  const placed = raw.map((line): PlacedLine => {
    const end = start + line.text.length;
    const piece = { ...line, start, end };
    start = end + 1;
    return piece;
  });
  return { text: raw.map((line) => line.text).join("\n"), layout: layOut(placed) };
}

interface PlacedLine extends RawLine {
  readonly start: number;
  readonly end: number;
}

function layOut(raw: readonly PlacedLine[]): Line[] {
  const reading: Reading = {
    headings: [],
    intro: "",
    isInFence: false,
    braces: 0,
    isInRule: false,
    isInSigma: false,
    header: undefined,
  };
  const lines: Line[] = [];
  for (const [i, piece] of raw.entries()) {
    const next = raw[i + 1]?.text ?? "";
    const kind = kindOf(piece, next, reading);
    const plain = stripEmphasis(piece.text);
    if (kind === "heading") reading.intro = "";
    else if (kind === "prose" && piece.isAside !== true && !isValueLine(piece.text))
      reading.intro = introduces(plain.text) ? plain.text : "";
    else if (kind === "list" && /:\s*$/.test(plain.text.slice(-8))) reading.intro = plain.text;
    if (kind !== "table") reading.header = undefined;
    else
      reading.header =
        piece.header ??
        reading.header ??
        splitCells(plain.text.slice(0, 4000)).map((cell) => cell.text);
    lines.push({
      text: piece.text,
      start: piece.start,
      end: piece.end,
      number: i + 1,
      plain,
      kind,
      ...(piece.place !== undefined && { place: piece.place }),
      ...(piece.isAside === true && { isAside: true }),
      ...(reading.header !== undefined && { header: reading.header }),
      headings: reading.headings.map((heading) => heading.text),
      intro: reading.intro,
    });
  }
  return lines;
}

/** The kind that the document gives, or the one told from the line's form. */
function kindOf(piece: PlacedLine, next: string, reading: Reading): LineKind {
  const { kind, text, depth = 1 } = piece;
  if (kind === undefined) return readKind(text, next, reading);
  if (kind === "code" && isRuleLine(text, reading)) return "rule";
  if (kind !== "heading") return kind;
  const kept = reading.headings.filter((outer) => outer.depth < depth);
  reading.headings = [...kept, { depth, text: cleanHeading(text) }];
  return "heading";
}

/** A line ends in a colon before a list, or says that something follows. */
function introduces(line: string): boolean {
  const tail = line.slice(-240);
  return /:\s*\**\s*$/.test(tail.slice(-8)) || /\bfollowing\b[^.!?]{0,200}[.]?\s*$/i.test(tail);
}

/** A value alone on its line carries on a list that has no bullets. */
function isValueLine(line: string): boolean {
  return line.length < 400 && line.trim().split(/\s+/).length <= 2 && !/:\s*$/.test(line.slice(-8));
}

function splitLines(text: string): PlacedLine[] {
  const lines: PlacedLine[] = [];
  for (let start = 0; start <= text.length;) {
    let end = text.indexOf("\n", start);
    if (end < 0) end = text.length;
    const stop = end > start && text.charCodeAt(end - 1) === 13 ? end - 1 : end;
    lines.push({ start, end: stop, text: text.slice(start, stop) });
    start = end + 1;
  }
  return lines;
}

function readKind(line: string, next: string, reading: Reading): LineKind {
  if (FENCE.test(line)) {
    reading.isInFence = !reading.isInFence;
    reading.isInRule = false;
    return "code";
  }
  if (isRuleLine(line, reading)) return "rule";
  if (line.trim() === "") return "blank";
  if (reading.isInFence) return "code";
  const heading = readHeading(line, next);
  if (heading !== undefined) {
    const kept = reading.headings.filter((outer) => outer.depth < heading.depth);
    reading.headings = [...kept, heading];
    return "heading";
  }
  if (UNDERLINE.test(line)) return "blank";
  if (LIST.test(line.slice(0, 40))) return "list";
  return TABLE.test(line.slice(0, 2000)) ? "table" : "prose";
}

function readHeading(line: string, next: string): { depth: number; text: string } | undefined {
  if (line.length > 320) return undefined;
  const marked = MARKDOWN_HEADING.exec(line) ?? ASCIIDOC_HEADING.exec(line);
  if (marked !== null)
    return { depth: marked[1]?.length ?? 1, text: cleanHeading(marked[2] ?? "") };
  const trimmed = line.trim();
  if (UNDERLINE.test(next) && trimmed !== "" && trimmed.length < 200 && !trimmed.includes("|"))
    return { depth: next.startsWith("=") ? 1 : 2, text: trimmed };
  const bold = /^\*\*([^*]{2,120}?):?\*\*:?$/.exec(trimmed)?.[1];
  if (bold !== undefined) return { depth: 6, text: bold };
  if (isLabel(trimmed, next)) return { depth: 6, text: trimmed.replace(/:$/, "") };
  const isPlain =
    NAMED.test(trimmed) ||
    isNamedElsewhere(trimmed) ||
    (CAPITALS.test(trimmed) && /\p{Lu}{4}/u.test(trimmed));
  return isPlain && !/^TLP\b/.test(trimmed)
    ? { depth: 6, text: trimmed.replace(/:$/, "") }
    : undefined;
}

const MAX_NAMED = 40;

/** Headings of lists of indicators and of references in other scripts, which know no capitals. */
function isNamedElsewhere(line: string): boolean {
  if (line.length > MAX_NAMED || /^[\0-\u02ff]*$/.test(line) || /[.。]$/.test(line)) return false;
  return namesIndicators(line) || namesReferences(line);
}

/** A few words right above a bare value name what is listed below. */
function isLabel(line: string, next: string): boolean {
  if (line.length > 60 || next.length > 600 || !/^[\p{L}\p{N}]/u.test(line)) return false;
  if (line.split(/\s+/).length > 5 || /[.,;|\\/[\]@]|\d{4}|[0-9a-f]{12}/i.test(line)) return false;
  const value = next.trim();
  return (
    value.length >= 7 &&
    !/\s/.test(value) &&
    /\d|\[\.\]|:\/\//.test(value) &&
    /[.\]:]|[0-9a-f]{16}/i.test(value)
  );
}

function cleanHeading(text: string): string {
  return text
    .replaceAll(/[*_`]{1,3}/g, "")
    .replace(/:$/, "")
    .trim();
}

/** Whether the line belongs to a detection rule: by braces for YARA, by indentation for Sigma. */
function isRuleLine(line: string, reading: Reading): boolean {
  const isStart = line.length < 400 && YARA_START.test(line);
  // A rule that begins inside another shows that the other was cut off.
  if (reading.isInRule && !(isStart && line.includes("{"))) {
    reading.braces += count(line, "{") - count(line, "}");
    if (line.includes("}") && reading.braces <= 0) reading.isInRule = false;
    return true;
  }
  if (isStart) {
    reading.braces = count(line, "{") - count(line, "}");
    reading.isInRule = reading.braces > 0 || !line.includes("{");
    return true;
  }
  if (SIGMA_START.test(line)) reading.isInSigma = true;
  else if (reading.isInSigma && !/^(?:\s|[a-z_]+:|-|$)/.test(line)) reading.isInSigma = false;
  return reading.isInSigma || SNORT.test(line.slice(0, 2100));
}

function count(line: string, unit: string): number {
  let found = 0;
  for (let at = line.indexOf(unit); at >= 0; at = line.indexOf(unit, at + 1)) found++;
  return found;
}

/** The line a place stands in: binary search. */
export function lineAt(lines: readonly Line[], place: number): Line | undefined {
  let low = 0;
  let high = lines.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((lines[middle]?.start ?? 0) <= place) low = middle;
    else high = middle - 1;
  }
  return lines[low];
}

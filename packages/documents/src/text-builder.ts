import type { RichText, TextLink } from "./document.ts";

/** A text with the line it starts on. */
export interface PlacedText extends RichText {
  readonly line?: number;
  /** Where lines broken by hand start: units of the text and lines of the source, both rising. */
  readonly lineStarts?: readonly (readonly [at: number, line: number])[];
}

/** Gathers the pieces of one block of text. */
export interface TextBuilder {
  /** Adds text with its blanks levelled; `isExact` keeps line breaks and blanks. */
  readonly add: (text: string, line?: number, isExact?: boolean) => void;
  /** Breaks the line; {@link takeLines} tells them apart again. */
  readonly addBreak: () => void;
  /** The last units of the text so far. */
  readonly tail: (length: number) => string;
  readonly openLink: (url: string) => void;
  readonly closeLink: () => void;
  readonly isEmpty: () => boolean;
  /** The text with its links, without blanks around it, and starts anew; undefined where there is none. */
  readonly take: () => PlacedText | undefined;
}

/** Characters without width or that turn the direction of the text: a value is the same without them. */
const INVISIBLE = /[\u00AD\u200B\u200E\u200F\u202A-\u202E\u2060\u2066-\u2069\uFEFF]/g;
/** Joiners are letters of some scripts; between others they only hide a value. */
const JOINER = /(?<=[!-~])[\u200C\u200D]{1,8}(?=[!-~])/g;

/** The text without characters that are not seen. */
export function dropInvisible(text: string): string {
  return text.replaceAll(INVISIBLE, "").replaceAll(JOINER, "");
}

/** An empty builder. */
export function makeTextBuilder(): TextBuilder {
  // Pieces, not one growing text: looking at the end of a long joined text copies all of it.
  let pieces: string[] = [];
  let length = 0;
  let hasWords = false;
  let line: number | undefined;
  let links: TextLink[] = [];
  let lineStarts: [number, number][] = [];
  const open: { readonly start: number; readonly url: string }[] = [];
  const last = (): string => pieces.at(-1)?.slice(-1) ?? "";
  const append = (piece: string): void => {
    pieces.push(piece);
    length += piece.length;
  };
  return {
    add(piece, at, isExact = false) {
      let more = dropInvisible(piece);
      if (!isExact) {
        more = more.replaceAll(/\s+/g, " ");
        if (/^[ \n]?$/.test(last()) && more.startsWith(" ")) more = more.slice(1);
      }
      if (more === "") return;
      const isWord = more.trim() !== "";
      if (at !== undefined && isWord) {
        if (line === undefined) line = at;
        else if (last() === "\n") lineStarts.push([length, at]);
      }
      hasWords ||= isWord;
      append(more);
    },
    addBreak() {
      const end = pieces.at(-1);
      if (end === undefined) return;
      if (end.endsWith(" ")) {
        pieces[pieces.length - 1] = end.slice(0, -1);
        length--;
      }
      append("\n");
    },
    tail(count) {
      let text = "";
      for (let i = pieces.length - 1; i >= 0 && text.length < count; i--)
        text = `${pieces[i] ?? ""}${text}`;
      return text.slice(-count);
    },
    openLink(url) {
      open.push({ start: length, url });
    },
    closeLink() {
      const link = open.pop();
      if (link !== undefined && link.start < length)
        links.push({ start: link.start, end: length, url: link.url });
    },
    isEmpty: () => !hasWords,
    take() {
      for (const { start, url } of open)
        if (start < length) links.push({ start, end: length, url });
      const taken = trimRich({ text: pieces.join(""), links });
      const placed: PlacedText = {
        ...taken,
        ...(line !== undefined && { line }),
        ...(lineStarts.length > 0 && { lineStarts }),
      };
      pieces = [];
      length = 0;
      hasWords = false;
      line = undefined;
      links = [];
      lineStarts = [];
      // A link that runs on over the end of a block covers the next one from its start.
      for (const [i, { url }] of open.entries()) open[i] = { start: 0, url };
      return placed.text === "" ? undefined : placed;
    },
  };
}

/** A stretch of a rich text, with the links inside it, without the blanks around it. */
export function sliceRich({ text, links }: RichText, from: number, to: number): RichText {
  let start = from;
  let end = to;
  while (start < end && /\s/.test(text.charAt(start))) start++;
  while (end > start && /\s/.test(text.charAt(end - 1))) end--;
  const inside = links.flatMap((link): TextLink[] => {
    const first = Math.max(link.start, start);
    const last = Math.min(link.end, end);
    return first < last ? [{ start: first - start, end: last - start, url: link.url }] : [];
  });
  return { text: text.slice(start, end), links: inside };
}

function trimRich(rich: RichText): RichText {
  // Line breaks at the ends go, the indent of the first line of code stays.
  const lead = /^(?:[^\S\n]*\n)*/.exec(rich.text)?.[0].length ?? 0;
  if (!rich.text.includes("\n")) return sliceRich(rich, 0, rich.text.length);
  const end = rich.text.trimEnd().length;
  return {
    text: rich.text.slice(lead, Math.max(lead, end)),
    links: rich.links.flatMap((link): TextLink[] => {
      const first = Math.max(link.start, lead);
      const last = Math.min(link.end, end);
      return first < last ? [{ start: first - lead, end: last - lead, url: link.url }] : [];
    }),
  };
}

/** Behind so many lines the rest is one. */
const MOST_PARTS = 20_000;

/**
 * The lines of a text that was broken by hand: a list without bullets gives one text a line, a sentence that was
 * wrapped is joined again.
 */
export function splitAtBreaks(placed: PlacedText): PlacedText[] {
  if (!placed.text.includes("\n")) return [placed];
  const { lineStarts = [] } = placed;
  const parts: PlacedText[] = [];
  const rising = placed.links.toSorted((a, b) => a.start - b.start);
  let sourceLine = placed.line;
  let nextStart = 0;
  let nextLink = 0;
  let from = 0;
  let lineStart = 0;
  for (let at = 0; at <= placed.text.length; at++) {
    if (at < placed.text.length && placed.text.charCodeAt(at) !== 10) continue;
    const next = placed.text.slice(at + 1, at + 80).split("\n")[0] ?? "";
    const isLast = at === placed.text.length || parts.length >= MOST_PARTS;
    const line = placed.text.slice(Math.max(lineStart, at - 400), at);
    lineStart = at + 1;
    if (!isLast && isWrapped(line, next)) continue;
    const end = isLast ? placed.text.length : at;
    const near: TextLink[] = [];
    for (let i = nextLink; i < rising.length; i++) {
      const link = rising[i];
      if (link === undefined || link.start >= end) break;
      near.push(link);
      // What ends before the line's end is of no later line.
      if (link.end <= end && i === nextLink) nextLink++;
    }
    const { text, links } = sliceRich({ text: placed.text, links: near }, from, end);
    for (
      let [at, line] = lineStarts[nextStart] ?? [Infinity, 0];
      at <= from;
      [at, line] = lineStarts[nextStart] ?? [Infinity, 0]
    ) {
      sourceLine = line;
      nextStart++;
    }
    if (text !== "")
      parts.push({
        text: text.replaceAll("\n", " "),
        links,
        ...(sourceLine !== undefined && { line: sourceLine }),
      });
    from = at + 1;
    if (isLast) break;
  }
  return parts;
}

/** Whether a line is the start of a sentence that the next one ends. */
function isWrapped(line: string, next: string): boolean {
  const words = line.trim().split(/\s+/, 8);
  return (
    words.length > 6 && !/[.:;!?。：]["')\]]?$/.test(line.trimEnd()) && /^\s*[\p{Ll}(]/u.test(next)
  );
}

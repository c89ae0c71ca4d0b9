import { parseTlp } from "@tocsin/model";
import type { ActivityPeriod, Tlp } from "@tocsin/model";
import type { Line } from "../text/layout.ts";
import { splitSentences } from "../text/sentence.ts";
import { citeLine } from "./cite.ts";
import type { TextSource } from "./cite.ts";
import { DATE, readDate } from "./dates.ts";

/** What the head of a document says of the document. Absent what it does not say. */
export interface Head {
  readonly title?: string;
  readonly summary?: string;
  readonly published?: string;
  readonly modified?: string;
  readonly tlp?: Tlp;
  readonly period?: ActivityPeriod;
}

const FRONT_LINES = 60;
const TLP = /\bTLP\s{0,2}[:=]\s{0,2}(CLEAR|WHITE|GREEN|AMBER\+STRICT|AMBER|RED)\b/i;
const PUBLISHED = new RegExp(
  `(?<![\\p{L}\\p{N}])(?:release date|released|publication date|published|publish date|date|issued|first published|original release date|발표일|배포일|게시일|작성일|공개일|公開日|発行日|掲載日|发布日期|发布时间|дата публикации|опубликовано)(?: on)?\\W{0,6}(${DATE})`,
  "iu",
);
const MODIFIED = new RegExp(
  `\\b(?:last revised|revised|revision date|last updated?|updated|last modified|modified)(?: on)?\\W{0,6}(${DATE})`,
  "i",
);
const ALONE = new RegExp(`^\\W{0,4}(${DATE})\\W{0,4}$`, "i");
/** Number and dates in one line below a title: `AA20-302A October 28, 2020 Updated October 29, 2020`. */
const NUMBERED = new RegExp(
  `^\\W{0,4}(?:alert|product id|version|report)?\\W{0,4}[A-Z]{1,8}-?\\d[\\w.-]{1,20}\\W{1,4}(${DATE})(?!\\s{1,3}(?:and|to|through)\\b)`,
  "i",
);
const NEAR =
  "(?:(?:at least|approximately|around|about|early|late|mid|the end of|as early as)[ -]){0,2}";
const UNTIL = "(?:,? and)?,? (?:until|through|till|to|up to|and)";
const BETWEEN = new RegExp(`\\b(?:between|from) ${NEAR}(${DATE})${UNTIL} ${NEAR}(${DATE})`, "i");
const SINCE = new RegExp(
  `\\b(?:since|beginning in|beginning|starting in|starting|active since|dating back to)(?: as early as)? ${NEAR}(${DATE})(?:${UNTIL} ${NEAR}(${DATE}))?`,
  "i",
);
const ACTIVITY =
  /\b(?:actors?|groups?|campaigns?|attack\w*|activit\w+|intrusions?|compromis\w+|operat\w+|conspir\w+|malware|ransomware|victims?)\b/i;
const SUMMARY = /^(?:executive )?(?:summary|overview|abstract|introduction)$/i;
const MAX_SUMMARY = 1200;

/**
 * Reads title, summary, dates, marking and the time of the activity.
 * @param propertyTitle the title that the document's properties give
 */
export function readHead(source: TextSource, propertyTitle?: string): Head {
  const front = source.layout.slice(0, FRONT_LINES);
  const title = readTitle(source.layout, propertyTitle);
  const summary = readSummary(source.layout);
  const first = front.filter(({ kind }) => kind !== "blank").slice(0, 12);
  const published =
    firstDate(front, PUBLISHED) ??
    firstDate(first, ALONE, /\d{1,2}\D+\d{4}|-\d{2}-/) ??
    firstDate(first, NUMBERED, /\d{1,2}\D+\d{4}|-\d{2}-/);
  const modified = firstDate(front, MODIFIED);
  const tlp = parseTlp(TLP.exec(source.text)?.[1]);
  const period = readPeriod(source);
  return {
    ...(title !== undefined && { title }),
    ...(summary !== undefined && { summary }),
    ...(published !== undefined && { published }),
    ...(modified !== undefined && { modified }),
    ...(tlp !== undefined && { tlp }),
    ...(period !== undefined && { period }),
  };
}

/** A title names the document: headings that name what stands below, or lists of values, do not. */
const NO_TITLE =
  /^(?:iocs?|indicators?(?: of compromise)?(?: \(iocs?\))?|hashes|domains?|urls?|ips?|ip addresses|network(?: iocs| indicators)?|table of contents|contents|summary|overview|introduction|tlp\b.*|(?:table|figure|fig\.?|exhibit|listing) [\dA-Z]{1,3}(?:\.\d{1,2})?(?:[.:–—-].*|\s.*)?)$/i;

/** What kind of document it is, beside its number: a line above the title. */
const KIND_OF_DOCUMENT =
  /^(?:(?:joint|technical|national|cyber ?security|cyber|security|threat|malware|analysis|intelligence|flash|private|industry|public|service|activity|vulnerability|ics|cisa|fbi|nsa|hhs|ncsc|uk|us|research|incident|response) ){0,6}(?:advisory|alert|report|bulletin|notice|notification|announcement|flash|information|brief|blog|paper)s?\s{0,3}(?:[([|:–-]{0,2}\s{0,2}[A-Z]{1,8}-?\d[\w.-]{1,20}[)\]]?)?$/i;
const MARKDOWN_LINK = /\[([^[\]\n]{0,300})\]\([^()\s]{0,2000}\)/g;
const MAX_TITLE = 300;

/**
 * The document's own line `title:`, or a marked heading of a text, or the first heading of a document with a layout
 * that says more than what kind of document it is; else the title of its properties; else the first line if it reads
 * like one.
 */
function readTitle(layout: readonly Line[], propertyTitle?: string): string | undefined {
  const front = layout.slice(0, FRONT_LINES).filter((line) => line.kind !== "blank");
  const named = /^title:[ \t]{0,4}(\S.{0,300})$/i.exec(front[0]?.text ?? "")?.[1];
  if (named !== undefined) return named.trim();
  const marked = front.find((line) => line.kind === "heading" && /^\s{0,3}[#=]/.test(line.text));
  const title = marked?.headings.at(-1) ?? "";
  if (title !== "" && !NO_TITLE.test(title)) return title.slice(0, MAX_TITLE);
  const headings = front
    .filter(({ kind, place, text }) => kind === "heading" && place !== undefined && isTitle(text))
    .map(({ headings: above, text }) => above.at(-1) ?? text);
  if (propertyTitle !== undefined) {
    // Properties often say more than the title, or something else altogether: what the text has of it counts.
    const own = longestPart(propertyTitle);
    const shared = headings.find((text) => isPartOf(text, own));
    if (shared !== undefined) return shared.slice(0, MAX_TITLE);
    return isOfFile(own) ? (headings[0] ?? own) : own;
  }
  if (headings[0] !== undefined) return headings[0].slice(0, MAX_TITLE);
  const first = front.find((line) => !TLP.test(line.text));
  const text = first?.text.trim().replaceAll(MARKDOWN_LINK, "$1") ?? "";
  const isHeadline =
    (first?.kind === "prose" || first?.kind === "heading") &&
    text.length < 200 &&
    text.split(/\s+/).length > 3 &&
    !/[.:;]$/.test(text);
  if (isHeadline && isTitle(text)) return text;
  // Better than the name of the file: what kind of document it is.
  const kind = front.find(
    (line) =>
      line.kind === "heading" && line.place !== undefined && KIND_OF_DOCUMENT.test(line.text),
  );
  return kind?.headings.at(-1);
}

function isTitle(text: string): boolean {
  return (
    text.split(/\s+/).length > 1 && !NO_TITLE.test(text) && !KIND_OF_DOCUMENT.test(text.trim())
  );
}

/** `Title | Section | Publisher` without the rest. */
function longestPart(title: string): string {
  const parts = title.slice(0, MAX_TITLE).split(" | ");
  return parts.reduce((a, b) => (b.length > a.length ? b : a)).trim();
}

function isPartOf(heading: string, title: string): boolean {
  const own = level(heading);
  return own.length >= 12 && (level(title).includes(own) || own.includes(level(title)));
}

function level(text: string): string {
  return text.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, "");
}

/** Whether a title is a file's name or a program's: `Microsoft Word - Draft2.docx`, `untitled`. */
function isOfFile(title: string): boolean {
  return (
    /\.(?:docx?|pdf|indd|pptx?|html?|tmp|rtf|odt)$|^(?:microsoft (?:word|powerpoint)|untitled|document\d*|print|slide \d|powerpoint presentation)\b/i.test(
      title.trim(),
    ) || !/\s/.test(title.trim())
  );
}

function isOfSummary(line: Line): boolean {
  return line.kind === "prose" && SUMMARY.test(line.headings.at(-1) ?? "");
}

/** The paragraph right below such a heading: lines that a width broke are joined, and it ends with a sentence. */
function readSummary(layout: readonly Line[]): string | undefined {
  const first = layout.findIndex((line) => isOfSummary(line) && line.text.length > 40);
  if (first < 0) return undefined;
  let text = "";
  for (let i = first; i < layout.length && text.length <= MAX_SUMMARY; i++) {
    const line = layout[i];
    if (line === undefined || !isOfSummary(line)) break;
    text = `${text} ${line.plain.text.trim()}`.trim();
  }
  return text.length > 60 ? cutSentences(text) : undefined;
}

/** At most {@link MAX_SUMMARY} units of whole sentences; a sentence that is longer alone is cut at a word, with a mark. */
function cutSentences(text: string): string {
  const window = text.slice(0, MAX_SUMMARY);
  if (text.length <= MAX_SUMMARY && /[.!?]["'”’)\]]{0,2}$/.test(text)) return text;
  const whole = splitSentences(window).filter((one) => /[.!?]["'”’)\]]{0,2}$/.test(one.text));
  const last = whole.at(-1);
  if (last !== undefined)
    return window.slice(0, window.indexOf(last.text, last.start) + last.text.length);
  if (text.length <= MAX_SUMMARY) return text;
  return `${window.slice(0, window.lastIndexOf(" "))} …`;
}

function firstDate(lines: readonly Line[], pattern: RegExp, needs?: RegExp): string | undefined {
  for (const line of lines) {
    const text = pattern.exec(line.plain.text.slice(0, 1000))?.[1];
    if (text === undefined || needs?.test(text) === false) continue;
    const date = readDate(text);
    if (date !== undefined && date.length === 10) return date;
  }
  return undefined;
}

function readPeriod(source: TextSource): ActivityPeriod | undefined {
  for (const line of source.layout) {
    if (line.kind === "rule" || line.kind === "code" || line.kind === "blank") continue;
    const text = line.plain.text.slice(0, 4000);
    if (!ACTIVITY.test(text)) continue;
    const found = BETWEEN.exec(text) ?? SINCE.exec(text);
    const first = readDate(found?.[1] ?? "");
    const last = readDate(found?.[2] ?? "");
    if (first === undefined) continue;
    return { first, ...(last !== undefined && { last }), citations: [citeLine(source, line)] };
  }
  return undefined;
}

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
  `\\b(?:release date|released|publication date|published|publish date|date|issued|first published|original release date)(?: on)?\\W{0,6}(${DATE})`,
  "i",
);
const MODIFIED = new RegExp(
  `\\b(?:last revised|revised|revision date|last updated?|updated|last modified|modified)(?: on)?\\W{0,6}(${DATE})`,
  "i",
);
const ALONE = new RegExp(`^\\W{0,4}(${DATE})\\W{0,4}$`, "i");
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

/** Reads title, summary, dates, marking and the time of the activity. */
export function readHead(source: TextSource): Head {
  const front = source.layout.slice(0, FRONT_LINES);
  const title = readTitle(source.layout);
  const summary = readSummary(source.layout);
  const published =
    firstDate(front, PUBLISHED) ?? firstDate(front.slice(0, 12), ALONE, /\d{1,2}\D+\d{4}|-\d{2}-/);
  const modified = firstDate(front, MODIFIED);
  const tlp = readTlp(source.text);
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
  /^(?:iocs?|indicators?(?: of compromise)?(?: \(iocs?\))?|hashes|domains?|urls?|ips?|ip addresses|network(?: iocs| indicators)?|table of contents|contents|summary|overview|introduction|tlp\b.*)$/i;

/** The first heading of the outermost kind, else the document's first line if it reads like one. */
function readTitle(layout: readonly Line[]): string | undefined {
  const front = layout.slice(0, FRONT_LINES).filter((line) => line.kind !== "blank");
  const isTitle = (text: string): boolean => text.split(/\s+/).length > 1 && !NO_TITLE.test(text);
  const marked = front.find((line) => line.kind === "heading" && /^\s{0,3}[#=]/.test(line.text));
  const named = /^title:[ \t]{0,4}(\S.{0,300})$/i.exec(front[0]?.text ?? "")?.[1];
  if (named !== undefined) return named.trim();
  const title = marked?.headings.at(-1) ?? "";
  if (title !== "" && !NO_TITLE.test(title)) return title.slice(0, 300);
  const first = front.find((line) => !TLP.test(line.text));
  const text = first?.text.trim() ?? "";
  const isHeadline =
    (first?.kind === "prose" || first?.kind === "heading") &&
    text.length < 200 &&
    text.split(/\s+/).length > 3 &&
    !/[.:;]$/.test(text);
  return isHeadline && isTitle(text) ? text : undefined;
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

function readTlp(text: string): Tlp | undefined {
  const label = TLP.exec(text)?.[1]?.toUpperCase();
  switch (label) {
    case "WHITE":
    case "CLEAR":
      return "CLEAR";
    case "GREEN":
    case "AMBER":
    case "AMBER+STRICT":
    case "RED":
      return label;
    default:
      return undefined;
  }
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

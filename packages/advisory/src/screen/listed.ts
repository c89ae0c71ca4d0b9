import type { FoundObservable } from "../find/types.ts";
import { namesIndicators, namesReferences } from "../text/heading-words.ts";
import type { Line } from "../text/layout.ts";
import { cellsOf } from "../text/tables.ts";
import { isIndicatorTable } from "./indicator-tables.ts";

const INDICATOR_HEADING =
  /\b(?:indicators?|iocs?|ioas?|hash(?:es)?|samples?|c2s?|command[- ]and[- ]control|infrastructure|malicious|artifacts|artefacts|observables|network|domains?|urls?|ip addresses|md5|sha-?1|sha-?256)\b/i;
const INDICATOR_INTRO =
  /\b(?:indicators?|iocs?|malicious|c2s?|command[- ]and[- ]control|hash(?:es)?|infrastructure|attacker|actor|adversary|following (?:domains?|urls?|ip|addresses|hosts?|files?|hashes|servers?)|used by)\b/i;
const REFERENCE_HEADING =
  /\b(?:references?|resources?|further reading|additional information|works cited|bibliography|footnotes?|sources?|see also|about|disclaimer|acknowledge?ments?|legal|report(?:ing)?|contacts?|contact information|mitigations?|recommendations?|detection opportunities|links)\b/i;
const OWNER_HEADER =
  /^(?:victims?|targets?|organi[sz]ations?|compan(?:y|ies)|websites? of|vendors?|products?)\b/i;
const SOURCE_HEADER = /^(?:references?|sources?|links?|issuers?|contacts?|reports?|registrars?)\b/i;
const MOST_AROUND = 24;
const IDEOGRAPHIC = /[\p{sc=Han}\p{sc=Hangul}\p{sc=Hiragana}\p{sc=Katakana}]/gu;
const MOST_IDEOGRAPHS = 6;
/** An introducing line may be a whole paragraph; its end introduces. */
const MAX_INTRO = 1000;

/** Whether the column of the value names those attacked (`victim`) or sources (`reference`). */
export function columnOf(found: FoundObservable, line: Line): "victim" | "reference" | undefined {
  if (line.kind !== "table") return undefined;
  const place = found.span[0] - line.start;
  const at = cellsOf(line).findIndex((cell) => cell.start <= place && place < cell.end);
  const header = line.header?.[at] ?? "";
  if (OWNER_HEADER.test(header)) return "victim";
  return SOURCE_HEADER.test(header) ? "reference" : undefined;
}

/** Whether one of the headings above names references, contacts or the like. */
export function isUnderReferences(line: Line): boolean {
  return line.headings.some(
    (heading) => REFERENCE_HEADING.test(heading) || namesReferences(heading),
  );
}

function namesList(heading: string): boolean {
  return INDICATOR_HEADING.test(heading) || namesIndicators(heading);
}

/** Whether a heading or a line that introduces a list says that it holds indicators. */
export function announcesIndicators(text: string): boolean {
  const end = text.slice(-MAX_INTRO);
  return namesList(end) || INDICATOR_INTRO.test(end);
}

/** Whether the line is one of a list of indicators. */
export function isListed(found: FoundObservable, line: Line): boolean {
  if (isUnderReferences(line) && !namesList(line.headings.at(-1) ?? "")) return false;
  if (columnOf(found, line) !== undefined) return false;
  const text = line.text.trim();
  const length = found.span[1] - found.span[0];
  const isUrl = found.type === "url";
  const isAlone = text.length <= length + MOST_AROUND && isBare(found, line);
  if (isAlone && (!isUrl || line.kind !== "list" || isUnderIndicators(line))) return true;
  if (isUnderIndicators(line)) return line.kind !== "prose" || isAlone;
  return false;
}

/** Whether beside the value there is at most a label: for links no word of a sentence, and no brackets around. */
function isBare(found: FoundObservable, line: Line): boolean {
  const { text, start } = line;
  const before = text.slice(0, Math.max(0, found.span[0] - start));
  const after = text.slice(found.span[1] - start);
  const rest = `${before} ${after}`;
  if (rest.trim().split(/\s+/).length > 4) return false;
  // Scripts without blanks: more letters than a label has are a sentence.
  if ((rest.match(IDEOGRAPHIC)?.length ?? 0) > MOST_IDEOGRAPHS) return false;
  if (found.type !== "url" && found.type !== "domain") return true;
  if (before.trim() === "(" && after.trim() === ")") return false;
  return !/\b[a-z]{2,}\b/.test(
    rest.replaceAll(/\([^()]{0,24}\)|:\d{1,5}(?:\/(?:tcp|udp))?/gi, " "),
  );
}

const judged = new WeakMap<Line, boolean>();

/** Whether headings, an introducing line or the table's header make the line one of a list of indicators. */
export function isUnderIndicators(line: Line): boolean {
  const before = judged.get(line);
  if (before !== undefined) return before;
  const inner = line.headings.at(-1) ?? "";
  // A title that speaks of malicious networks makes no list of what stands below it.
  const isTitle = line.headings.length === 1 && inner.split(/\s+/).length > 4;
  const intro = line.intro.slice(-MAX_INTRO);
  const isUnder =
    line.headings.some(namesIndicators) ||
    (!isTitle && INDICATOR_HEADING.test(inner)) ||
    INDICATOR_INTRO.test(intro) ||
    namesIndicators(intro) ||
    isIndicatorTable(line);
  judged.set(line, isUnder);
  return isUnder;
}

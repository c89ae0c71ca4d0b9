import { PROGRAM_ENDINGS } from "../find/file-endings.ts";
import type { Extracted, FoundObservable } from "../find/types.ts";
import { toPlainPlace } from "../text/emphasis.ts";
import { lineAt, readLayout } from "../text/layout.ts";
import type { Line } from "../text/layout.ts";
import { sentenceAt } from "../text/sentence.ts";
import { splitCells } from "../text/tables.ts";
import { isIndicatorTable } from "./indicator-tables.ts";
import { hostOf, screenValue } from "./values.ts";

/** A found value with the part it plays. */
export interface ScreenedObservable extends FoundObservable {
  /** `indicator`: to be looked for. `context`: kept with the reason, never offered for hunting or blocking. */
  readonly role: "indicator" | "context";
  /** Why it is context; absent for indicators. */
  readonly reason?: string;
}

/** What the text says around a value. */
interface Surroundings {
  readonly line: Line;
  readonly sentence: string;
  /** It stands where indicators are listed: under such a heading, in a table or list of them, or alone. */
  readonly isListed: boolean;
}

const INDICATOR_HEADING =
  /\b(?:indicators?|iocs?|ioas?|hash(?:es)?|samples?|c2s?|command[- ]and[- ]control|infrastructure|malicious|artifacts|artefacts|observables|network|domains?|urls?|ip addresses|md5|sha-?1|sha-?256)\b/i;
const INDICATOR_INTRO =
  /\b(?:indicators?|iocs?|malicious|c2s?|command[- ]and[- ]control|hash(?:es)?|infrastructure|attacker|actor|adversary|following (?:domains?|urls?|ip|addresses|hosts?|files?|hashes|servers?)|used by)\b/i;
/** What makes all that stands below it a list of indicators; other headings speak of what is right below them. */
const OUTER_HEADING = /\b(?:indicators?|iocs?|ioas?|observables|artefacts|artifacts|hashes)\b/i;
/** Words right before a value that say it is the intruders'. */
const HOSTILE =
  /\b(?:c2|c&c|cnc|command[- ](?:and|&)[- ]control|malicious|hostile|rogue|attacker|adversary|actor|hacker|intruder|phishing|look-?alike|typosquat\w*|spoofed|fake|fraudulent|beacon(?:s|ed|ing)?|exfiltrat\w+|callback|calls? (?:back|home)|malware|payloads?|backdoor|implant|loader|second[- ]stage|staging)\b/i;
/** Words that make a site one of the attacked. */
const VICTIM =
  /\b(?:victims?|targets?|targeted|defaced|visited|official|ministr(?:y|ies)|legitimate|genuine|real|company|employer|vendor|maker|manufacturer|homepage|downloaded? from the)\b/i;
const OWNER_HEADER =
  /^(?:victims?|targets?|organi[sz]ations?|compan(?:y|ies)|websites? of|references?|sources?|links?|vendors?|products?|issuers?|contacts?)\b/i;
const REFERENCE_HEADING =
  /\b(?:references?|resources?|further reading|additional information|works cited|bibliography|footnotes?|sources?|see also|about|disclaimer|acknowledge?ments?|legal|report(?:ing)?|contacts?|contact information|mitigations?|recommendations?|detection opportunities|links)\b/i;
const BENIGN =
  /\b(?:legitimate (?:and \w+ )?(?:\w+ ){0,2}(?:domains?|sites?|websites?|web sites?|services?|urls?|address(?:es)?|hosts?|ips?)|benign|harmless|not malicious|non-malicious|connectivity|false positives?|(?:checks?|tests?|verif(?:y|ies)) (?:for )?(?:its |the )?(?:internet|network|online)|(?:public|external|own) ip(?: address)? (?:lookup|look-up|check|service))\b/i;
const NOT_BENIGN =
  /\b(?:compromised|hijacked|abused|spoof(?:ed|ing)?|imitat\w+|impersonat\w+|mimic\w*|masquerad\w+|typosquat\w*|look-?alike)\b/i;
const CONTACT =
  /\b(?:contact|report(?:ing)? (?:to|it|an?|any|suspicious|incidents?)|questions|e-?mail us|reach (?:us|out)|tips|telephone|phone|hotline|press office|media inquiries|subscribe)\b/i;
const NAMESPACE =
  /(?:xmlns(?::\w+)?|schemaLocation|\bschema|namespace|\$schema|DOCTYPE)\b[^\n]{0,20}$/i;

/**
 * Gives every found value its part. Marks against clicking, a list of indicators and a kind of value that is
 * rarely cited (a digest, an address) speak for an indicator; a plain link or name in prose is a reference; known
 * sites, private addresses, system files and values that a sentence calls honest are context.
 */
export function screenObservables(
  text: string,
  extracted: Extracted,
  layout: readonly Line[] = readLayout(text),
): ScreenedObservable[] {
  const screened: ScreenedObservable[] = [];
  let urlReason: string | undefined;
  for (const found of extracted.observables) {
    const line = lineAt(layout, found.span[0]);
    if (line === undefined) continue;
    // The host of a URL shares the URL's part, unless it is known by itself.
    const reason =
      found.within === "url"
        ? (screenValue(found, "listed") ?? urlReason)
        : reasonFor(found, text, line);
    if (found.type === "url") urlReason = reason;
    screened.push(
      reason === undefined
        ? { ...found, role: "indicator" }
        : { ...found, role: "context", reason },
    );
  }
  return screened;
}

function reasonFor(found: FoundObservable, text: string, line: Line): string | undefined {
  const sentence = sentenceAt(line, found.span[0]);
  const around: Surroundings = { line, sentence, isListed: isListed(found, line) };
  const stance = found.isDefanged ? "defanged" : around.isListed ? "listed" : "plain";
  const byValue = screenValue(found, stance);
  if (byValue !== undefined) return byValue;
  if (line.kind === "rule") return "inside a detection rule";
  if (found.label !== undefined) return `named as a ${found.label}`;
  if (saysBenign(found, around)) return "named as legitimate or as a check of the connection";
  switch (found.type) {
    case "url":
    case "domain":
      return screenLink(found, text, around);
    case "email":
      return CONTACT.test(sentence) && !found.isDefanged && !around.isListed
        ? "contact address"
        : undefined;
    case "filename":
    case "filepath":
      return screenFile(found, around);
    case "registry-key":
    case "mutex":
    case "named-pipe":
    case "user-agent":
    case "pdb-path":
    case "mac-address":
    case "btc":
    default:
      return undefined;
  }
}

function screenLink(
  found: FoundObservable,
  text: string,
  around: Surroundings,
): string | undefined {
  if (found.isDefanged) return undefined;
  const before = text.slice(Math.max(0, found.span[0] - 60), found.span[0]);
  if (NAMESPACE.test(before)) return "namespace of a schema";
  const isMarkdownLink = before.endsWith("](") || /\]:\s{0,3}<?$/.test(before);
  if (isMarkdownLink) return "reference link";
  if (around.isListed) return undefined;
  const host = found.type === "url" ? hostOf(found.value) : undefined;
  if (host !== undefined && /^[\d.]+$/.test(host)) return undefined;
  if (isIntroducedAsHostile(found, around)) return undefined;
  return "named in prose, not defanged";
}

/** Whether the clause says right before the value that it is the intruders', and not that it is a victim's. */
function isIntroducedAsHostile(found: FoundObservable, { line, sentence }: Surroundings): boolean {
  if (line.headings.some((heading) => REFERENCE_HEADING.test(heading))) return false;
  const before = line.plain.text.slice(
    0,
    toPlainPlace(line.plain, Math.max(0, found.span[0] - line.start)),
  );
  const clause =
    before
      .slice(-160)
      .split(/[;:]\s|[.!?]\s(?=\p{Lu})|, (?:which|while|but)\b/u)
      .at(-1) ?? "";
  const near = clause.split(/\s+/).slice(-9).join(" ");
  return (
    HOSTILE.test(near) &&
    !VICTIM.test(near) &&
    !/\b(?:see|report(?:ed|s)?|blog|read|described|according)\b/i.test(sentence)
  );
}

function screenFile(found: FoundObservable, around: Surroundings): string | undefined {
  if (around.isListed) return undefined;
  if (found.type === "filename") return "name of a file in prose";
  const ending = found.value.slice(found.value.lastIndexOf(".") + 1).toLowerCase();
  return PROGRAM_ENDINGS.has(ending) ? undefined : "path in prose that names no program";
}

function saysBenign(found: FoundObservable, around: Surroundings): boolean {
  if (!/^(?:url|domain|ipv4|ipv6|email|cidr)$/.test(found.type)) return false;
  const { sentence, line } = around;
  if (BENIGN.test(sentence) && !NOT_BENIGN.test(sentence)) return true;
  const heading = line.headings.at(-1) ?? "";
  if (BENIGN.test(heading) && !NOT_BENIGN.test(heading)) return true;
  const isBelow = line.kind !== "prose" || line.intro === line.plain.text;
  return isBelow && BENIGN.test(line.intro) && !NOT_BENIGN.test(line.intro);
}

/** Whether the line is one of a list of indicators. */
function isListed(found: FoundObservable, line: Line): boolean {
  const inner = line.headings.at(-1) ?? "";
  if (
    line.headings.some((heading) => REFERENCE_HEADING.test(heading)) &&
    !INDICATOR_HEADING.test(inner)
  )
    return false;
  if (line.kind === "table" && columnOf(found, line) === "owner") return false;
  const text = line.text.trim();
  const length = found.span[1] - found.span[0];
  const isUrl = found.type === "url";
  const isAlone = text.length <= length + 24 && isBare(found, line);
  if (isAlone && (!isUrl || line.kind !== "list" || isUnderIndicators(line))) return true;
  if (isUnderIndicators(line)) return line.kind !== "prose" || isAlone;
  return false;
}

/** Whether the value stands in a column that names those attacked, or sources. */
function columnOf(found: FoundObservable, line: Line): "owner" | "other" {
  const place = found.span[0] - line.start;
  const at = splitCells(line.text.slice(0, 20_000)).findIndex(
    (cell) => cell.start <= place && place < cell.end,
  );
  return OWNER_HEADER.test(line.header?.[at] ?? "") ? "owner" : "other";
}

/** Whether beside the value there is at most a label: for links no word of a sentence. */
function isBare(found: FoundObservable, line: Line): boolean {
  const { text, start } = line;
  const before = text.slice(0, Math.max(0, found.span[0] - start));
  const after = text.slice(found.span[1] - start);
  const rest = `${before} ${after}`;
  if (rest.trim().split(/\s+/).length > 4) return false;
  if (found.type !== "url" && found.type !== "domain") return true;
  return !/\b[a-z]{2,}\b/.test(
    rest.replaceAll(/\([^()]{0,24}\)|:\d{1,5}(?:\/(?:tcp|udp))?/gi, " "),
  );
}

/** Whether headings, an introducing line or the table's header make the line one of a list of indicators. */
export function isUnderIndicators(line: Line): boolean {
  const inner = line.headings.at(-1) ?? "";
  // A title that speaks of malicious networks makes no list of what stands below it.
  const isTitle = line.headings.length === 1 && inner.split(/\s+/).length > 4;
  return (
    line.headings.some((heading) => OUTER_HEADING.test(heading)) ||
    (!isTitle && INDICATOR_HEADING.test(inner)) ||
    INDICATOR_INTRO.test(line.intro) ||
    isIndicatorTable(line)
  );
}

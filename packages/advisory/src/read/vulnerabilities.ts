import { VULNERABILITY_STATUSES } from "@tocsin/model";
import type { VulnerabilityStatus } from "@tocsin/model";
import type { FoundIdentifier } from "../find/types.ts";
import { stripEmphasis } from "../text/emphasis.ts";
import { lineAt } from "../text/layout.ts";
import type { Line } from "../text/layout.ts";
import { sentenceAt, unwrapSentence } from "../text/sentence.ts";

/** A vulnerability as a text speaks of it. */
export interface FoundVulnerability {
  /** `CVE-2021-44228`. */
  readonly id: string;
  readonly status: VulnerabilityStatus;
  readonly span: readonly [start: number, end: number];
}

const WHO =
  "(?:actors?|groups?|attackers?|adversar(?:y|ies)|they|it|operators?|hackers?|campaigns?|botnets?|malware|affiliates?|intruders?|gangs?|cluster)";
const NOT_AFFECTED =
  /\b(?:not|n't|n’t|never|longer) (?:be |been |believed to be |known to be )?(?:affected|vulnerable|impacted|susceptible)|\bunaffected\b|\b(?:does|do|did) not (?:affect|impact)\b/i;
const NOT_OBSERVED =
  /\b(?:no|without) (?:\w+ ){0,3}(?:evidence|indications?|signs?|reports?|knowledge|exploitation|exploits?)\b|\b(?:not|n't|n’t|never) (?:yet |currently |been |have |has |to be |be |yet been ){0,3}(?:observed|seen|aware|known|exploited|used|detected|confirmed)\b|\b(?:not|n't|n’t|never) (?:(?:actually|actively|directly|ever|themselves|to|appear to|seem to) ){0,2}(?:(?:exploit|leverage|abuse|weaponi[sz]e)(?:s|d|ed|ing)?\b|us(?:e|es|ing) (?:[\w-]+ ){0,4}(?:CVE-|vulnerabilit|flaw|exploit))|\bunaware of\b/i;
const RESEARCHED =
  /\b(?:research(?:ed|ing|es)?|reconnaissance|scann(?:ed|ing)|scans|prob(?:ed|ing)|interest(?:ed)? in|look(?:ed|ing) (?:at|into|for)|studied|studying|investigated)\b/i;
const ATTEMPTED =
  /\b(?:attempt(?:s|ed|ing)?|tried|trying|tries|unsuccessful(?:ly)?|fail(?:ed|s|ing)?|in vain)\b/i;
const EXPLOIT_WORD =
  /\b(?:exploit\w*|leverag\w+|abus\w+|weaponi[sz]\w+|us(?:e|es|ed|ing)|target\w*|compromis\w+|access)\b/i;
const POSSIBLE =
  /\b(?:may|might|could|can|likely|possibl[ey]|potential(?:ly)?|probabl[ey]|suspected|believed|expected|assess(?:ed|es)?|able to|capable of|if (?:successfully )?(?:left unpatched|exploited))\b/i;
const EXPLOITED = new RegExp(
  [
    String.raw`\bexploit(?:ed|ing)\b`,
    String.raw`\bexploits (?!for\b|are\b|were\b|have\b|exist|code|of\b|targeting\b)`,
    String.raw`\b${WHO} (?:\w+ ){0,3}exploit\b`,
    String.raw`\b(?:active|ongoing|mass|widespread|observed|confirmed|in-the-wild|successful) exploitation\b`,
    String.raw`\bexploitation (?:of|for)\b.{0,160}\b(?:observed|seen|confirmed|ongoing|wild|detected|began|continues?)\b`,
    String.raw`\b(?:initial|gain\w*|obtain\w*|achiev\w*) (?:\w+ )?access\b`,
    String.raw`\bexploitation of\b`,
    String.raw`\b(?:leverag|abus|weaponi[sz])(?:ed|es|ing)\b`,
    String.raw`\bcves? (?:\w+ )?(?:used|exploited|leveraged|abused)\b`,
    String.raw`\b${WHO} (?:\w+ ){0,3}(?:use|uses|used|using|target|targets|targeted|targeting)\b`,
    String.raw`\b(?:was|were|been|being) (?:\w+ ){0,2}(?:used|abused|leveraged|targeted) (?:by|in|to|for|against)\b`,
    String.raw`\bcompromised?\b.{0,80}\b(?:via|through|using|by)\b`,
    String.raw`\bin the wild\b`,
    String.raw`\bknown exploited\b`,
  ].join("|"),
  "i",
);
/** What other groups do, in the active and the passive voice: it says nothing of this campaign. */
const OTHERS = [
  new RegExp(
    String.raw`(?:\b(?:is|are|was|were|has|have|been|being|also|actively|widely) ){0,4}\b(?:exploit|us|abus|leverag|target)(?:ed|ation)(?: in the wild)? by (?:other|unrelated|different|separate|various other|several other|multiple other|many other) (?:[\w-]+ ){0,3}${WHO}(?: in the wild)?\b`,
    "gi",
  ),
  new RegExp(
    String.raw`(?<!\b(?:and|or|with|as) )\b(?:other|unrelated|different) (?:[\w-]+ ){0,2}${WHO} (?:(?:has|have|had|are|were|is|also|been|actively) ){0,3}(?:exploit|us|abus|leverag|target)\w{0,4}\b`,
    "gi",
  ),
];
const REMEDY =
  /\b(?:fix(?:es|ed)?|patch(?:es|ed)?|remediat\w+|mitigat\w+|address(?:es|ed)|resolv\w+|updates?|upgrade|advisory|bulletin|proof[- ]of[- ]concept|poc)\b/i;
const CLAUSE_BREAK = /;|,? (?:but|while|whereas|although|though|however|yet)\b/gi;

/** A second act in the same clause: it breaks the clause where an id stands before it. */
const SECOND_ACT =
  /,? and (?=(?:they |it )?(?:(?:actively|successfully|later|also|then) )?(?:exploit(?:s|ed)|may|might|could|did not|never|attempted|tried|scanned)\b)/gi;

/**
 * What the text says of each CVE, by the clause it stands in; a bare list takes the line that introduces it,
 * or its heading. Repeated ids are repeated.
 */
export function findVulnerabilities(
  layout: readonly Line[],
  identifiers: readonly FoundIdentifier[],
): FoundVulnerability[] {
  const found: FoundVulnerability[] = [];
  for (const { type, value, span } of identifiers) {
    if (type !== "cve") continue;
    const line = lineAt(layout, span[0]);
    if (line === undefined) continue;
    found.push({ id: value, status: readStatus(layout, line, span[0], span[1] - span[0]), span });
  }
  return found;
}

/** The stronger of two statuses. */
export function strongerStatus(
  a: VulnerabilityStatus,
  b: VulnerabilityStatus,
): VulnerabilityStatus {
  return VULNERABILITY_STATUSES.indexOf(a) >= VULNERABILITY_STATUSES.indexOf(b) ? a : b;
}

function readStatus(
  layout: readonly Line[],
  line: Line,
  place: number,
  length: number,
): VulnerabilityStatus {
  const sentence = unwrapSentence(layout, line, sentenceAt(line, place));
  const mark = line.text.slice(place - line.start, place - line.start + length);
  const clause = clauseAt(sentence, stripEmphasis(mark).text);
  const own = withoutOthers(clause);
  const byClause = judge(own);
  if (byClause !== "mentioned" || own !== clause) return byClause;
  // A clause that only lists is judged by the whole sentence; a list by what introduces it.
  if (clause !== sentence && countWords(clause) < 4 && !REMEDY.test(clause)) return judge(sentence);
  if (countWords(sentence) >= 6 && line.kind === "prose") return "mentioned";
  if (line.intro !== "" && line.intro !== line.plain.text) return judge(line.intro);
  if (line.kind === "prose") return "mentioned";
  return judge(line.headings.at(-1) ?? "");
}

/** A clause without what it says of other groups than the one it is about. */
function withoutOthers(clause: string): string {
  return OTHERS.reduce((text, form) => text.replaceAll(form, ""), clause.slice(0, 2000));
}

function countWords(text: string): number {
  return text.match(/\b[a-z]{2,}\b/g)?.length ?? 0;
}

function clauseAt(sentence: string, mark: string): string {
  const at = sentence.indexOf(mark);
  let start = 0;
  const acts = [...sentence.matchAll(SECOND_ACT)].filter(({ index }) =>
    sentence.slice(0, index).includes("CVE-"),
  );
  const breaks = [...sentence.matchAll(CLAUSE_BREAK), ...acts].toSorted(
    (a, b) => a.index - b.index,
  );
  for (const { 0: separator, index } of breaks) {
    if (index >= at) return sentence.slice(start, index);
    start = index + separator.length;
  }
  return sentence.slice(start);
}

function judge(raw: string): VulnerabilityStatus {
  const text = raw.slice(0, 2000);
  if (NOT_AFFECTED.test(text)) return "not-affected";
  if (NOT_OBSERVED.test(text)) return "not-observed";
  if (RESEARCHED.test(text)) return "researched";
  if (ATTEMPTED.test(text) && EXPLOIT_WORD.test(text)) return "attempted";
  const isExploited = EXPLOITED.test(text);
  if (
    /\b(?:in the wild|known (?:to be )?exploited|(?:has|have|had) (?:\w+ )?(?:been )?exploited)\b/i.test(
      text,
    )
  )
    return "exploited";
  const modal = POSSIBLE.exec(text);
  if (modal !== null && EXPLOIT_WORD.test(text.slice(modal.index))) return "possible";
  return isExploited ? "exploited" : "mentioned";
}

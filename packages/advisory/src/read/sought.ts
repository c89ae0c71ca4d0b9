import type { Line } from "../text/layout.ts";
import { splitSentences } from "../text/sentence.ts";
import { namedSectors } from "./sectors.ts";

/** Information a text says the actors seek. */
export interface FoundSought {
  /** As {@link namedSectors} names it; absent where the text names none. */
  readonly sector?: string;
  readonly kind: "topic" | "document-type";
  readonly information: string;
  /** Place of the line in the text. */
  readonly line: Line;
}

/** Verbs whose object is what the actors want; after the others only `information on …` counts. */
const SEEKING =
  /\b(?:(sought|seek(?:s|ing)?(?! to\b)|interested in|interest in|looking for)|(steal(?:s|ing)?|stole|stolen|exfiltrat(?:e|es|ed|ing)|collect(?:s|ed|ing)?|obtain(?:s|ed|ing)?|acquir(?:e|es|ed|ing)|target(?:s|ed|ing)?))\b/gi;
const QUALITY =
  "(?:sensitive|classified|technical|proprietary|confidential|export-controlled|scientific|valuable|other|their|its|any|the|such|military|and|or|,|intellectual property|design)";
const KINDS =
  "(?:information|data|intelligence|documents?|files|materials?|details|secrets|know-how)";
const ABOUT = new RegExp(
  `^\\s*(?:${QUALITY}\\s*){0,6}${KINDS}(?: and ${KINDS})?,? (?:on|about|regarding|concerning|related to|relating to|pertaining to|including|such as|like):?\\s+`,
  "i",
);
const LEAD = new RegExp(`^\\s*(?:(?:out|after|for|of|the|their|any|such)\\s+){0,3}`, "i");
const END =
  /\b(?:from|belonging to|held by|of (?:their|its) victims|in order to|to (?:advance|support|further|fund|help)|which|that|using|via|through|by|for use|so that|because)\b/i;
const DOCUMENT =
  /\b(?:specifications?|bills? of materials|drawings?|documents?|documentation|project details|contracts?|blueprints?|schematics?|source code|reports?|manuals?|correspondence|e-?mails?|records|presentations|designs|plans|datasheets)\b/i;
/** What every intruder takes; it tells nothing of the aim. */
const COMMON =
  /\b(?:credentials?|passwords?|tokens?|cookies|access|persistence|privileges?|sessions?|keys?|accounts?|browser|money|funds|cryptocurrenc\w+|wallets?|login|system information|sectors?|regions?|east|countr(?:y|ies)|compan(?:y|ies)|organi[sz]ations?|entit(?:y|ies)|targets?|keystrokes|clipboard|screenshots?|ransom|victims?|partners?|affiliates|employees|buyers|help|vulnerab\w+)\b/i;
const FUNCTION_WORD =
  /^(?:inside|before|after|locally|possibly|from|make|to|by|in|on|at|and|or|with|via|it|them|him|her|us|as|if|into|over|under|while|when|how|who|more|less|be|being|having|only|both|each|every)\b|^[[(]/i;
/** Those who help the victims seek evidence; that is no aim of the actors. */
const HELPER =
  /\b(?:FBI|CISA|NSA|NCSC|agenc(?:y|ies)|law enforcement|investigators?|analysts?|defenders?|researchers?|we|you|your|should|must|please|administrators?|customers|users (?:can|may)|security teams?|organi[sz]ations (?:can|may|are (?:encouraged|advised|urged))|network owners|readers)\b/;
/** What defenders are told to do, and what they look for. */
const ADVICE =
  /^(?:(?:ensur|enabl|disabl|enforc|configur|remov|replac|rotat|isolat|educat|prioriti[sz]|secur|analy[sz]|examin|evaluat|determin|requir|provid|validat|investigat|remediat|mitigat|updat|upgrad|rais|reduc|increas|observ|us)(?:e|ing) |(?:check|verify|implement|apply|restrict|inspect|review|consider|deploy|maintain|avoid|reset|conduct|perform|establish|identify|follow|install|protect|harden|assess|confirm|prevent|detect|alert|contact|look|hunt|monitor|scan|keep|train)(?:ing)? (?!(?:data|systems? (?:data|design)|reports?|equipment|stations?)\b)|(?:patch|log|report|audit|block|limit|search|watch|collect|segment|test|develop)(?:ing)? (?:for|the|all|your|any|an?|and|that|whether|of the|every|each|regularly|against)\b)/i;
const TRAINING = /\b(?:training|trainings|awareness|course|webinar|exercise|best practices?)\b/i;
const GUIDANCE =
  /\b(?:mitigations?|recommendations?|recommended|remediation|hardening|detection|detecting|hunting|guidance|defen[cs]ive|defenders|protect(?:ion|ing)?|best practices|countermeasures|incident response|reporting|contact|resources|references|indicators?)\b/i;
const EMPTY =
  /^(?:the|an?|this|these|those|their|its|such|any|all|data|files?|information|it|them|this|that|documents?|intelligence|more|other|everything|sensitive|and|or|of|for|to)$/i;
const MAX_ITEM = 160;
const MAX_SOUGHT = 500;

/** Reads what the actors seek: tables of sector and information, lists after such a line, sentences. */
export function findSought(layout: readonly Line[]): FoundSought[] {
  const found: FoundSought[] = [];
  let header: readonly string[] | undefined;
  let sector: string | undefined;
  for (const line of layout) {
    if (line.headings.some((heading) => GUIDANCE.test(heading))) {
      header = undefined;
      continue;
    }
    if (line.kind === "table") {
      const cells = splitRow(line.plain.text);
      if (header === undefined) {
        header = cells;
        sector = undefined;
      } else sector = readRow(line, header, cells, sector, found);
      continue;
    }
    header = undefined;
    if (line.kind === "list" && line.intro !== line.plain.text && isSeeking(line.intro)) {
      const lead = namedSectors(line.intro)[0]?.name;
      const item = line.plain.text.replace(/^\s*(?:[-*+•▪]|\d{1,3}[.)])\s*/, "");
      for (const information of splitItems(item)) push(found, line, lead, information);
    } else if (line.kind === "prose" || line.kind === "list") readSentences(line, found);
  }
  return found;
}

/** Whether a line that introduces a list speaks of what is sought. */
function isSeeking(intro: string): boolean {
  for (const match of intro.matchAll(SEEKING)) {
    if (HELPER.test(intro.slice(0, match.index))) continue;
    const after = intro.slice(match.index + match[0].length);
    const hasKind = new RegExp(`\\b${KINDS}\\b`, "i").test(after);
    if (!/^\s*to\b/.test(after) && (match[1] !== undefined || hasKind)) return true;
  }
  return false;
}

function splitRow(text: string): string[] {
  return text
    .trim()
    .replace(/^\|/, "")
    .replace(/\|$/, "")
    .split("|")
    .slice(0, 32)
    .map((cell) => cell.replaceAll(/[*_`]{1,3}/g, "").trim());
}

function readRow(
  line: Line,
  header: readonly string[],
  cells: readonly string[],
  before: string | undefined,
  found: FoundSought[],
): string | undefined {
  const at = header.findIndex((cell) => /\b(?:industry|sectors?|industries)\b/i.test(cell));
  const what = header.findIndex((cell) => /\b(?:information|data|sought|targeted)\b/i.test(cell));
  if (at < 0 || what < 0 || at === what) return before;
  const cell = cells[at] ?? "";
  const sector = cell === "" ? before : (namedSectors(cell)[0]?.name ?? cell.toLowerCase());
  if (/^[\s:-]*$/.test(cells[what] ?? "")) return before;
  for (const information of splitItems(cells[what] ?? "")) push(found, line, sector, information);
  return sector;
}

function readSentences(line: Line, found: FoundSought[]): void {
  for (const { text: raw } of splitSentences(line.plain.text.slice(0, 20_000))) {
    const text = raw.replace(/^[-*+•▪]\s+|^\d{1,3}[.)]\s+/, "");
    // A sentence that begins with a verb tells the reader to do something.
    if (/:\s*$/.test(text) || ADVICE.test(text)) continue;
    for (const match of text.matchAll(SEEKING)) readObject(line, text, match, found);
  }
}

function readObject(line: Line, text: string, match: RegExpMatchArray, found: FoundSought[]): void {
  if (HELPER.test(text.slice(0, match.index ?? 0))) return;
  const after = text.slice((match.index ?? 0) + match[0].length);
  const about = ABOUT.exec(after);
  // `steal design drawings` names documents; of other objects of these verbs only their subject is told.
  if (about === null && (match[1] === undefined || /^\s*(?:to|by|in)\b/.test(after))) return;
  const rest = after.slice(about?.[0].length ?? 0);
  const stop = rest.search(END);
  const list = (stop < 0 ? rest : rest.slice(0, stop)).replace(LEAD, "");
  const sector = namedSectors(stop < 0 ? "" : rest.slice(stop))[0]?.name;
  for (const information of splitItems(list)) push(found, line, sector, information);
}

/** Splits at semicolons, else at commas and the last `and` of a list. */
function splitItems(text: string): string[] {
  const cut = text.slice(0, 2000).replaceAll(/<br\s{0,2}\/?>/gi, ";");
  const items = cut.includes(";")
    ? cut.split(";")
    : cut.includes(",")
      ? cut
          .split(/,\s*(?:and |or )?/)
          .flatMap((item, i, all) =>
            i === all.length - 1 ? item.split(/ and (?=[^,]{3,60}$)/) : [item],
          )
      : [cut];
  return items
    .map((item) =>
      item
        .replaceAll(/\s+/g, " ")
        .replace(/^(?:and|or|as well as) |^[:;,.\s-]{1,4}/, "")
        .replace(/[.:,;\s]+$/, "")
        .trim(),
    )
    .filter((item) => item.length > 2 && item.length <= MAX_ITEM);
}

function push(
  found: FoundSought[],
  line: Line,
  sector: string | undefined,
  information: string,
): void {
  if (
    ADVICE.test(information) ||
    TRAINING.test(information) ||
    /^(?:these|this|those)\b|\byour\b/i.test(information)
  )
    return;
  if (EMPTY.test(information) || COMMON.test(information) || FUNCTION_WORD.test(information))
    return;
  if (/\[?[TM]\d{4}/.test(information) || found.length >= MAX_SOUGHT) return;
  if (found.some((other) => other.information === information && other.sector === sector)) return;
  const kind = DOCUMENT.test(information) ? "document-type" : "topic";
  found.push({ kind, information, line, ...(sector !== undefined && { sector }) });
}

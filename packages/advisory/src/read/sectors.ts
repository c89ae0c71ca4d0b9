import { toOriginalPlace } from "../text/emphasis.ts";
import type { Line } from "../text/layout.ts";
import { splitSentences, unwrapSentence } from "../text/sentence.ts";
import { ADVICE_WORDS, SECTOR_WORDS, TARGET_WORDS } from "./sector-words.ts";

/** Hangul, kana, Han, Cyrillic: only where these stand are their words looked for. */
const OTHER_SCRIPT = /[\u0400-\u04ff\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]/;

/** Names of sectors, each with the words that stand for it. */
const SECTORS: readonly (readonly [name: string, words: RegExp])[] = [
  [
    "government",
    /\b(?:government(?:al)?|ministr(?:y|ies)(?: of [a-z]+)?|public administration|embass(?:y|ies)|diplomatic|municipalit(?:y|ies)|public sector|departments? of [a-z]+)\b/gi,
  ],
  [
    "defense",
    /(?<!\b(?:cyber|cyber-|network|perimeter|endpoint|layered|active|computer|in|self|line of|system|security|internet|air|your|our|data|browser|and|missile)[- ])(?<![-\w])defen[cs]e(?![-\w])(?!\s+(?:evasion|in[- ]depth|mechanisms?|against|tools?|products?|solutions?|software|measures?|strateg\w+|postures?|teams?|controls?|systems?|capabilit\w+|options?|reports?|centers?|centres?|recommendations?|techniques?|tactics?|from|of|for)\b)(?!-(?:evasion|in-depth))|\bmilitary\b|\bdefen[cs]e industrial base\b|(?<=, and |[a-z] and )defen[cs]e(?=\s+(?:sectors?|industr\w+|contractors?|compan\w+|organi\w+|entit\w+|firms?))/gi,
  ],
  ["aerospace", /\b(?:aerospace|aviation|space industry|satellite industry)\b/gi],
  ["nuclear", /\bnuclear\b/gi],
  [
    "engineering",
    /\bengineering(?=,| and| or| entit| compan| firm| sector| industr| organi[sz]ation|\s*(?:\||$|\.))/gi,
  ],
  [
    "healthcare",
    /\b(?:healthcare|health care|hospitals?|public health|medical|health (?:sector|providers?))\b/gi,
  ],
  ["pharmaceutical", /\bpharmaceuticals?\b/gi],
  [
    "energy",
    /\b(?:energy|oil and gas|power grids?|electric(?:ity)? (?:utilit|provider|sector)\w*)\b/gi,
  ],
  [
    "finance",
    /\b(?:financ(?:e|ial)|banks?|banking|cryptocurrency|crypto exchanges?|insurance)\b/gi,
  ],
  [
    "education",
    /\b(?:education(?:al)?|universit(?:y|ies)|academi[ac]|schools?|think tanks?|research institut(?:e|ion)s?)\b/gi,
  ],
  ["telecommunications", /\b(?:telecom(?:munication)?s?|internet service providers?|isps)\b/gi],
  [
    "technology",
    /\b(?:information technology|technology (?:compan|firm|sector|provider)\w*|software (?:compan|vendor|firm)\w*|managed service providers?|it (?:sector|compan|service)\w*|semiconductors?)\b/gi,
  ],
  ["manufacturing", /\b(?:manufactur(?:ing|ers?)|critical manufacturing|automotive)\b/gi],
  [
    "transportation",
    /\b(?:transport(?:ation)?|shipping|maritime|logistics|railways?|ports? authorit\w+)\b/gi,
  ],
  ["water", /\b(?:water and wastewater|wastewater|water (?:sector|utilit)\w*)\b/gi],
  [
    "media",
    /\b(?:media (?:sector|compan|organi[sz]ation)\w*|journalists?|news outlets?|broadcasters?)\b/gi,
  ],
  ["agriculture", /\b(?:food and agriculture|agricultur(?:e|al))\b/gi],
  [
    "chemical",
    /\bchemical (?:sector|industr|compan)\w*|\bchemicals(?=,| and| or|\s*(?:\||$|\.))/gi,
  ],
  ["retail", /\b(?:retail(?:ers?)?|e-?commerce)\b/gi],
  ["legal", /\b(?:law firms?|legal (?:sector|services))\b/gi],
  ["construction", /\bconstruction (?:sector|industr|compan)\w*/gi],
  ["hospitality", /\b(?:hospitality|hotels?)\b/gi],
  [
    "non-governmental organizations",
    /\b(?:ngos?|non-?governmental|non-?profits?|civil society|human rights)\b/gi,
  ],
  ["critical infrastructure", /\bcritical infrastructure\b/gi],
];
/** A sentence speaks of targets only with one of these. */
const TARGETING =
  /\b(?:target(?:s|ed|ing)?|victims?|victimi[sz]ed|sectors?|industr(?:y|ies)|verticals?|compromis(?:ed?|es|ing)|attack(?:ed|ing|s (?:on|against))|against|hit|hacked|breached|infiltrat\w+|espionage|focus(?:ed|es|ing)? on|aimed at|interested in|interest in|contractors?)\b/i;
/** Advice to readers names sectors too; those are not the attacked. */
const ADVISING =
  /\b(?:should|recommends?|encourages?|urges?|advises?|are (?:encouraged|urged|advised)|must|please|contact|best practices|defend(?:ers?|ing)?|protect(?:ing|ion)?|safeguard\w*|defen[cs]e (?:against|evasion))\b|\b(?:CISA|FBI|NSA|NCSC)\b.{0,80}\b(?:releas|co-?seal|author)/i;
const MINISTRY = /\b(?:ministr(?:y|ies)|departments?) of (?:\w+ and )?[a-z]+/gi;

/** A sector a text names. */
export interface FoundSector {
  /** English name, American spelling: `defense`, `healthcare`. */
  readonly name: string;
  /** Place in the text given. */
  readonly at: number;
}

/** The sectors a stretch of text names, in the order of the text, without regard to what it says of them. */
export function namedSectors(text: string): FoundSector[] {
  const found: FoundSector[] = [];
  // A ministry of defence is a government's; its subject is no sector of its own.
  const level = text.replaceAll(MINISTRY, (phrase) => "ministry".padEnd(phrase.length, " "));
  for (const [name, words] of SECTORS) {
    const at = level.search(words);
    if (at >= 0) found.push({ name, at });
  }
  if (!OTHER_SCRIPT.test(level)) return found.toSorted((a, b) => a.at - b.at);
  for (const [name, words] of SECTOR_WORDS) {
    const at = level.search(words);
    if (at >= 0 && found.every((one) => one.name !== name)) found.push({ name, at });
  }
  return found.toSorted((a, b) => a.at - b.at);
}

/**
 * The sectors the actors are after: named in a sentence that speaks of targets or victims, or in a table whose
 * header does. The first place of each.
 */
export function findSectors(layout: readonly Line[]): FoundSector[] {
  const found = new Map<string, FoundSector>();
  let header: string | undefined;
  for (const line of layout) {
    if (line.kind === "rule" || line.kind === "code") continue;
    if (line.kind === "table") header ??= line.plain.text;
    else header = undefined;
    const isHeaded = header !== undefined && speaksOfTargets(header);
    const isListed = line.kind === "list" && speaksOfTargets(line.intro);
    for (const sentence of splitSentences(line.plain.text.slice(0, 20_000))) {
      const whole = unwrapSentence(layout, line, sentence.text);
      const isAbout = isOnTargets(whole);
      if (!isHeaded && !isListed && !isAbout) continue;
      const start = line.plain.text.indexOf(sentence.text, sentence.start);
      // Only the first cell of a row names the sector.
      const scope = isHeaded ? firstCell(sentence.text) : sentence.text;
      for (const { name, at } of namedSectors(scope)) {
        if (!found.has(name))
          found.set(name, { name, at: line.start + toOriginalPlace(line.plain, start + at) });
      }
    }
  }
  return [...found.values()];
}

function speaksOfTargets(text: string): boolean {
  return TARGETING.test(text) || (OTHER_SCRIPT.test(text) && TARGET_WORDS.test(text));
}

/** Whether a sentence says who is attacked and gives no advice. */
function isOnTargets(text: string): boolean {
  if (ADVISING.test(text)) return false;
  return speaksOfTargets(text) && !(OTHER_SCRIPT.test(text) && ADVICE_WORDS.test(text));
}

function firstCell(row: string): string {
  const inner = row.startsWith("|") ? row.slice(1) : row;
  const end = inner.indexOf("|");
  return end < 0 ? row : row.slice(0, end + (row.length - inner.length));
}

import { splitSentences } from "../text/sentence.ts";
import { isTitleCase } from "./name-pattern.ts";

/** A clause that denies that somebody did it: nobody it names is named as the one. */
const DENIED =
  /(?:\b(?:not|never|cannot)|n['’]t)\b (?:[\w-]+ ){0,3}(?:think|believed?|assess(?:ed)?|consider(?:ed)?|suspect(?:ed)?|attribut\w+|responsible|behind|to blame|involved|the work of|the same (?:group|actors?))\b|\b(?:no|without|lack of|little|insufficient) (?:[\w-]+ ){0,2}(?:evidence|indications?|reason|signs?|proof|basis)\b.{0,120}\b(?:responsible|behind|involv\w+|attribut\w+|link\w*|connect\w*|work of)\b|\bunlikely\b.{0,60}\b(?:responsible|behind|involved|work of)\b|\b(?:wrongly|incorrectly|falsely|mistakenly|erroneously)\b|\bru(?:le|les|led|ling) out\b|\bneither\b/i;
/** From here to the end of its clause a sentence speaks of something else than its subject. */
const ELSEWHERE =
  /\b(?:unrelated to|not (?:related|linked|tied|connected|attributed) (?:to|with)|(?:distinct|different|separate) from|not the same as|not (?:to )?be confused with|rather than|instead of|no (?:[\w-]+ ){0,2}(?:links?|connections?|overlaps?|relations?|ties) (?:[\w-]+ ){0,3}(?:to|with|between)|(?:is|are|was|were) not(?= (?:the )?[A-Z])|(?:strongly |closely |somewhat |very |quite )?(?:similar|similarly|akin|comparable|analogous|identical) (?:to|with)|similarit(?:y|ies) (?:to|with|between)|resembl(?:e|es|ed|ing)|reminiscent of|compared (?:to|with)|in contrast (?:to|with)|(?:just|much|not) like|unlike|(?:as|like) (?:was |were )?(?:seen|observed|done|used) (?:by|in|with)|same (?:[\w-]+ ){1,4}(?:as|that)|inspired by|(?:other|many|several|various|multiple|numerous|a number of|a variety of|different) (?:[\w-]+ ){0,4}(?:groups?|actors?|gangs?|families|campaigns?|operations?|programs?|criminals|cybercriminals|adversaries)(?: \([^()]{1,40}\))?,? (?:such as|including|like|e\.g\.,?)|modell?ed (?:on|after)|in the style of|successors? (?:to|of))\b/gi;
const LEADING_LIKE = /^\s*(?:Like|As with|Similar to|Unlike|Compared (?:to|with))\b/;
const CLAUSE = /;|,? \b(?:but|while|whereas|although|though|however|yet)\b/gi;
/** Where a comparison ends inside its clause: a comma that does not go on with a list of names. */
const COMPARISON_END = /,(?! (?:and |or )?["“]?\p{Lu})|\)/u;

/** Where the other part of an overlap ends: a clause of its own, or a comma that names no further one. */
const OVERLAP_END =
  /;|,? \b(?:but|while|whereas|although|though|however|yet)\b|,(?! (?:and |or )?["“]?\p{Lu})|, and \w+ (?:is|are|was|were|has|have)\b/u;

/**
 * The text, of the same length, with blanks in place of comparisons (`similar to X in 2021`), of denials
 * (`we do not think X is responsible`) and of those a thing is told apart from. Names left are meant.
 */
export function blankAsides(text: string): string {
  const sentences = splitSentences(text);
  let out = "";
  for (const [i, { start }] of sentences.entries()) {
    const end = sentences[i + 1]?.start ?? text.length;
    out += text.slice(out.length, start) + blankSentence(text.slice(start, end));
  }
  return out + text.slice(out.length);
}

const OVERLAP =
  /\boverlap(?:s|ped|ping)?(?: (?:partially|partly|significantly|strongly))?(?: in [\w-]+)? with\b/gi;

/** The text, of the same length, with blanks in place of whatever something is said to overlap with. */
export function blankOverlaps(text: string): string {
  if (!/\boverlap/i.test(text)) return text;
  let out = text;
  for (const { text: sentence, start } of splitSentences(text)) {
    const from = out.indexOf(sentence, start);
    for (const { 0: cue, index } of sentence.matchAll(OVERLAP)) {
      const behind = index + cue.length;
      const stop = sentence.slice(behind).search(OVERLAP_END);
      const end = stop < 0 ? sentence.length : behind + stop;
      out = out.slice(0, from + index) + " ".repeat(end - index) + out.slice(from + end);
    }
  }
  return out;
}

function blankSentence(sentence: string): string {
  let out = "";
  let from = 0;
  for (const { index } of sentence.matchAll(CLAUSE)) {
    out += blankClause(sentence.slice(from, index));
    from = index;
  }
  return out + blankClause(sentence.slice(from));
}

function blankClause(clause: string): string {
  if (DENIED.test(clause)) return " ".repeat(clause.length);
  let out = clause;
  const lead = LEADING_LIKE.exec(clause);
  if (lead !== null) out = blank(out, 0, lead[0].length);
  for (const { 0: cue, index } of clause.matchAll(ELSEWHERE))
    out = blank(out, index, index + cue.length);
  return out;
}

function blank(text: string, from: number, behind: number): string {
  const stop = text.slice(behind).search(COMPARISON_END);
  const end = stop < 0 ? text.length : behind + stop;
  return text.slice(0, from) + " ".repeat(end - from) + text.slice(end);
}

/** Words in quotes or of a link, long enough to be the title of another document. */
const TITLED = /"[^"\n]{20,200}"|“[^“”\n]{20,200}”|‘[^‘’\n]{20,200}’|\[[^[\]\n]{20,300}\](?=\()/gu;
/** Targets of links: what stands in an address is no sentence's. */
const TARGET = /\]\([^()\s]{1,2000}(?:\s[^()\n]{0,200})?\)/g;

/** The text, of the same length, with blanks in place of titles of other documents and of targets of links. */
export function blankTitles(text: string): string {
  return text
    .replaceAll(TITLED, (match) => (isTitleCase(match) ? blankOf(match) : match))
    .replaceAll(TARGET, blankOf);
}

function blankOf(match: string): string {
  return " ".repeat(match.length);
}

/** What a sentence says to its reader, not of the attackers. */
export const ADVICE: RegExp =
  /\b(?:should|must|recommend\w*|ensure|consider|advised?|encouraged?|urged?|protects? (?:from|against)|defend(?:s|ing|ers?)?)\b|^[\s*+-]{0,6}(?:block|disable|restrict|prevent|monitor|limit|audit|review|remove|search|hunt|look|check|detect)\b/i;

/** The text, of the same length, with blanks in place of advice. */
export function blankAdvice(text: string): string {
  if (!ADVICE.test(text) && !text.includes(". ")) return text;
  let out = text;
  for (const { text: sentence, start } of splitSentences(text)) {
    if (!ADVICE.test(sentence)) continue;
    const end = start + sentence.length + 1;
    out = out.slice(0, start) + " ".repeat(Math.min(end, text.length) - start) + out.slice(end);
  }
  return out;
}

import { toPlainPlace } from "../text/emphasis.ts";
import type { Line } from "../text/layout.ts";
import { sentenceAt } from "../text/sentence.ts";

const ADVERBS =
  "(?:(?:actually|actively|directly|ever|themselves|yet|been|be|to|appear to|seem to|appear to have|seem to have) ){0,3}";
const VERB =
  "(?:use|used|using|employ|employed|leverage|leveraged|perform|performed|conduct|conducted|rely on|relied on|attempt|attempted|observe|observed|see|seen|detect|detected|find|found|identify|identified)";
/** Words that deny what follows them. */
const BEFORE = new RegExp(
  `\\b(?:not|never|cannot|\\w{2,6}n['’]t) ${ADVERBS}${VERB}\\b|\\b(?:no|without|lack of|little) (?:[a-z-]+ ){0,2}(?:evidence|indications?|signs?|traces?|use|observations?) (?:of|for|that)\\b`,
  "gi",
);
/** Words that deny what stands before them. */
const AFTER = new RegExp(
  `^[^.;,]{0,60}?\\b(?:was|were|is|are|has|have) (?:not|never) ${ADVERBS}${VERB}\\b(?! (?:by|until|because|due to|at first|initially|for)\\b)`,
  "i",
);
/** Who else may have left something undone or unseen: `the victims did not use MFA`, `the EDR did not detect X`. */
const OTHERS =
  /\b(?:victims?|organi[sz]ations?|users?|customers?|compan(?:y|ies)|administrators?|defenders?|entit(?:y|ies)|servers?|networks?|accounts?|systems?|devices?|edr|xdr|siem|soc|antivirus|av|products?|solutions?|tools?|software|sensors?|controls?|teams?|analysts?)\b/i;
const CLAUSE =
  /;|,? \b(?:but|while|whereas|although|though|however|yet|instead|rather|because|so)\b|,? \band (?:then )?(?:they|it|used|uses|the actors)\b/gi;
/** What is denied is over: another clause, or what the thing was for. */
const GOES_ON =
  /, (?!and |or |nor )\p{Ll}|\b(?:to|by|with|for|on|from|who|which|when|where|until|and (?:\p{L}{2,20}ed|then))\b/u;
const ENDS = /\b\p{Ll}[\p{L}-]{0,40},\s{0,3}$/u;
const MAX_WORDS = 4;

/** Whether the sentence says that what it names at a place was not done: `they did not use X (T1055)`. */
export function isDenied(line: Line, span: readonly [start: number, end: number]): boolean {
  if (line.kind === "table" || line.kind === "heading") return false;
  const sentence = sentenceAt(line, span[0]);
  const place = toPlainPlace(line.plain, span[0] - line.start);
  const from = line.plain.text.lastIndexOf(sentence, place);
  if (from < 0) return false;
  const at = place - from;
  return isDeniedIn(sentence, at, at + (span[1] - span[0]));
}

/** The same of a stretch of a sentence. */
export function isDeniedIn(sentence: string, at: number, end: number): boolean {
  let start = 0;
  let stop = sentence.length;
  for (const { 0: separator, index } of sentence.matchAll(CLAUSE)) {
    if (index < at) start = index + separator.length;
    else stop = Math.min(stop, index);
  }
  if (AFTER.test(sentence.slice(end, stop))) return true;
  const before = sentence.slice(start, at);
  const last = [...before.matchAll(BEFORE)].at(-1);
  if (last === undefined) return false;
  const subject = before.slice(0, last.index);
  return !OTHERS.test(subject) && isListOfNames(before.slice(last.index + last[0].length));
}

/** Names and ids with few other words between: more of them tell something else. */
function isListOfNames(text: string): boolean {
  const bare = text.replaceAll(/\([^()]{0,80}\)|\]\([^()\s]{0,200}\)/g, " ");
  const words = bare.match(/\b\p{Ll}[\p{L}’'-]*/gu) ?? [];
  const others = words.filter((word) => !/^(?:and|or|nor|of|the|any|via|such|as|e|g)$/.test(word));
  return others.length <= MAX_WORDS && !GOES_ON.test(bare) && !ENDS.test(bare);
}

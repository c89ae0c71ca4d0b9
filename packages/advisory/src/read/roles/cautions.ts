import { toPassage } from "@tocsin/model";
import type { Line } from "../../text/layout.ts";
import { splitSentences } from "../../text/sentence.ts";

/** Words with which an author tells to take care with a value, or that it is old. */
const CAUTION =
  /\b(?:(?:vet|vett(?:ed|ing)|investigat\w{1,4}|verif(?:y|ied|ying)|review(?:ed|ing)?|validat\w{1,4}|triage)\b[^.]{0,120}\b(?:before|prior to)\b[^.]{0,60}\b(?:block\w{0,4}|action|blacklist\w{0,4}|use|deploy\w{0,5})|may be (?:legitimate|benign|shared|outdated|stale)|(?:are|is|may) (?:not |no longer )(?:be )?(?:necessarily )?(?:malicious|active|in use|valid)|no longer (?:active|in use|malicious|controlled)|historical(?:ly)?|false positives?|should not be (?:blocked|considered|used)|do not block|legitimate (?:tools?|software|application|file|utilit)\w{0,4}|clean file|(?:could|may|might) (?:have been|be) (?:legitimate|reassigned|shared|compromised)|shared (?:hosting|infrastructure)|low(?:er)? confidence|sink-?holed?|not (?:inherently|by itself) malicious|(?:are|is) (?:over|more than) \w{1,12} (?:months?|years?) old)\b/i;
const MAX_SENTENCES = 40;

/** The sentence of a text that tells to take care, levelled, or undefined. */
export function findCaution(text: string): string | undefined {
  if (!CAUTION.test(text.slice(0, 4000))) return undefined;
  const sentences = splitSentences(text.slice(0, 4000)).slice(0, MAX_SENTENCES);
  const sentence = sentences.find((one) => CAUTION.test(one.text));
  return toPassage(sentence?.text ?? text);
}

/**
 * For each line of a list or table the caution of the paragraph, heading or introducing line right above it. A paragraph that comes
 * between ends an earlier caution unless it introduces the list.
 */
export function readListCautions(layout: readonly Line[]): ReadonlyMap<Line, string> {
  const cautions = new Map<Line, string>();
  let caution: string | undefined;
  // A caution serves one list; the next one needs its own.
  let isSpent = false;
  for (const line of layout) {
    const { kind, plain } = line;
    if (kind === "heading") {
      caution = findCaution(plain.text);
      isSpent = false;
    } else if (kind === "prose" && isSentence(plain.text)) {
      const own = findCaution(plain.text);
      const introduces = line.intro === plain.text;
      if (own !== undefined || !introduces || isSpent) caution = own;
      isSpent = false;
    } else if (caution !== undefined && kind !== "blank" && kind !== "rule") {
      cautions.set(line, caution);
      isSpent = true;
    }
  }
  return cautions;
}

function isSentence(text: string): boolean {
  return text.trim().split(/\s+/, 6).length > 4;
}

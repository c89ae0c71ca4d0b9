import type { CitedText } from "@tocsin/model";
import { splitSentences } from "../text/sentence.ts";
import { citeLine } from "./cite.ts";
import type { TextSource } from "./cite.ts";

/** What the sentence is about. */
const ABOUT =
  /\b(?:indicators?|iocs?|ip addresses|addresses|domains?|urls?|hash(?:es)?|infrastructure|block(?:ing|ed|s)?)\b/i;
/** That the reader must not take the values at their face. */
const CAUTION = new RegExp(
  [
    String.raw`\b(?:vet|vetted|vetting|verify|validate|investigat\w+|review)\b.{0,120}\b(?:prior to|before)\b.{0,60}\b(?:block|taking|action|acting)`,
    String.raw`\b(?:do not|should not|not be|without) (?:\w+ ){0,3}block`,
    String.raw`\bnot (?:\w+ ){0,3}(?:indicative|evidence|proof|malicious by itself|attribut)`,
    String.raw`\b(?:may|might|could|can) (?:also )?(?:be|have been|belong|include|represent|host)\b.{0,80}\b(?:legitimate|benign|shared|compromised|reassigned|false positives?)`,
    String.raw`\b(?:historical|outdated|dated|no longer (?:active|in use|used|valid)|years? old|aged?)\b`,
    String.raw`\b(?:dynamic|shared|short-?lived|ephemeral) (?:ip )?(?:addresses|hosting|infrastructure)\b`,
    String.raw`\bfalse positives?\b`,
    String.raw`\b(?:legitimate|benign) (?:\w+ ){0,2}(?:use|users?|purposes?|activity|traffic)\b`,
    String.raw`\b(?:caution|care) (?:should|must|is)\b|\bwith caution\b|\bexercise caution\b`,
  ].join("|"),
  "i",
);
const MAX_CAUTIONS = 30;
const MAX_LENGTH = 600;

/** Sentences in which a document cautions against taking its indicators at their face. */
export function findCautions(source: TextSource): CitedText[] {
  const found = new Map<string, CitedText>();
  for (const line of source.layout) {
    if (line.kind === "rule" || line.kind === "code" || line.kind === "blank") continue;
    for (const { text, start } of splitSentences(line.plain.text.slice(0, 20_000))) {
      if (found.size >= MAX_CAUTIONS) return [...found.values()];
      const sentence = text.replace(/^\|\s*|\s*\|$/g, "").replace(/^[-*•]\s+/, "");
      if (sentence.length > MAX_LENGTH || found.has(sentence)) continue;
      if (!ABOUT.test(sentence) || !CAUTION.test(sentence)) continue;
      found.set(sentence, { text: sentence, citations: [citeLine(source, line, start)] });
    }
  }
  return [...found.values()];
}

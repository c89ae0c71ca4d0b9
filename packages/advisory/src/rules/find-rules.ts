import { toPassage } from "@tocsin/model";
import type { RuleText } from "@tocsin/model";
import { citePlace } from "../read/cite.ts";
import type { TextSource } from "../read/cite.ts";
import type { FoundRule } from "./found-rule.ts";
import { findSigmaRules } from "./sigma.ts";
import { findNetworkRules } from "./snort.ts";
import { findYaraRules } from "./yara.ts";

/** Finds the YARA, Sigma, Snort and Suricata rules of any text, in its order. */
export function findRules(text: string): FoundRule[] {
  return [...findYaraRules(text), ...findSigmaRules(text), ...findNetworkRules(text)].toSorted(
    (a, b) => a.span[0] - b.span[0],
  );
}

/** The rules of a text, each with the place it begins at. */
export function readRules(
  source: TextSource,
  found: readonly FoundRule[] = findRules(source.text),
): RuleText[] {
  return found.map(({ language, name, text, span }): RuleText => {
    const { passage, ...place } = citePlace(source, span[0]);
    const words = source.text.slice(span[0], span[1]);
    return {
      language,
      name,
      text,
      citations: [{ ...place, passage: words === "" ? passage : toPassage(words) }],
    };
  });
}

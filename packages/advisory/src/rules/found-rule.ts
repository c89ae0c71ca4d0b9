import type { RuleText } from "@tocsin/model";

/** A detection rule as it stands in a text, with what it says of itself. */
export interface FoundRule extends Pick<RuleText, "language" | "name" | "text"> {
  /** Place in the text, half open, UTF-16 units; imports that were put before the rule lie outside. */
  readonly span: readonly [start: number, end: number];
  readonly meta: RuleMeta;
}

/** What a rule says of itself. */
export interface RuleMeta {
  readonly description?: string;
  readonly authors: readonly string[];
  /** As written: `2024-07-25`, `2024/07/25`. */
  readonly dates: readonly string[];
  readonly references: readonly string[];
  /** Digests of samples it was made from. */
  readonly hashes: readonly string[];
  /** Everything it says of itself and its tags, for catalogue numbers. */
  readonly words: string;
}

/** Longest rule, in UTF-16 units; what is longer is no rule. */
export const MAX_RULE = 500_000;
/** Most rules of one text. */
export const MAX_RULES = 50_000;

/** Units that may be looked at in all, broken rules included: a text of nothing but heads of rules is not read on. */
export function scanBudget(text: string): number {
  return text.length * 4 + MAX_RULE;
}

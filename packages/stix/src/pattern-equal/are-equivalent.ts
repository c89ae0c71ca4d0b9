import type { PatternNode } from "../pattern-node.ts";
import { observationForm } from "./observation-form.ts";

/** How {@link arePatternsEquivalent} works. */
export interface EquivalenceOptions {
  /** Most terms the normal form of one pattern may pass through. 1,000,000 unless told. */
  readonly maxTerms?: number;
}

/**
 * Whether two patterns mean the same, by a normal form: order of AND and OR, parentheses, repetition,
 * distribution and absorption make no difference, nor do spellings of an address or the case of a registry key.
 * Yes is certain. No is not: that `[A OR B]` and `[A] OR [B]`, or `NOT <` and `>=`, are the same is not seen.
 * @throws {StixError} `STIX_PATTERN_LIMIT` if alternatives multiply beyond `maxTerms`
 */
export function arePatternsEquivalent(
  a: PatternNode,
  b: PatternNode,
  options: EquivalenceOptions = {},
): boolean {
  return normalForm(a, options) === normalForm(b, options);
}

/**
 * A text that equivalent patterns share: a key to find them by. It is no pattern, and may change between versions.
 * @throws {StixError} `STIX_PATTERN_LIMIT`
 */
export function normalForm(pattern: PatternNode, options: EquivalenceOptions = {}): string {
  const of = options.maxTerms ?? 1_000_000;
  return observationForm(pattern, { left: of, of });
}

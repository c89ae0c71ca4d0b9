import type { Level } from "./detection.ts";
import type { Place } from "./place.ts";
import type { Comparison } from "./predicate.ts";

/** Sigma 2.1's correlation types. */
export type CorrelationType =
  | "event_count"
  | "value_count"
  | "temporal"
  | "temporal_ordered"
  | "value_sum"
  | "value_avg"
  | "value_percentile"
  | "value_median";

/** One bound on the counted figure; a range is two of them. */
export interface CorrelationBound {
  readonly comparison: Comparison;
  readonly value: number;
}

/** Which of the rules must have matched within one window; a rule by its id. */
export type CorrelationCondition =
  | { readonly kind: "rule"; readonly rule: string }
  | { readonly kind: "and" | "or"; readonly of: readonly CorrelationCondition[] }
  | { readonly kind: "not"; readonly of: CorrelationCondition };

/**
 * A rule over the matches of other rules (Sigma correlation rules 2.1).
 * `rules` are ids of detections or of other correlations. Windows slide over event time; both edges belong to them.
 */
export interface Correlation {
  readonly id: string;
  readonly name?: string;
  readonly title: string;
  readonly level: Level;
  readonly type: CorrelationType;
  readonly rules: readonly string[];
  readonly groupBy: readonly string[];
  readonly timespanMs: number;
  readonly bounds: readonly CorrelationBound[];
  /**
   * Of the temporal types: which rules must have matched, in words of and, or, not; absent, all of them must.
   * `not` means: no match within the window. Ordered, the rules that matched must have come in their order.
   */
  readonly condition?: CorrelationCondition;
  /** Fields whose values are counted, summed or ranked. */
  readonly fields: readonly string[];
  /** 0–100, for `value_percentile`. */
  readonly percentile?: number;
  /** alias → (rule id → field of that rule). */
  readonly aliases: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Whether the referenced rules report by themselves too. */
  readonly generate: boolean;
  readonly techniques: readonly string[];
  readonly origin?: Place;
}

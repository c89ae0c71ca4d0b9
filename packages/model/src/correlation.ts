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

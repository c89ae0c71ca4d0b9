import type { Citation } from "./citation.ts";
import type { Observable } from "./observable.ts";
import type { Place } from "./place.ts";
import type { Predicate } from "./predicate.ts";
import type { RecordSource } from "./record.ts";

/** Sigma's levels, least first. */
export const LEVELS = ["informational", "low", "medium", "high", "critical"] as const;

/** How bad a match is. */
export type Level = (typeof LEVELS)[number];

/** Sigma's logsource as written. */
export interface Logsource {
  readonly product?: string;
  readonly category?: string;
  readonly service?: string;
}

/**
 * Which records a predicate reads: every constraint given must hold; none given means every record.
 * Texts are compared without case; a channel or provider must be equal to one listed.
 */
export interface Scope {
  readonly formats?: readonly string[];
  readonly product?: string;
  readonly category?: string;
  readonly service?: string;
  readonly channels?: readonly string[];
  readonly providers?: readonly string[];
  readonly eventIds?: readonly number[];
  /** The source in words, for a person who lacks it: `Sysmon event 1 (process creation)`. */
  readonly needs: string;
}

/** One reading of a detection: the records it looks at and what it asks of them, in their field names. */
export interface Variant {
  readonly scope: Scope;
  readonly predicate: Predicate;
}

/** What the detection came from; findings of different kinds weigh differently. */
export type DetectionKind = "indicator" | "stix-pattern" | "sigma";

/**
 * How much one match says by itself. `strong`: hardly found by chance (a digest, a malicious domain);
 * `weak`: found in innocent records too (a file name, a user agent); `behaviour`: what an actor does.
 */
export type Strength = "strong" | "weak" | "behaviour";

/** A rule as predicates, with what a finding needs to explain itself. */
export interface Detection {
  /** The rule's own UUID, or one made from its content. */
  readonly id: string;
  readonly kind: DetectionKind;
  readonly title: string;
  readonly description?: string;
  readonly level: Level;
  readonly strength: Strength;
  /** ATT&CK ids, sorted. */
  readonly techniques: readonly string[];
  /** CVE ids the rule is tagged with, sorted. */
  readonly vulnerabilities: readonly string[];
  readonly logsource?: Logsource;
  /** At least one. A record is matched by the first variant whose scope takes it and whose predicate holds. */
  readonly variants: readonly Variant[];
  readonly falsePositives: readonly string[];
  /** The indicator's observable, where the detection is one. */
  readonly observable?: Observable;
  /** Where the rule stands. */
  readonly origin?: Place;
  /** What the advisory says of it. */
  readonly citations: readonly Citation[];
}

/** Whether the scope takes records of this source. */
export function scopeTakes(scope: Scope, source: RecordSource): boolean {
  return (
    (scope.formats === undefined || scope.formats.includes(source.format)) &&
    same(scope.product, source.product) &&
    same(scope.category, source.category) &&
    same(scope.service, source.service) &&
    listed(scope.channels, source.channel) &&
    listed(scope.providers, source.provider) &&
    (scope.eventIds === undefined ||
      (source.eventId !== undefined && scope.eventIds.includes(source.eventId)))
  );
}

function same(wanted: string | undefined, got: string | undefined): boolean {
  return wanted === undefined || wanted === got || wanted.toLowerCase() === got?.toLowerCase();
}

function listed(wanted: readonly string[] | undefined, got: string | undefined): boolean {
  if (wanted === undefined) return true;
  if (got === undefined) return false;
  if (wanted.includes(got)) return true;
  const folded = got.toLowerCase();
  return wanted.some((name) => name.toLowerCase() === folded);
}

import type { Citation } from "./citation.ts";
import type { DetectionKind, Level, Strength } from "./detection.ts";
import type { Observable } from "./observable.ts";
import type { Place, RecordPlace } from "./place.ts";

/** Version of the finding's JSON shape. */
export const FINDING_VERSION = "3";

/** One field that made a detection match, and what was asked of it. */
export interface MatchedField {
  readonly field: string;
  /** The value as text, at most 2,000 characters. */
  readonly value: string;
  /** The test in words: `ends with "\powershell.exe"`. */
  readonly test: string;
}

/** The detection, as far as a finding needs it. */
export interface FindingDetection {
  readonly id: string;
  readonly kind: DetectionKind;
  readonly title: string;
  readonly level: Level;
  readonly strength: Strength;
  readonly techniques: readonly string[];
  readonly vulnerabilities: readonly string[];
  readonly observable?: Observable;
  readonly origin?: Place;
  readonly falsePositives: readonly string[];
}

/** A record that matched: where it stands and when it happened. */
export interface Occurrence {
  readonly place: RecordPlace;
  /** ISO 8601, UTC. */
  readonly time?: string;
  /** What kind of record, in words: `Microsoft-Windows-Sysmon/Operational 1`. */
  readonly source: string;
}

/**
 * One detection that matched on one host with the same values: deduplicated and explained.
 * The same record met twice (a copy of a log) counts once.
 */
export interface Finding {
  readonly version: typeof FINDING_VERSION;
  /** UUIDv5 over detection, host and matched values. */
  readonly id: string;
  readonly detection: FindingDetection;
  readonly host?: string;
  /** Why it matched: the deciding fields, in the order of the rule. */
  readonly matched: readonly MatchedField[];
  /** Records that matched, each counted once. */
  readonly count: number;
  /** ISO 8601, UTC; absent if no record told its time. */
  readonly firstSeen?: string;
  readonly lastSeen?: string;
  /** The earliest ones, at most ten. */
  readonly occurrences: readonly Occurrence[];
  /** What the advisory says of it. */
  readonly citations: readonly Citation[];
}

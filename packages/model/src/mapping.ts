/** Which records an entry of a mapping is for: every condition given must hold. */
export interface MappingCondition {
  /** What decoded the record: `json`, `windows-json`. */
  readonly format?: string;
  /** Paths of fields that must be there and not null. */
  readonly has?: readonly string[];
  /** Paths of fields that must have this value; text without regard to case, numbers also as their text. */
  readonly equals?: Readonly<Record<string, string | number | boolean>>;
}

/** What a mapping says of records of one kind. */
export interface MappingEntry {
  readonly when: MappingCondition;
  readonly product?: string;
  readonly category?: string;
  readonly service?: string;
  readonly channel?: string;
  readonly provider?: string;
  readonly eventId?: number;
  /** Sigma's name → paths in the record, of which the first that has a value gives it. */
  readonly fields: Readonly<Record<string, readonly string[]>>;
  /** Paths of the event's time, best first. */
  readonly time?: readonly string[];
  /** Paths of the computer's name, best first. */
  readonly host?: readonly string[];
}

/**
 * A user's own words for the records of their export. Plain data: it crosses threads. A record takes the first
 * entry whose condition holds, and keeps its own names beside the new ones.
 */
export interface RecordMapping {
  readonly entries: readonly MappingEntry[];
}

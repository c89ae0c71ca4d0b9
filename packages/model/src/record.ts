import type { RecordPlace } from "./place.ts";

/** One value of a field. Whole numbers beyond 2^53 come as their decimal text. */
export type Scalar = string | number | boolean;

/** A field's content: null, one value, or several. Absent is `undefined`. */
export type FieldValue = null | Scalar | readonly Scalar[];

/**
 * What a record is, as far as its format tells: the facts by which logsources choose.
 * Texts as the source spells them; comparisons fold case.
 */
export interface RecordSource {
  /** `evtx`, `windows-json`, `json`, `web-access`, `text`: what decoded it. */
  readonly format: string;
  /** Sigma's product where it is certain: `windows`. */
  readonly product?: string;
  /** Sigma's category where the format itself says so: `webserver`. */
  readonly category?: string;
  /** Sigma's service where the format itself says so. */
  readonly service?: string;
  /** Windows channel. */
  readonly channel?: string;
  /** Windows provider name. */
  readonly provider?: string;
  readonly eventId?: number;
}

/**
 * One decoded unit of evidence. Fields are decoded when they are asked for.
 * Field names are those of the source: for Windows the EventData names, and `System` as Sigma writes it
 * (`EventID`, `Channel`, `Provider_Name`, `Execution_ProcessID`). A text line has the one field `line`.
 */
export interface EvidenceRecord {
  readonly place: RecordPlace;
  readonly source: RecordSource;
  /** Time of the event, UTC milliseconds; absent if the record tells none. */
  readonly timeMs?: number | undefined;
  /** Computer the record speaks of. */
  readonly host?: string | undefined;
  field(name: string): FieldValue | undefined;
  /** All fields in a stable order. */
  fields(): Iterable<readonly [name: string, value: FieldValue]>;
  /** The way to values that are not decoded yet; one object for all records of a kind. */
  readonly fieldSource?: FieldSource | undefined;
}

/** Opens cursors: what is to be known of a list of names is worked out once, not for each record. */
export interface FieldSource {
  /** A cursor over these names, for records that bear this source. Their order gives the indexes. */
  open(names: readonly string[]): FieldCursor;
  /** A cursor over every value, whatever its name. */
  openAll(): ValueCursor;
}

/**
 * What the bytes of a value say of its text. `ascii`: they are its characters, all of them ASCII. `escaped`:
 * its ASCII is among them, with escapes of JSON other than `\u`, and none of its other characters has a lower
 * case with ASCII in it (U+0130, U+212A). `utf16`: they are its units, low byte first. `figure`: the
 * text has digits, letters from `a` to `f`, and `x S T Z : . - + { }` only, whatever the bytes are; one dot at
 * most, no 32 of these digits and letters in a row, and no such letter beside a colon. `mixed`: of
 * many values, the texts as of `utf16`, at any offset, among bytes of figures, `true`,
 * `false`, infinities, and what belongs to no value. `other`: nothing.
 */
export const RAW_FORM = {
  other: 0,
  ascii: 1,
  escaped: 2,
  utf16: 3,
  figure: 4,
  mixed: 5,
} as const;

/** One of {@link RAW_FORM}. */
export type RawForm = (typeof RAW_FORM)[keyof typeof RAW_FORM];

/** Bytes of a value that is not decoded yet; valid until the cursor goes on. */
export interface RawValue {
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly end: number;
  /** 0–255: bytes that are equal under one kind are one value, in whatever record and field. */
  readonly kind: number;
  readonly form: RawForm;
}

/** What is turned to one record after the other. */
export interface RecordCursor extends RawValue {
  /**
   * Whether {@link RawValue.start}–{@link RawValue.end} are now a stretch of bytes that holds every value of the
   * record but the {@link constants}, and perhaps those of other records: who asks them all may search it once.
   */
  surround(): boolean;
  /** Values that do not lie in the record, but go with its kind: one object for all records of it. */
  readonly constants: readonly string[];
}

/** Goes through the values of one record after the other, in no order that means something. */
export interface ValueCursor extends RecordCursor {
  /**
   * Turns to a record. How many values it has; undefined if they can only be had by `record.fields()`.
   */
  turn(record: EvidenceRecord): number | undefined;
  /** As {@link FieldCursor.locate}. */
  locate(index: number): boolean;
  /** The value; undefined and null where the record has none. */
  value(index: number): FieldValue | undefined;
}

/**
 * Looks at some fields of one record after the other without decoding them. What it gives is valid until the
 * next call of the same cursor, as long as the record is.
 */
export interface FieldCursor extends RecordCursor {
  /** Turns to a record. */
  turn(record: EvidenceRecord): void;
  /**
   * One object for all records that have the same fields in the same places; undefined where only the record
   * itself knows.
   */
  readonly shape: object | undefined;
  /** Whether the field is absent, or has the same value, in all records of the {@link shape}. */
  isFixed(index: number): boolean;
  /**
   * Whether the field's value lies undecoded at {@link RawValue.start}–{@link RawValue.end}. If not, which says
   * nothing of whether there is one, {@link value} has the answer.
   */
  locate(index: number): boolean;
  /** What `record.field(name)` gives. */
  value(index: number): FieldValue | undefined;
}

/** A record over a plain object; for tests, small sources and JSON that is already parsed. */
export function plainRecord(
  fields: Readonly<Record<string, FieldValue>>,
  about: Omit<EvidenceRecord, "field" | "fields">,
): EvidenceRecord {
  return {
    ...about,
    field: (name) => (Object.hasOwn(fields, name) ? fields[name] : undefined),
    fields: () => Object.entries(fields),
  };
}

import type { RecordPlace, Scalar } from "@tocsin/model";

/** How a value lies in its slots. */
export const SLOT = {
  /** Not there; no slot. */
  absent: 0,
  /** A whole number from 0 up to 2^32; one slot. */
  whole: 1,
  /** Any number; two slots. */
  float: 2,
  /** A text that is a whole number, as the log's own numbers often are; one slot. */
  digits: 3,
  /** The number of a text; one slot. */
  text: 4,
  /** The number of a list of values; one slot. */
  list: 5,
  /** True; no slot. */
  yes: 6,
} as const;

/** What many events have alike. Plain data. */
export interface FeedForm {
  /** Index in the run's detections. */
  readonly detection: number;
  /** Numbers of texts; a host of -1 is none. */
  readonly file: number;
  readonly source: number;
  readonly host: number;
  /** Names of what the place has, in its order; the file is among them. */
  readonly placeNames: readonly string[];
  /** {@link SLOT}: of each of the place's names, then of each field that the detection is asked for. */
  readonly slots: readonly number[];
}

/** Matches of detections, in columns. Plain data: it crosses threads. Row for row: */
export interface FeedBatch {
  readonly forms: readonly FeedForm[];
  readonly texts: readonly string[];
  readonly lists: readonly (readonly Scalar[])[];
  /** Number of the form. */
  readonly form: Uint32Array;
  /** UTC milliseconds. */
  readonly timeMs: Float64Array;
  /** Two words: tell the record and its detection from others, and not from its copies. */
  readonly identity: Uint32Array;
  /** Where its slots begin. */
  readonly start: Uint32Array;
  readonly slots: Uint32Array;
  /** How many were left out, because a bound was met. */
  readonly leftOut: number;
}

/** As much of a record as a finding over several of them needs. */
export interface FeedRecord {
  readonly place: RecordPlace;
  readonly source: string;
  readonly host: string | undefined;
}

/** How many slots a value takes. */
export function slotCount(slot: number): number {
  if (slot === SLOT.absent || slot === SLOT.yes) return 0;
  return slot === SLOT.float ? 2 : 1;
}

/** The same for forms that are the same. */
export function formKey({ detection, file, source, host, placeNames, slots }: FeedForm): string {
  return `${detection}|${file}|${source}|${host}|${placeNames.join()}|${slots.join()}`;
}

/** Whether two forms of one detection are the same. */
export function isSameForm(a: FeedForm, b: FeedForm): boolean {
  return (
    a.file === b.file &&
    a.source === b.source &&
    a.host === b.host &&
    isSameList(a.placeNames, b.placeNames) &&
    isSameList(a.slots, b.slots)
  );
}

function isSameList<T>(a: readonly T[], b: readonly T[]): boolean {
  return a.length === b.length && a.every((one, index) => one === b[index]);
}

const pair = new Float64Array(1);
const words = new Uint32Array(pair.buffer);

/** A number as two words, in this machine's order. */
export function toWords(value: number): readonly [number, number] {
  pair[0] = value;
  return [words[0] ?? 0, words[1] ?? 0];
}

/** The number that two words are. */
export function fromWords(first: number, second: number): number {
  words[0] = first;
  words[1] = second;
  return pair[0] ?? 0;
}

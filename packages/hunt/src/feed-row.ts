import type { EvidenceRecord, RecordPlace, Scalar } from "@tocsin/model";

/** What many events have alike. Plain data. */
export interface FeedForm {
  /** Index in the run's detections. */
  readonly detection: number;
  /** Numbers of texts. */
  readonly file: number;
  readonly source: number;
  /** Names of what the place has, in its order; the file is among them. */
  readonly placeNames: readonly string[];
  /** {@link SLOT}: of the host, of each of the place's names, then of each field that the detection is asked for. */
  readonly slots: readonly number[];
}

/** As much of a record as a finding over several of them needs. */
export interface FeedRecord {
  readonly place: RecordPlace;
  readonly source: string;
  readonly host: string | undefined;
}

/** How a value lies in the words of a row. */
export const SLOT = {
  /** Not there; no word. */
  absent: 0,
  yes: 1,
  no: 2,
  /** A whole number from 0 up to 2^32; one word. */
  whole: 3,
  /** Any number; two words. */
  float: 4,
  /** A text that is a whole number, as the log's own numbers often are; one word. */
  digits: 5,
  /** Its length, then four UTF-16 units a word, all below 256. */
  narrow: 6,
  /** Its length, then two UTF-16 units a word. */
  wide: 7,
  /** How many there are; then of each how it lies, and itself. */
  list: 8,
} as const;

/**
 * Words of a row before its values: how many words it has, number of its form, time (two), identity (two). The identity tells
 * the record and its detection from others, and not from its copies.
 */
export const ROW = { length: 0, form: 1, time: 2, identity: 4, values: 6 } as const;

/** How a value will lie. */
function slotOf(value: Scalar): number {
  if (typeof value === "boolean") return value ? SLOT.yes : SLOT.no;
  if (typeof value !== "string") return isWord(value) ? SLOT.whole : SLOT.float;
  if (/^\d{1,10}$/u.test(value) && String(Number(value)) === value && isWord(Number(value)))
    return SLOT.digits;
  return isNarrow(value) ? SLOT.narrow : SLOT.wide;
}

/** Writes a value that is to lie so. */
function putValue(value: Scalar, slot: number, push: (word: number) => void): void {
  if (slot === SLOT.whole || slot === SLOT.digits) push(Number(value));
  else if (slot === SLOT.float) for (const word of toWords(Number(value))) push(word);
  else if (slot === SLOT.narrow || slot === SLOT.wide)
    putText(String(value), slot === SLOT.narrow ? 8 : 16, push);
}

/** Writes what a record has in a field. Gives how it lies. */
export function putField(
  value: ReturnType<EvidenceRecord["field"]>,
  push: (word: number) => void,
): number {
  if (value === undefined || value === null) return SLOT.absent;
  if (typeof value !== "object") {
    const slot = slotOf(value);
    putValue(value, slot, push);
    return slot;
  }
  const [only] = value;
  if (value.length === 1 && only !== undefined) return putField(only, push);
  push(value.length);
  for (const one of value) {
    const slot = slotOf(one);
    push(slot);
    putValue(one, slot, push);
  }
  return SLOT.list;
}

/** Reads the values of a row, one after the other. */
export class RowReader {
  readonly #at: (index: number) => number;
  #next: number;

  /** @param row where it begins */
  constructor(at: (index: number) => number, row: number) {
    this.#at = at;
    this.#next = row + ROW.values;
  }

  /** What lies so at this place; nothing if it is absent. */
  read(slot: number): readonly Scalar[] {
    switch (slot) {
      case SLOT.absent:
        return [];
      case SLOT.yes:
        return [true];
      case SLOT.no:
        return [false];
      case SLOT.whole:
        return [this.#word()];
      case SLOT.float:
        return [fromWords(this.#word(), this.#word())];
      case SLOT.digits:
        return [String(this.#word())];
      case SLOT.list:
        return Array.from({ length: this.#word() }, () => this.read(this.#word())[0] ?? "");
      default:
        return [this.#text(slot === SLOT.narrow ? 8 : 16)];
    }
  }

  #word(): number {
    return this.#at(this.#next++);
  }

  #text(bits: 8 | 16): string {
    const units = bits === 8 ? narrow : wide;
    let text = "";
    let used = 0;
    let word = 0;
    let held = 0;
    for (let left = this.#word(); left > 0; left--) {
      if (held === 0) {
        word = this.#word();
        held = 32;
      }
      units[used++] = word & (2 ** bits - 1);
      word >>>= bits;
      held -= bits;
      if (used < UNITS && left > 1) continue;
      text +=
        bits === 8
          ? narrow.toString("latin1", 0, used)
          : String.fromCharCode(...wide.subarray(0, used));
      used = 0;
    }
    return text;
  }
}

/** Of a text that is read, at a time. */
const UNITS = 4096;
const narrow = Buffer.alloc(UNITS);
const wide = new Uint16Array(UNITS);

/** The same for forms that are the same. */
export function formKey({ detection, file, source, placeNames, slots }: FeedForm): string {
  return `${detection}|${file}|${source}|${placeNames.join()}|${slots.join()}`;
}

/** Whether two forms of one detection are the same. */
export function isSameForm(a: FeedForm, b: FeedForm): boolean {
  return (
    a.file === b.file &&
    a.source === b.source &&
    isSameList(a.placeNames, b.placeNames) &&
    isSameList(a.slots, b.slots)
  );
}

function isSameList<T>(a: readonly T[], b: readonly T[]): boolean {
  return a.length === b.length && a.every((one, index) => one === b[index]);
}

function putText(text: string, bits: 8 | 16, push: (word: number) => void): void {
  push(text.length);
  let word = 0;
  let held = 0;
  for (let at = 0; at < text.length; at++) {
    word |= text.charCodeAt(at) << held;
    held += bits;
    if (held < 32) continue;
    push(word >>> 0);
    word = 0;
    held = 0;
  }
  if (held > 0) push(word >>> 0);
}

function isNarrow(text: string): boolean {
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) > 0xff) return false;
  return true;
}

function isWord(value: number): boolean {
  return value >>> 0 === value && !Object.is(value, -0);
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

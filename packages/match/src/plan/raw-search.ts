// Wu and Manber, "A fast algorithm for multi-pattern searching", 1994: a window as long as the shortest text
// is moved by as much as its last two characters allow, so that most of a value is never looked at. Bytes that are
// characters are sampled instead, if the texts are long enough.
import { RAW_FORM } from "@tocsin/model";
import type { RawValue } from "@tocsin/model";
import { foldCase } from "../text.ts";
import { createGramSearch, MIN_GRAM_TEXT } from "./gram-search.ts";

/**
 * Says of a value that is not decoded whether its lower case may contain one of some texts. "No" is certain;
 * "yes" is to be looked at.
 */
export interface RawSearch {
  mayHold(value: RawValue): boolean;
  /** The same of a stretch of bytes that is asked of several times in a row, by whomever. */
  mayStretchHold(stretch: RawValue): boolean;
  /** The same of a text. */
  mayHoldText(text: string): boolean;
}

/** Gives the search for texts; for the same texts the same one. */
export type SearchFor = (texts: readonly string[]) => RawSearch | undefined;

/** Programs of a plan mostly look for the same texts, in records of the same chunk. */
export function createSearches(): SearchFor {
  const made = new Map<string, RawSearch | undefined>();
  return (texts) => {
    const key = texts.toSorted().join("\u0000");
    if (!made.has(key)) made.set(key, createRawSearch(texts));
    return made.get(key);
  };
}

const FIGURES = /^[\da-fxstz:.\-+{}]*$/;
/** What no figure has, but an address or a digest. Those with colons are times. */
const NO_FIGURE = /\..*\.|[\da-f]{32}|[a-f].*:|:.*[a-f]/;
/** Texts of truth values and of numbers that are none. */
const WORDS = ["true", "false", "-infinity", "nan"];
/** What JSON may write otherwise than it is. */
const ESCAPED = /["\\/\u0000-\u001f]/;

/**
 * A search for texts in lower case. Undefined where it would spare nothing: a text is shorter than three
 * characters, or is not ASCII.
 */
export function createRawSearch(texts: readonly string[]): RawSearch | undefined {
  if (texts.length === 0 || texts.some((text) => text.length < 3 || !/^[\x02-\x7f]*$/.test(text)))
    return undefined;
  const shifts = shiftsOf(texts);
  const plain = createByteSearch(texts);
  const units = createWindow(shifts, 2);
  const mixed = createMixedWindow(shifts);
  const runs = texts.map(longestRun);
  const escaped = runs.every(({ length }) => length >= 3) ? createByteSearch(runs) : undefined;
  const figures = texts.some(
    (text) =>
      (FIGURES.test(text) && !NO_FIGURE.test(text)) || WORDS.some((word) => word.includes(text)),
  );
  const mayHold = (value: RawValue): boolean => {
    const { bytes, start, end, form } = value;
    switch (form) {
      case RAW_FORM.ascii:
        return plain(bytes, start, end);
      case RAW_FORM.utf16:
        return units(bytes, start, end);
      case RAW_FORM.escaped:
        return escaped === undefined || escaped(bytes, start, end);
      case RAW_FORM.figure:
        return figures;
      case RAW_FORM.mixed:
        return figures || mixed(bytes, start, end);
      default:
        return true;
    }
  };
  let last = { bytes: new Uint8Array() as Uint8Array, start: 0, end: 0, says: false };
  return {
    mayHold,
    mayStretchHold(stretch) {
      const { bytes, start, end } = stretch;
      if (bytes !== last.bytes || start !== last.start || end !== last.end)
        last = { bytes, start, end, says: mayHold(stretch) };
      return last.says;
    },
    mayHoldText(value) {
      const folded = foldCase(value);
      return texts.some((text) => folded.includes(text));
    },
  };
}

/** The longest piece of a text that JSON writes as it is. */
function longestRun(text: string): string {
  return text
    .split(ESCAPED)
    .reduce((longest, run) => (run.length > longest.length ? run : longest), "");
}

type Window = (bytes: Uint8Array, start: number, end: number) => boolean;

/** In bytes that are characters. */
function createByteSearch(texts: readonly string[]): Window {
  return texts.every(({ length }) => length >= MIN_GRAM_TEXT)
    ? createGramSearch(texts, (text, bytes, from, end) => stands(text, bytes, from, end, 1))
    : createWindow(shiftsOf(texts), 1);
}

interface Shifts {
  /** Length of the window, characters. */
  readonly size: number;
  /** By the last two characters of the window, in either case: how far it may be moved. */
  readonly shifts: Uint8Array;
  /** Where it may not be moved: the texts that begin with those of the window's length. */
  readonly heads: ReadonlyMap<number, readonly string[]>;
}

function shiftsOf(texts: readonly string[]): Shifts {
  const size = shortestOf(texts);
  const shifts = new Uint8Array(1 << 16).fill(Math.min(size - 1, 255));
  const heads = new Map<number, string[]>();
  for (const text of texts) {
    for (let at = 1; at < size; at++)
      for (const before of casesOf(text.charCodeAt(at - 1)))
        for (const unit of casesOf(text.charCodeAt(at))) {
          const slot = (before << 8) | unit;
          shifts[slot] = Math.min(shifts[slot] as number, size - 1 - at);
        }
    const last = (text.charCodeAt(size - 2) << 8) | text.charCodeAt(size - 1);
    const known = heads.get(last);
    if (known === undefined) heads.set(last, [text]);
    else known.push(text);
  }
  return { size, shifts, heads };
}

/** Length of the shortest of some texts. */
function shortestOf(texts: readonly string[]): number {
  return texts.reduce((least, { length }) => Math.min(least, length), Infinity);
}

/** A character of lower case as it may stand. */
function casesOf(unit: number): readonly number[] {
  return unit >= 0x61 && unit <= 0x7a ? [unit, unit - 32] : [unit];
}

function createWindow({ size, shifts, heads }: Shifts, step: 1 | 2): Window {
  return (bytes, start, end) => {
    for (let at = start + (size - 1) * step; at < end;) {
      const slot =
        step === 1
          ? ((bytes[at - 1] as number) << 8) | (bytes[at] as number)
          : (unitAt(bytes, at - 2, 2) << 8) | unitAt(bytes, at, 2);
      const shift = shifts[slot] as number;
      if (shift > 0) {
        at += shift * step;
        continue;
      }
      const from = at - (size - 1) * step;
      for (const text of heads.get(foldSlot(slot)) ?? [])
        if (stands(text, bytes, from, end, step)) return true;
      at += step;
    }
    return false;
  };
}

/** As the window of UTF-16, where a text may begin at any byte. */
function createMixedWindow({ size, shifts, heads }: Shifts): typeof search {
  function search(bytes: Uint8Array, start: number, end: number): boolean {
    for (let at = start + (size - 1) * 2; at < end;) {
      const low = bytes[at] as number;
      // A high byte, of this character or the one before; or no text.
      if (low <= 1) {
        at++;
        continue;
      }
      const isPlain = bytes[at - 1] === 0 && bytes[at + 1] === 0;
      const slot = isPlain
        ? ((bytes[at - 2] as number) << 8) | low
        : (unitAt(bytes, at - 2, 2) << 8) | unitAt(bytes, at, 2);
      const shift = shifts[slot] as number;
      if (shift > 0) {
        // `!` may be the high byte of U+212A; every other byte is a low one, or within no text that is looked for.
        at += low === 0x21 ? 1 : shift * 2;
        continue;
      }
      const from = at - (size - 1) * 2;
      for (const text of heads.get(foldSlot(slot)) ?? [])
        if (stands(text, bytes, from, end, 2)) return true;
      at++;
    }
    return false;
  }
  return search;
}

function foldSlot(slot: number): number {
  return ((FOLDED[slot >> 8] as number) << 8) | (FOLDED[slot & 255] as number);
}

function unitAt(bytes: Uint8Array, at: number, step: 1 | 2): number {
  const low = bytes[at] as number;
  if (step === 1 || bytes[at + 1] === 0) return FOLDED[low] as number;
  return foldWide(low | ((bytes[at + 1] as number) << 8));
}

function stands(text: string, bytes: Uint8Array, from: number, end: number, step: 1 | 2): boolean {
  if (from + text.length * step > end) return false;
  for (let n = 0; n < text.length; n++)
    if (unitAt(bytes, from + n * step, step) !== text.charCodeAt(n)) return false;
  return true;
}

/** Bytes below 128 in lower case; the others are no ASCII. */
const FOLDED: Uint8Array = Uint8Array.from({ length: 256 }, (_, unit) =>
  unit >= 0x41 && unit <= 0x5a ? unit + 32 : unit < 128 ? unit : 0,
);

/** Two characters beyond ASCII have a lower case that begins with ASCII: U+0130 and U+212A. */
function foldWide(unit: number): number {
  if (unit === 0x130) return 0x69;
  return unit === 0x212a ? 0x6b : 0;
}

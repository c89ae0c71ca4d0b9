import { isWordUnit } from "./observable-character.ts";
import { foldCase } from "./text.ts";

/** A text as a pass over it reads it: a byte for each UTF-16 unit of the folded text. */
export interface Units {
  /**
   * Valid until the next text is read; eight zeros, a dot and a colon follow. Upper case may stand in it: {@link SIGNS} folds it.
   */
  bytes: Uint8Array;
  /** The same bytes. */
  view: DataView;
  length: number;
}

/** What a non-word beyond ASCII becomes: a sign that is no word in ASCII either. */
const OTHER = 0x7f;
/** Below this a loop is quicker than a call that leaves JavaScript. */
const SHORT = 48;
/** Longer texts get a buffer of their own, which is not kept. */
const KEPT_UNITS = 1 << 20;

/** Zeros behind a text, so that whole words of memory can be read. */
const ZEROS = 8;
/** Behind them what `indexOf` is used for, so that it does not run on through the buffer. */
const STOPS: readonly number[] = [0x2e, 0x3a];
const SLACK = ZEROS + STOPS.length;

const encoder = new TextEncoder();
let kept = unitsOf(4096);

/** The folded sign of each byte; both slashes are one. */
export const SIGNS: Uint8Array = new Uint8Array(256);
/** 1 for each byte that stands for a letter or a number. */
export const IS_WORD: Uint8Array = new Uint8Array(256);
for (let byte = 0; byte < 256; byte++) {
  const isUpper = byte >= 0x41 && byte <= 0x5a;
  const sign = isUpper ? byte + 0x20 : byte;
  SIGNS[byte] = sign === 0x2f ? 0x5c : sign;
  if (byte > OTHER || isWordUnit(byte)) IS_WORD[byte] = 1;
}

/**
 * The byte for a unit of a folded text. Those of ASCII are themselves; beyond it many units share a byte, which
 * is right for a pass that only finds what may be there, and words stay words.
 */
export function signOf(unit: number): number {
  if (unit < 0x80) return unit;
  return isWordUnit(unit) ? 0x80 | ((unit ^ (unit >> 7)) & 0x7f) : OTHER;
}

/** Reads a text into bytes. ASCII, which nearly all text is, is neither folded nor copied twice. */
export function readUnits(text: string): Units {
  const { length } = text;
  const units = roomFor(length);
  const { bytes } = units;
  if (length < SHORT) {
    let at = 0;
    for (; at < length; at++) {
      const unit = text.charCodeAt(at);
      if (unit >= 0x80) break;
      bytes[at] = unit;
    }
    if (at === length) return end(units, length);
  } else {
    const { read, written } = encoder.encodeInto(text, bytes);
    if (read === length && written === length) return end(units, length);
  }
  return readFolded(foldCase(text));
}

function readFolded(folded: string): Units {
  const { length } = folded;
  const units = roomFor(length);
  for (let at = 0; at < length; at++) units.bytes[at] = signOf(folded.charCodeAt(at));
  return end(units, length);
}

function end(units: Units, length: number): Units {
  units.length = length;
  for (let i = 0; i < SLACK; i++) units.bytes[length + i] = i < ZEROS ? 0 : (STOPS[i - ZEROS] ?? 0);
  return units;
}

function roomFor(length: number): Units {
  if (length > KEPT_UNITS) return unitsOf(length);
  if (length + SLACK > kept.bytes.length) kept = unitsOf(Math.min(KEPT_UNITS, length * 2));
  return kept;
}

function unitsOf(length: number): Units {
  const bytes = new Uint8Array(length + SLACK);
  return { bytes, view: new DataView(bytes.buffer), length };
}

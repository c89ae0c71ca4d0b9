import type { FieldValue } from "@tocsin/model";
import { PLAIN, WORD } from "./flat-scan.ts";
import { isScalar } from "./flatten.ts";
import { parseJson } from "./parse-json.ts";

const UTF8 = new TextDecoder("utf-8", { ignoreBOM: true });
const SLOTS = 1024;
const MAX_KEPT_BYTES = 96;

/** The text of bytes of UTF-8. */
export function textOf(bytes: Uint8Array, from: number, end: number): string {
  return UTF8.decode(bytes.subarray(from, end));
}

/** The value that stands at a place of a line: what parsing the line would give for it. */
export function valueOf(bytes: Uint8Array, from: number, end: number, kind: number): FieldValue {
  if (kind === PLAIN) return textOf(bytes, from, end);
  const whole = kind === WORD ? wholeNumber(bytes, from, end) : -1;
  if (whole >= 0) return whole;
  const text = kind !== WORD ? textOf(bytes, from - 1, end + 1) : textOf(bytes, from, end);
  const parsed = parseJson(text);
  // It was scanned as one of these before.
  return isScalar(parsed.value) ? parsed.value : null;
}

/** A number of one to fifteen digits, which is exact; -1 for all else. */
export function wholeNumber(bytes: Uint8Array, from: number, end: number): number {
  if (end - from > 15) return -1;
  let number = 0;
  for (let at = from; at < end; at++) {
    const digit = (bytes[at] ?? 0) - 0x30;
    if (!(digit >= 0 && digit <= 9)) return -1;
    number = number * 10 + digit;
  }
  return number;
}

/** Decodes short texts that come again and again: the ones met last are known by their bytes. */
export interface TextCache {
  text(bytes: Uint8Array, from: number, end: number): string;
}

export function createTextCache(): TextCache {
  const kept: Uint8Array[] = Array.from({ length: SLOTS }, () => new Uint8Array(0));
  const texts: string[] = Array.from({ length: SLOTS }, () => "");
  return {
    text: (bytes, from, end) => {
      const size = end - from;
      if (size > MAX_KEPT_BYTES) return textOf(bytes, from, end);
      let hash = size;
      for (let at = from; at < end; at++) hash = (Math.imul(hash, 31) + (bytes[at] ?? 0)) | 0;
      const slot = (hash ^ (hash >>> 10)) & (SLOTS - 1);
      const known = kept[slot];
      if (known !== undefined && equals(known, bytes, from, size)) return texts[slot] ?? "";
      const text = textOf(bytes, from, end);
      kept[slot] = bytes.slice(from, end);
      texts[slot] = text;
      return text;
    },
  };
}

function equals(known: Uint8Array, bytes: Uint8Array, from: number, size: number): boolean {
  if (known.length !== size) return false;
  for (let n = 0; n < size; n++) if (known[n] !== bytes[from + n]) return false;
  return true;
}

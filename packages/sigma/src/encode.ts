// Sigma modifiers appendix 2.1: base64, base64offset, utf16*, wide, windash.
import type { WildcardPart } from "@tocsin/model";

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** UTF-8. */
export function toUtf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** UTF-16 in the byte order asked for, with a byte order mark if asked for. */
export function toUtf16(text: string, options: { bigEndian: boolean; mark: boolean }): Uint8Array {
  const marked = options.mark ? `\uFEFF${text}` : text;
  const bytes = new Uint8Array(marked.length * 2);
  const view = new DataView(bytes.buffer);
  for (let at = 0; at < marked.length; at++)
    view.setUint16(at * 2, marked.charCodeAt(at), !options.bigEndian);
  return bytes;
}

/** Bytes as the characters of the same numbers: how they look in a value that holds them raw. */
export function toRaw(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}

/** RFC 4648 4, with padding. */
export function toBase64(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += 3) {
    const left = bytes.length - at;
    const word = ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    text += ALPHABET.charAt(word >>> 18) + ALPHABET.charAt((word >>> 12) & 63);
    text += left > 1 ? ALPHABET.charAt((word >>> 6) & 63) : "=";
    text += left > 2 ? ALPHABET.charAt(word & 63) : "=";
  }
  return text;
}

/** What stays the same of the base64 of a text wherever the text begins: one form for each of the three offsets. */
export function base64Offsets(bytes: Uint8Array): string[] {
  return [0, 1, 2].map((offset) => {
    const shifted = new Uint8Array(offset + bytes.length);
    shifted.set(bytes, offset);
    // The first characters hold bits of what stands before, the last ones bits of what follows.
    const start = [0, 2, 3][offset] ?? 0;
    const end = Math.floor((shifted.length * 8) / 6);
    return toBase64(shifted).slice(start, end);
  });
}

const DASHES = ["-", "/", "\u2013", "\u2014", "\u2015"];
/** A dash or slash that begins a word, as the specification has it. */
const LEADING_DASH = /(?<![\p{L}\p{N}_])[-/](?=[\p{L}\p{N}_])/gu;
/** All combinations up to here; more dashes than that are exchanged together. */
const MAX_COMBINED = 3;

/** Every form of a pattern with its dashes exchanged for the others that Windows takes as such. */
export function exchangeDashes(parts: readonly WildcardPart[]): WildcardPart[][] {
  const count = parts.reduce(
    (sum, part) => sum + (typeof part === "string" ? [...part.matchAll(LEADING_DASH)].length : 0),
    0,
  );
  if (count === 0) return [[...parts]];
  const forms: WildcardPart[][] = [];
  const combinations = count > MAX_COMBINED ? DASHES.length : DASHES.length ** count;
  for (let n = 0; n < combinations; n++) {
    let rest = n;
    forms.push(
      parts.map((part) => {
        if (typeof part !== "string") return part;
        return part.replace(LEADING_DASH, () => {
          const dash = DASHES[rest % DASHES.length] ?? "-";
          if (count <= MAX_COMBINED) rest = Math.floor(rest / DASHES.length);
          return dash;
        });
      }),
    );
  }
  return count > MAX_COMBINED ? [[...parts], ...forms] : forms;
}

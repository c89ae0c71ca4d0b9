const UTF16 = new TextDecoder("utf-16le", { ignoreBOM: true });

// Channels, images, users repeat in nearly every record: comparing bytes with the string decoded last
// is cheaper than decoding, and equal values share one string. Direct-mapped, so its size is fixed.
const SLOTS = 4096;
const LONGEST = 96;
const recent: string[] = new Array<string>(SLOTS).fill("");

/**
 * UTF-16LE text without byte order mark. What is no valid UTF-16 becomes U+FFFD.
 * An odd last byte is left out. Trailing blanks stay; trailing NULs (terminators) go.
 */
export function decodeUtf16(bytes: Uint8Array, start: number, sizeBytes: number): string {
  let length = sizeBytes >> 1;
  while (length > 0 && bytes[start + 2 * length - 1] === 0 && bytes[start + 2 * length - 2] === 0)
    length--;
  if (length === 0) return "";
  const end = start + 2 * length;
  if (length > LONGEST) return UTF16.decode(bytes.subarray(start, end));
  let hash = length;
  for (let at = start; at < end; at += 2)
    hash = (Math.imul(hash, 31) + (bytes[at] as number)) ^ ((bytes[at + 1] as number) << 9);
  const slot = (hash ^ (hash >>> 12)) & (SLOTS - 1);
  const known = recent[slot] as string;
  if (known.length === length && equalsUtf16(known, bytes, start)) return known;
  const text = UTF16.decode(bytes.subarray(start, end));
  recent[slot] = text;
  return text;
}

/** Bytes of the longest text that a {@link TextMemo} knows again. */
const MEMO_BYTES = 256;

/** {@link decodeUtf16} for a field whose text is likely to be that of the record before. */
export class TextMemo {
  #text = "";
  #sizeBytes = 0;
  /** The bytes of the text, by words of four; a last half word has zeros above it. */
  readonly #words = new Int32Array(MEMO_BYTES >> 2);

  /** `view` is one on `bytes`. */
  decode(bytes: Uint8Array, view: DataView, start: number, sizeBytes: number): string {
    if (sizeBytes === this.#sizeBytes && this.#isAt(view, start)) return this.#text;
    const text = decodeUtf16(bytes, start, sizeBytes);
    if (sizeBytes <= MEMO_BYTES && (sizeBytes & 1) === 0) this.#keep(text, view, start, sizeBytes);
    return text;
  }

  #isAt(view: DataView, start: number): boolean {
    const words = this.#words;
    const whole = this.#sizeBytes >> 2;
    for (let n = 0; n < whole; n++)
      if (view.getInt32(start + 4 * n, true) !== words[n]) return false;
    return (this.#sizeBytes & 2) === 0 || view.getUint16(start + 4 * whole, true) === words[whole];
  }

  #keep(text: string, view: DataView, start: number, sizeBytes: number): void {
    const words = this.#words;
    const whole = sizeBytes >> 2;
    for (let n = 0; n < whole; n++) words[n] = view.getInt32(start + 4 * n, true);
    if ((sizeBytes & 2) !== 0) words[whole] = view.getUint16(start + 4 * whole, true);
    this.#text = text;
    this.#sizeBytes = sizeBytes;
  }
}

/** Whether the UTF-16LE text of the length of `text` at `start` is `text`. It must lie within the bytes. */
export function equalsUtf16(text: string, bytes: Uint8Array, start: number): boolean {
  let at = start;
  for (let n = 0; n < text.length; n++, at += 2) {
    const unit = (bytes[at] as number) | ((bytes[at + 1] as number) << 8);
    if (text.charCodeAt(n) !== unit) return false;
  }
  return true;
}

/** Text of a code page; trailing NULs go. */
export function decodeAnsi(
  bytes: Uint8Array,
  start: number,
  sizeBytes: number,
  ansi: TextDecoder,
): string {
  let end = start + sizeBytes;
  while (end > start && bytes[end - 1] === 0) end--;
  return end === start ? "" : ansi.decode(bytes.subarray(start, end));
}

/** Upper-case hexadecimal digits, two a byte. */
export function hexOf(bytes: Uint8Array, start: number, sizeBytes: number): string {
  let text = "";
  for (let at = start; at < start + sizeBytes; at++) text += HEX[bytes[at] as number] as string;
  return text;
}

/** Upper-case hexadecimal of every byte value. */
export const HEX: readonly string[] = Array.from({ length: 256 }, (_, byte) =>
  byte.toString(16).toUpperCase().padStart(2, "0"),
);

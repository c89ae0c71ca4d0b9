import { HEX } from "../binxml/text.ts";
import type { JsonText } from "./text.ts";

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COLON = 0x3a;
/** ASCII that JSON text holds as it is: not controls, quote and backslash. */
const PLAIN = Uint8Array.from({ length: 128 }, (_, code) =>
  code >= 0x20 && code !== QUOTE && code !== BACKSLASH ? 1 : 0,
);
/** Second byte of the short escapes, 0 for what has none. */
const SHORT = new Uint8Array(128);
SHORT[QUOTE] = QUOTE;
SHORT[BACKSLASH] = BACKSLASH;
for (const [code, letter] of Object.entries({ 8: "b", 9: "t", 10: "n", 12: "f", 13: "r" }))
  SHORT[Number(code)] = letter.charCodeAt(0);
const UTF8 = new TextEncoder();
/** Two characters as one little-endian number. */
const pairOf = (pair: string): number => pair.charCodeAt(0) | (pair.charCodeAt(1) << 8);
const HEX_PAIRS = Uint16Array.from(HEX, pairOf);
const DECIMAL_PAIRS = Uint16Array.from({ length: 100 }, (_, n) =>
  pairOf(String(n).padStart(2, "0")),
);
const SMALL_DIGIT = Uint8Array.from("0123456789abcdef", (digit) => digit.charCodeAt(0));
/** Room behind everything written: constant text is copied by words, whose last may reach beyond its end. */
const MARGIN = 4;

/** Bits that no pair of ASCII units has. */
const NOT_ASCII = 0xff80_ff80 | 0;
/** The highest bits of a pair of units. */
const TOPS = 0x8000_8000 | 0;

/**
 * Sets a highest bit where one of two ASCII units is a control, a quote or a backslash: taking 0x20, or 1 from
 * what is 0 in their place, borrows from it. A borrow may set the other one, too: it is then looked at for nothing.
 */
function special(pair: number): number {
  return (
    (pair - 0x0020_0020) |
    ((pair ^ 0x0022_0022) - 0x0001_0001) |
    ((pair ^ 0x005c_005c) - 0x0001_0001)
  );
}

/** JSON text as UTF-8 bytes, written without strings. Grows as needed; {@link reserve} comes before writing. */
export class JsonBytes {
  out: Uint8Array;
  view: DataView;
  at = 0;

  constructor(sizeBytes: number) {
    this.out = new Uint8Array(sizeBytes + MARGIN);
    this.view = new DataView(this.out.buffer);
  }

  /** Makes room for `sizeBytes` more. */
  reserve(sizeBytes: number): void {
    if (this.at + sizeBytes + MARGIN > this.out.length) this.#grow(sizeBytes);
  }

  #grow(sizeBytes: number): void {
    const larger = new Uint8Array(2 * (this.at + sizeBytes + MARGIN));
    larger.set(this.out.subarray(0, this.at));
    this.out = larger;
    this.view = new DataView(larger.buffer);
  }

  /** One byte; room is there. */
  byte(value: number): void {
    this.out[this.at++] = value;
  }

  literal({ words, sizeBytes }: JsonText): void {
    this.words(words, sizeBytes);
  }

  /** Text that lies in whole words. */
  words(words: Int32Array, sizeBytes: number): void {
    this.reserve(sizeBytes);
    const { view } = this;
    let { at } = this;
    this.at = at + sizeBytes;
    for (let n = 0; 4 * n < sizeBytes; n++, at += 4) view.setInt32(at, words[n] as number, true);
  }

  /** Copies what was written since `from`, and gives its size; 0, and nothing copied, if there is no room for it. */
  copyWords(from: number, words: Int32Array): number {
    const sizeBytes = this.at - from;
    if (sizeBytes > 4 * words.length) return 0;
    for (let n = 0; 4 * n < sizeBytes; n++) words[n] = this.view.getInt32(from + 4 * n, true);
    return sizeBytes;
  }

  /**
   * Constant text that lies in a program: its size in bytes at `from`, then its words.
   * Gives where the text ends in the program.
   */
  inlined(code: Int32Array, from: number): number {
    const sizeBytes = code[from] as number;
    this.reserve(sizeBytes);
    const { view } = this;
    let { at } = this;
    this.at = at + sizeBytes;
    const end = from + 1 + ((sizeBytes + 3) >> 2);
    for (let n = from + 1; n < end; n++, at += 4) view.setInt32(at, code[n] as number, true);
    return end;
  }

  /** Text that is ASCII and needs no escape, without quotes. */
  ascii(text: string): void {
    const { length } = text;
    this.reserve(length);
    const { out } = this;
    for (let n = 0, at = this.at; n < length; n++, at++) out[at] = text.charCodeAt(n);
    this.at += length;
  }

  /** Any JSON text. */
  text(json: string): void {
    this.reserve(3 * json.length);
    this.at += UTF8.encodeInto(json, this.out.subarray(this.at)).written;
  }

  /** A whole number below 2^53 in decimal. */
  integer(value: number): void {
    this.reserve(17);
    let rest = value;
    if (rest < 0) {
      this.byte(0x2d);
      rest = -rest;
    }
    if (rest > 0x7fff_ffff) {
      const high = Math.floor(rest / 1e9);
      this.integer(high);
      this.digits(rest - high * 1e9, 9);
      return;
    }
    let width = 1;
    for (let power = 10; power <= rest; power *= 10) width++;
    this.digits(rest, width);
  }

  /** A number below 2^31 with this many digits; room is there. */
  digits(value: number, width: number): void {
    const { out, view } = this;
    const start = this.at;
    let rest = value | 0;
    let at = start + width;
    while (at >= start + 2) {
      const next = (rest / 100) | 0;
      at -= 2;
      view.setUint16(at, DECIMAL_PAIRS[rest - 100 * next] as number, true);
      rest = next;
    }
    if (at > start) out[start] = 0x30 + (rest % 10);
    this.at = start + width;
  }

  /** `07:41:17.003393Z"` */
  clock(hour: number, minute: number, second: number, ms: number, us: number): void {
    this.reserve(17);
    const { out, view } = this;
    const at = this.at;
    view.setUint16(at, DECIMAL_PAIRS[hour] as number, true);
    out[at + 2] = COLON;
    view.setUint16(at + 3, DECIMAL_PAIRS[minute] as number, true);
    out[at + 5] = COLON;
    view.setUint16(at + 6, DECIMAL_PAIRS[second] as number, true);
    out[at + 8] = 0x2e;
    this.at = at + 9;
    this.digits(ms, 3);
    this.digits(us, 3);
    out[at + 15] = 0x5a;
    out[at + 16] = QUOTE;
    this.at = at + 17;
  }

  /** Two upper-case hexadecimal digits of each byte; room is there. */
  hex(bytes: Uint8Array, start: number, end: number): void {
    const { view } = this;
    let { at } = this;
    for (let from = start; from < end; from++, at += 2)
      view.setUint16(at, HEX_PAIRS[bytes[from] as number] as number, true);
    this.at = at;
  }

  /** {@link hex} from the last byte to the first. */
  hexReversed(bytes: Uint8Array, start: number, end: number): void {
    const { view } = this;
    let { at } = this;
    for (let from = end - 1; from >= start; from--, at += 2)
      view.setUint16(at, HEX_PAIRS[bytes[from] as number] as number, true);
    this.at = at;
  }

  /** Lower-case hexadecimal digits of a 32-bit number, the last `width` of them; room is there. */
  hexDigits(value: number, width: number): void {
    const { out } = this;
    const start = this.at;
    let rest = value;
    for (let at = start + width - 1; at >= start; at--) {
      out[at] = SMALL_DIGIT[rest & 15] as number;
      rest >>>= 4;
    }
    this.at = start + width;
  }

  /**
   * UTF-16LE text as a JSON string, as {@link decodeUtf16} reads it: trailing NULs go, unpaired surrogates
   * become U+FFFD. `source` is a view on `bytes`.
   */
  utf16(bytes: Uint8Array, source: DataView, start: number, sizeBytes: number): void {
    let end = start + (sizeBytes & ~1);
    while (end > start && bytes[end - 1] === 0 && bytes[end - 2] === 0) end -= 2;
    // Six bytes a unit at most, as \u001f.
    this.reserve(3 * (end - start) + 2);
    const { out, view } = this;
    let at = this.at;
    out[at++] = QUOTE;
    let from = start;
    while (from < end) {
      // Four units at a time as long as they stand for themselves.
      while (from + 8 <= end) {
        const pair = source.getInt32(from, true);
        const other = source.getInt32(from + 4, true);
        if (((pair | other) & NOT_ASCII) !== 0 || ((special(pair) | special(other)) & TOPS) !== 0)
          break;
        const low = (pair & 0x7f) | ((pair >>> 8) & 0x7f00);
        view.setInt32(at, low | ((other & 0x7f) << 16) | ((other & 0x7f_0000) << 8), true);
        at += 4;
        from += 8;
      }
      if (from + 4 <= end) {
        const pair = source.getInt32(from, true);
        if ((pair & NOT_ASCII) === 0 && (special(pair) & TOPS) === 0) {
          view.setInt16(at, (pair & 0x7f) | (pair >>> 8), true);
          at += 2;
          from += 4;
          continue;
        }
      }
      if (from >= end) break;
      const low = bytes[from] as number;
      if (bytes[from + 1] === 0 && PLAIN[low] === 1) {
        out[at++] = low;
      } else if (bytes[from + 1] === 0 && low < 0x80 && SHORT[low] !== 0) {
        out[at++] = BACKSLASH;
        out[at++] = SHORT[low] as number;
      } else {
        this.at = at;
        if (this.#unit(bytes, from, end)) from += 2;
        ({ at } = this);
      }
      from += 2;
    }
    out[at++] = QUOTE;
    this.at = at;
  }

  /** A unit that does not stand for itself; true if it took the next one, too. */
  #unit(bytes: Uint8Array, from: number, end: number): boolean {
    const unit = unitAt(bytes, from);
    if (unit < 0x80) this.#escape(unit);
    else if (unit < 0x800) this.#put(0xc0 | (unit >> 6), 0x80 | (unit & 0x3f));
    else if (unit < 0xd800 || unit > 0xdfff) this.#three(unit);
    else {
      const next = unit < 0xdc00 && from + 3 < end ? unitAt(bytes, from + 2) : 0;
      if (next >= 0xdc00 && next <= 0xdfff) {
        const point = 0x1_0000 + ((unit - 0xd800) << 10) + (next - 0xdc00);
        this.#put(0xf0 | (point >> 18), 0x80 | ((point >> 12) & 0x3f));
        this.#put(0x80 | ((point >> 6) & 0x3f), 0x80 | (point & 0x3f));
        return true;
      }
      this.#three(0xfffd);
    }
    return false;
  }

  #escape(unit: number): void {
    // DEL stands for itself.
    if (unit === 0x7f) {
      this.byte(unit);
      return;
    }
    const short = SHORT[unit] as number;
    this.#put(BACKSLASH, short || 0x75);
    if (short === 0) {
      this.#put(0x30, 0x30);
      const text = unit.toString(16).padStart(2, "0");
      this.#put(text.charCodeAt(0), text.charCodeAt(1));
    }
  }

  #three(unit: number): void {
    this.byte(0xe0 | (unit >> 12));
    this.#put(0x80 | ((unit >> 6) & 0x3f), 0x80 | (unit & 0x3f));
  }

  #put(first: number, second: number): void {
    this.out[this.at] = first;
    this.out[this.at + 1] = second;
    this.at += 2;
  }
}

function unitAt(bytes: Uint8Array, at: number): number {
  return (bytes[at] as number) | ((bytes[at + 1] as number) << 8);
}

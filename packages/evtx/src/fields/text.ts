import { decodeUtf16 } from "../binxml/text.ts";

/** Where in a value a text is looked for. */
export type EvtxTextMode = "equals" | "startsWith" | "endsWith" | "contains";

const ASCII_END = 0x80;
const CASE_BIT = 0x20;

/**
 * A text to be looked for in many values, on the UTF-16LE bytes of the evidence: no string is made of a value
 * that is ASCII. Any other one is decoded, so that the answer is always that of the strings.
 */
export class EvtxText {
  readonly text: string;
  readonly mode: EvtxTextMode;
  /** Upper and lower case differ. */
  readonly cased: boolean;
  readonly #needle: string;
  /** The needle; empty if it is not ASCII and so in no ASCII value. */
  readonly #units: Uint8Array;
  readonly #isAscii: boolean;

  /**
   * @param text looked for as it is, without wildcards
   * @param options `mode`: default `equals`; `cased`: default false, and then both sides are compared in the
   *   lower case of Unicode
   */
  constructor(
    text: string,
    {
      mode = "equals",
      cased = false,
    }: { readonly mode?: EvtxTextMode; readonly cased?: boolean } = {},
  ) {
    this.text = text;
    this.mode = mode;
    this.cased = cased;
    this.#needle = cased ? text : text.toLowerCase();
    const units = Array.from({ length: this.#needle.length }, (_, n) => this.#needle.charCodeAt(n));
    this.#isAscii = units.every((unit) => unit < ASCII_END);
    this.#units = Uint8Array.from(this.#isAscii ? units : []);
  }

  /** Whether it stands in a string. */
  test(value: string): boolean {
    const text = this.cased ? value : value.toLowerCase();
    switch (this.mode) {
      case "equals":
        return text === this.#needle;
      case "startsWith":
        return text.startsWith(this.#needle);
      case "endsWith":
        return text.endsWith(this.#needle);
      default:
        return text.includes(this.#needle);
    }
  }

  /** Whether it stands in a value of type string whose bytes are these. */
  testUtf16(bytes: Uint8Array, start: number, end: number): boolean {
    let stop = start + ((end - start) & ~1);
    while (stop > start && bytes[stop - 1] === 0 && bytes[stop - 2] === 0) stop -= 2;
    if (!isAscii(bytes, start, stop)) return this.test(decodeUtf16(bytes, start, end - start));
    if (!this.#isAscii) return false;
    const size = 2 * this.#units.length;
    const last = stop - size;
    if (last < start || (this.mode === "equals" && last !== start)) return false;
    if (this.mode === "endsWith") return this.#standsAt(bytes, last);
    if (this.mode !== "contains") return this.#standsAt(bytes, start);
    for (let at = start; at <= last; at += 2) if (this.#standsAt(bytes, at)) return true;
    return false;
  }

  #standsAt(bytes: Uint8Array, at: number): boolean {
    const units = this.#units;
    for (let n = 0; n < units.length; n++) {
      const unit = bytes[at + 2 * n] as number;
      if (unit === units[n]) continue;
      const isUpper = unit >= 0x41 && unit <= 0x5a;
      if (this.cased || !isUpper || (unit | CASE_BIT) !== units[n]) return false;
    }
    return true;
  }
}

function isAscii(bytes: Uint8Array, start: number, end: number): boolean {
  let bits = 0;
  for (let at = start; at < end; at += 2)
    bits |= (bytes[at] as number) | ((bytes[at + 1] as number) << 8);
  return bits < ASCII_END;
}

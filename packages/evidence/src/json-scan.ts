// RFC 8259 over bytes: where values end, as strictly as JSON.parse reads them. What is not JSON, and all that is too
// odd for it, is declined with -1: whoever calls has a slower way that tells what is wrong. Lines are not measured
// first: a line feed ends each of these functions, because it may stand in no value.

/** What a call of {@link nestedEnd} may pass over, and what it has. */
export interface Nesting {
  /** Containers within each other, the first one among them. */
  readonly maxDepth: number;
  /** Values passed over, containers among them. */
  values: number;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
/** For each byte behind a backslash: the length of the escape; 0 if there is none. */
const ESCAPE_BYTES = new Uint8Array(256);
for (const c of '"\\/bfnrt') ESCAPE_BYTES[c.charCodeAt(0)] = 2;
ESCAPE_BYTES[0x75] = 6;

/**
 * The end of the string whose content begins at `from`: four times the offset of its closing quote, and 1 more if
 * it is ASCII with escapes of one letter, 2 more if it has others or is not ASCII. -1 if it is no string or no UTF-8. Four bytes are looked at in one step, which is exact
 * up to the first that stops it: a borrow only reaches the bytes behind.
 * @param words A view of the same bytes.
 */
export function stringEnd(bytes: Uint8Array, words: DataView, from: number): number {
  const last = bytes.length - 8;
  let at = from;
  let odd = 0;
  for (;;) {
    while (at <= last) {
      const low = stops(words.getInt32(at, true));
      if (low !== 0) {
        at += firstByte(low);
        break;
      }
      const high = stops(words.getInt32(at + 4, true));
      if (high !== 0) {
        at += 4 + firstByte(high);
        break;
      }
      at += 8;
    }
    let c = bytes[at] ?? 0;
    // Line ends, tabs and folders come one behind the other.
    while (c === BACKSLASH) {
      const size = ESCAPE_BYTES[bytes[at + 1] ?? 0] ?? 0;
      if (size === 2) odd |= 1;
      else if (size === 6 && areHex(bytes, at + 2)) odd |= 2;
      else return -1;
      at += size;
      c = bytes[at] ?? 0;
    }
    if (c === QUOTE) return at * 4 + Math.min(odd, 2);
    if (c >= 0x80) {
      odd |= 2;
      const size = characterBytes(bytes, at, c);
      if (size === 0) return -1;
      at += size;
    } else if (c < 0x20) return -1;
    else at++;
  }
}

/** A bit for each byte of a word that is a quote, a backslash, a control character or beyond ASCII. */
function stops(word: number): number {
  return (
    ((word - 0x20202020) |
      ((word ^ 0x22222222) - 0x01010101) |
      ((word ^ 0x5c5c5c5c) - 0x01010101) |
      word) &
    0x80808080
  );
}

/** The first byte that has a bit. */
function firstByte(bits: number): number {
  return (31 - Math.clz32(bits & -bits)) >> 3;
}

function areHex(bytes: Uint8Array, from: number): boolean {
  for (let at = from; at < from + 4; at++) {
    const c = bytes[at] ?? 0;
    const letter = c | 0x20;
    if (!isDigit(c) && !(letter >= 0x61 && letter <= 0x66)) return false;
  }
  return true;
}

/** Bytes of the character beyond ASCII that begins with `first`; 0 if it is not UTF-8. Unicode, table 3-7. */
function characterBytes(bytes: Uint8Array, at: number, first: number): number {
  const second = bytes[at + 1] ?? 0;
  if (first < 0xe0) return first >= 0xc2 && isNext(second) ? 2 : 0;
  if (!isNext(second) || !isNext(bytes[at + 2] ?? 0)) return 0;
  if (first < 0xf0) {
    if (first === 0xe0) return second >= 0xa0 ? 3 : 0;
    return first === 0xed && second >= 0xa0 ? 0 : 3;
  }
  if (first > 0xf4 || !isNext(bytes[at + 3] ?? 0)) return 0;
  if (first === 0xf0) return second >= 0x90 ? 4 : 0;
  return first === 0xf4 && second >= 0x90 ? 0 : 4;
}

function isNext(byte: number): boolean {
  return (byte & 0xc0) === 0x80;
}

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39;
}

/** Behind the number, `true`, `false` or `null` at `from`; -1 if it is none of them. */
export function wordEnd(bytes: Uint8Array, from: number): number {
  switch (bytes[from]) {
    case 0x74:
      return spells(bytes, from, "true");
    case 0x66:
      return spells(bytes, from, "false");
    case 0x6e:
      return spells(bytes, from, "null");
    default:
      return numberEnd(bytes, from);
  }
}

function spells(bytes: Uint8Array, from: number, word: string): number {
  for (let n = 1; n < word.length; n++) if (bytes[from + n] !== word.charCodeAt(n)) return -1;
  return from + word.length;
}

function numberEnd(bytes: Uint8Array, from: number): number {
  let at = bytes[from] === 0x2d ? from + 1 : from;
  const whole = at;
  at = digitsEnd(bytes, at);
  if (at === whole || (at > whole + 1 && bytes[whole] === 0x30)) return -1;
  if (bytes[at] === 0x2e) {
    const fraction = at + 1;
    at = digitsEnd(bytes, fraction);
    if (at === fraction) return -1;
  }
  if (((bytes[at] ?? 0) | 0x20) === 0x65) {
    const sign = bytes[at + 1];
    const exponent = sign === 0x2b || sign === 0x2d ? at + 2 : at + 1;
    at = digitsEnd(bytes, exponent);
    if (at === exponent) return -1;
  }
  return at;
}

function digitsEnd(bytes: Uint8Array, from: number): number {
  let at = from;
  while (isDigit(bytes[at] ?? 0)) at++;
  return at;
}

/** The next byte that is neither blank nor tab. White space that could end a line is not passed over. */
export function skipBlanks(bytes: Uint8Array, from: number): number {
  let at = from;
  while (bytes[at] === 0x20 || bytes[at] === 0x09) at++;
  return at;
}

/** Behind the object or list that begins at `from`; -1 if it is not JSON or is nested too deeply. */
export function nestedEnd(
  bytes: Uint8Array,
  words: DataView,
  from: number,
  nesting: Nesting,
): number {
  return containerEnd(bytes, words, from, nesting, 1);
}

function containerEnd(
  bytes: Uint8Array,
  words: DataView,
  from: number,
  nesting: Nesting,
  depth: number,
): number {
  nesting.values++;
  if (depth > nesting.maxDepth) return -1;
  const isObject = bytes[from] === 0x7b;
  const closer = isObject ? 0x7d : 0x5d;
  let at = skipBlanks(bytes, from + 1);
  if (bytes[at] === closer) return at + 1;
  for (;;) {
    if (isObject) {
      if (bytes[at] !== QUOTE) return -1;
      const end = stringEnd(bytes, words, at + 1);
      if (end < 0) return -1;
      at = skipBlanks(bytes, (end >> 2) + 1);
      if (bytes[at] !== 0x3a) return -1;
      at = skipBlanks(bytes, at + 1);
    }
    const c = bytes[at];
    if (c === QUOTE) {
      const end = stringEnd(bytes, words, at + 1);
      if (end < 0) return -1;
      nesting.values++;
      at = (end >> 2) + 1;
    } else if (c === 0x7b || c === 0x5b) {
      at = containerEnd(bytes, words, at, nesting, depth + 1);
      if (at < 0) return -1;
    } else {
      nesting.values++;
      at = wordEnd(bytes, at);
      if (at < 0) return -1;
    }
    at = skipBlanks(bytes, at);
    if (bytes[at] === closer) return at + 1;
    if (bytes[at] !== 0x2c) return -1;
    at = skipBlanks(bytes, at + 1);
  }
}

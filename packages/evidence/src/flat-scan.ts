import { type LayoutNode, type LayoutTree, nodeBehind } from "./flat-layout.ts";
import { nestedEnd, type Nesting, skipBlanks, stringEnd, wordEnd } from "./json-scan.ts";

// Kinds of values. Bytes that are equal under one of them, but the last, are equal values.
/** A string of ASCII without escapes. */
export const PLAIN = 0;
/** A string of ASCII with escapes of one letter. */
export const ESCAPED = 1;
/** A string that has other escapes or is not ASCII. */
export const CODED = 2;
/** A number, `true`, `false` or `null`. */
export const WORD = 3;
/** An object or a list: not one value. */
export const NESTED = 4;

/** Bits of a kind, below the end of its value. */
export const KIND_BITS = 3;
export const KIND_MASK = 7;

/** Most names of a line. */
export const MAX_SPANS = 512;
/** Pieces from here on are not scanned: offsets and kinds share one number. */
export const MAX_PIECE_BYTES: number = 256 * 1024 * 1024;
const MAX_NAME_BYTES = 128;

/** What one line holds. One object serves for all lines. */
export interface LineScan {
  bytes: Uint8Array;
  /** A view of the same bytes. */
  words: DataView;
  start: number;
  /** Behind the closing brace. */
  end: number;
  /** Two numbers for each value, from `base`: its start, and eight times its end and the kind. */
  spans: Int32Array;
  base: number;
  /** The node of the last name. */
  last: LayoutNode;
  /** Whether a value is an object or a list. */
  nested: boolean;
  /** What may be nested, and what is. */
  readonly nesting: Nesting;
}

/**
 * Scans the line at `scan.start` that is one object and ends with a line feed. Gives the offset of the line feed, or
 * -1 for all that is not such an object in plain JSON, or has a name that is odd for a flat event; it says nothing of
 * why. There must be room for {@link MAX_SPANS} values.
 */
export function scanLine(scan: LineScan, tree: LayoutTree): number {
  const { bytes, words, start: from, spans, nesting } = scan;
  if (bytes[from] !== 0x7b) return -1;
  let { base: slot } = scan;
  let node = tree.root;
  let at = skipBlanks(bytes, from + 1);
  scan.nested = false;
  nesting.values = 0;
  for (;;) {
    const known = knownBehind(words, at, node);
    if (known !== undefined) {
      node = known;
      at += node.quotedBytes;
    } else {
      const found = readName(bytes, words, at);
      if (found === undefined) return -1;
      node = nodeBehind(tree, node, found);
      at = skipBlanks(bytes, at + node.quotedBytes - 1);
      if (bytes[at] !== 0x3a) return -1;
      at++;
    }
    if (node.odd) return -1;
    let c = bytes[at] ?? 0;
    if (c === 0x20 || c === 0x09) {
      at = skipBlanks(bytes, at);
      c = bytes[at] ?? 0;
    }
    let start = at;
    let kind = WORD;
    let end: number;
    if (c === 0x22) {
      start = at + 1;
      const found = stringEnd(bytes, words, start);
      if (found < 0) return -1;
      end = found >> 2;
      kind = found & 3;
      at = end + 1;
    } else if (c === 0x7b || c === 0x5b) {
      if (node.telling) return -1;
      end = nestedEnd(bytes, words, at, nesting);
      if (end < 0) return -1;
      scan.nested = true;
      kind = NESTED;
      at = end;
    } else {
      end = wordEnd(bytes, at);
      if (end < 0) return -1;
      at = end;
    }
    spans[slot] = start;
    spans[slot + 1] = (end << KIND_BITS) | kind;
    slot += 2;
    c = bytes[at] ?? 0;
    if (c === 0x20 || c === 0x09) {
      at = skipBlanks(bytes, at);
      c = bytes[at] ?? 0;
    }
    if (c === 0x7d) break;
    if (c !== 0x2c) return -1;
    at++;
    if (bytes[at] !== 0x22) at = skipBlanks(bytes, at);
  }
  scan.last = node;
  at++;
  scan.end = at;
  while (bytes[at] === 0x0d || bytes[at] === 0x20 || bytes[at] === 0x09) at++;
  return bytes[at] === 0x0a ? at : -1;
}

/** The node of the name that stands there, if it is the one that came last or is among the first that came. */
function knownBehind(words: DataView, at: number, node: LayoutNode): LayoutNode | undefined {
  const { next, early } = node;
  if (next === undefined || standsAt(words, at, next)) return next;
  for (let n = 0; n < early.length; n++) {
    const other = early[n] as LayoutNode;
    if (other !== next && standsAt(words, at, other)) return (node.next = other);
  }
  return undefined;
}

/** Whether the name of a node stands there, with its colon. */
function standsAt(words: DataView, at: number, node: LayoutNode): boolean {
  const { quotedBytes, quotedWords } = node;
  if (at + quotedBytes > words.byteLength) return false;
  const last = quotedWords.length - 1;
  for (let n = 0; n < last; n++)
    if (words.getInt32(at + n * 4, true) !== quotedWords[n]) return false;
  return words.getInt32(at + quotedBytes - 4, true) === quotedWords[last];
}

/** The name in quotes that stands there; none if it has escapes or is not ASCII. */
function readName(bytes: Uint8Array, words: DataView, at: number): string | undefined {
  if (bytes[at] !== 0x22) return undefined;
  const found = stringEnd(bytes, words, at + 1);
  const size = (found >> 2) - at - 1;
  // Odd also for what is no string.
  if ((found & 3) !== 0 || size > MAX_NAME_BYTES) return undefined;
  let name = "";
  for (let n = 1; n <= size; n++) name += String.fromCharCode(bytes[at + n] ?? 0);
  return name;
}

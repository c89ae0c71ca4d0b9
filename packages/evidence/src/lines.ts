import { createPieces } from "./pieces.ts";

/** Receives lines without their ends. Bytes are valid until the call returns. */
export interface LineSink {
  /**
   * Offered each line that begins in a piece, before its end is looked for. Gives the offset in the piece of the line
   * feed up to which it took the line, or -1: then the line comes as others do. Bytes are valid as long as the piece.
   */
  onStart?(piece: Uint8Array, from: number, offsetBytes: number, line: number): number;
  /** `offsetBytes` and `line` (from 0) count from where the splitting began. */
  onLine(bytes: Uint8Array, offsetBytes: number, line: number): void;
  /** Once per line over the limit. */
  onLong(offsetBytes: number, line: number): void;
}

/** Splits bytes into lines. */
export interface LineSplitter {
  push(bytes: Uint8Array): void;
  /** Gives the last line, if it has no end. */
  end(): void;
}

/**
 * A splitter that never holds more than `maxBytes` of a line. A longer one is left out (`skip`), or comes
 * in pieces of that size (`cut`), not within a character. Ends are LF and CRLF.
 */
export function createLineSplitter(
  maxBytes: number,
  long: "skip" | "cut",
  sink: LineSink,
): LineSplitter {
  const carry = createPieces();
  let position = 0;
  let start = 0;
  let line = 0;
  let told = false;
  let skipping = false;

  /** Takes in a part of a line; with `ends`, the part is its last. */
  function take(part: Uint8Array, ends: boolean): void {
    let rest = part;
    while (!skipping && carry.sizeBytes + rest.length > maxBytes) {
      if (!told) sink.onLong(start, line);
      told = true;
      if (long === "skip") {
        skipping = true;
        carry.clear();
      } else {
        rest = cut(rest);
      }
    }
    if (ends) {
      if (!skipping) sink.onLine(withoutReturn(carry.take(rest)), start, line);
      told = false;
      skipping = false;
    } else if (!skipping) {
      carry.add(rest);
    }
  }

  /** Gives one full piece and returns what is left over. */
  function cut(rest: Uint8Array): Uint8Array {
    const room = Math.max(0, maxBytes - carry.sizeBytes);
    carry.add(rest.subarray(0, room));
    const full = carry.take(rest.subarray(0, 0));
    const end = characterEnd(full);
    sink.onLine(full.subarray(0, end), start, line);
    start += end;
    const tail = full.slice(end);
    if (tail.length > 0) carry.add(tail);
    return rest.subarray(room);
  }

  return {
    push: (bytes) => {
      let from = 0;
      for (;;) {
        const fresh = carry.sizeBytes === 0 && !skipping && from < bytes.length;
        let at = fresh ? (sink.onStart?.(bytes, from, start, line) ?? -1) : -1;
        if (at < 0) {
          at = bytes.indexOf(0x0a, from);
          if (at < 0) break;
          take(bytes.subarray(from, at), true);
        }
        from = at + 1;
        start = position + from;
        line++;
      }
      if (from < bytes.length) take(bytes.subarray(from), false);
      position += bytes.length;
    },
    end: () => {
      if (carry.sizeBytes > 0) take(new Uint8Array(0), true);
    },
  };
}

function withoutReturn(bytes: Uint8Array): Uint8Array {
  return bytes.at(-1) === 0x0d ? bytes.subarray(0, -1) : bytes;
}

/** Where the last whole UTF-8 character ends; the whole length if there is none near. */
function characterEnd(bytes: Uint8Array): number {
  for (let back = 1; back <= 4 && back < bytes.length; back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if ((byte & 0xc0) === 0x80) continue;
    const needs = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    return needs > back ? bytes.length - back : bytes.length;
  }
  return bytes.length;
}

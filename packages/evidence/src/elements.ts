// Finds the records in a stream of JSON without parsing it: by brackets and quotes, byte by byte.
// It holds one record at most. JSON that is broken costs the record it stands in, as far as can be told.
import { createPieces } from "./pieces.ts";
import { createWrapperTracker } from "./wrapper-tracker.ts";

/** Deepest nesting of a record that is given to the JSON parser. */
export const MAX_NESTING = 1000;

/** Receives the records. Offsets and lines (from 0) count from where the splitting began. */
export interface ElementSink {
  /** Bytes of one record, valid until the call returns; they may be no valid JSON. */
  onElement(bytes: Uint8Array, offsetBytes: number, line: number): void;
  /** A record over the limit of size or of nesting, left out. */
  onRefused(why: "size" | "nesting", offsetBytes: number, line: number): void;
  /** The end came within a record (`record`) or within a list. */
  onIncomplete(record: boolean, offsetBytes: number, line: number): void;
}

export interface ElementSplitter {
  push(bytes: Uint8Array): void;
  end(): void;
}

/** Where the splitter stands: between top-level values, in a list of records, in a record, in what follows a wrapper's list. */
type State = "out" | "list" | "record" | "scalar" | "tail";

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const NEWLINE = 0x0a;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

function isSpace(byte: number): boolean {
  // 0x1e separates records in RFC 7464.
  return byte === 0x20 || byte === 0x0d || byte === NEWLINE || byte === 0x09 || byte === 0x1e;
}

/** A splitter for lists of records, for objects one after the other, and for the known wrappers around a list. */
export function createElementSplitter(maxBytes: number, sink: ElementSink): ElementSplitter {
  const pieces = createPieces();
  const names = createWrapperTracker();
  const opened = new Uint8Array(MAX_NESTING + 1);
  let state: State = "out";
  /** The state to go back to after a record. */
  let home: "out" | "list" = "out";
  /** Objects around the present list. */
  let around = 0;
  let depth = 0;
  let quoted = false;
  let escaped = false;
  let naming = false;
  /** The last byte that is no white space, outside quotes. */
  let last = 0;
  /** A list began that holds records if an object follows. */
  let maybeList = false;
  let refused: "size" | "nesting" | undefined;
  let position = 0;
  let line = 0;
  let startOffset = 0;
  let startLine = 0;
  // Of the bytes being pushed: where the present record's part begins.
  let bytes: Uint8Array = new Uint8Array(0);
  let from = 0;
  /** A line end in them that is not yet passed; their length if there is none. */
  let newline = -1;

  function begin(at: number, next: "record" | "scalar"): void {
    home = state === "list" ? "list" : "out";
    state = next;
    startOffset = position + at;
    startLine = line;
    from = at;
    depth = 0;
    last = 0;
    refused = undefined;
    maybeList = false;
    if (next === "record") names.begin();
  }

  /** Ends the record before `end` and gives it. */
  function finish(end: number): void {
    const part = bytes.subarray(from, end);
    if (refused === undefined && pieces.sizeBytes + part.length > maxBytes) refused = "size";
    if (refused !== undefined) sink.onRefused(refused, startOffset, startLine);
    else sink.onElement(pieces.take(part), startOffset, startLine);
    pieces.clear();
    state = home;
    quoted = false;
    escaped = false;
  }

  function open(byte: number, at: number): void {
    const inObject = opened[Math.min(depth, MAX_NESTING)] === OPEN_OBJECT;
    const fits =
      depth === 0 ||
      depth > MAX_NESTING ||
      (inObject ? last === COLON : last === OPEN_LIST || last === COMMA);
    if (!fits && byte === OPEN_OBJECT) {
      // No object may stand here: the record before was cut short, and this is the next one.
      finish(at);
      begin(at, "record");
    }
    depth++;
    if (depth > MAX_NESTING) refused ??= "nesting";
    else opened[depth] = byte;
    maybeList = byte === OPEN_LIST && home === "out" && names.isList(depth - 1);
  }

  /** Closes the nearest bracket of the kind; true if the byte belongs to what is around the record. */
  function close(byte: number, at: number): boolean {
    const kind = byte === CLOSE_OBJECT ? OPEN_OBJECT : OPEN_LIST;
    let inner = Math.min(depth, MAX_NESTING);
    if (depth <= MAX_NESTING) {
      while (inner > 0 && opened[inner] !== kind) inner--;
      if (inner === 0) {
        if (home === "out" || byte !== CLOSE_LIST) return false;
        finish(at);
        return true;
      }
      depth = inner;
    }
    depth--;
    if (depth === 0) finish(at + 1);
    return false;
  }

  function inRecord(byte: number, at: number): boolean {
    if (maybeList && byte !== QUOTE) {
      maybeList = false;
      if (byte === OPEN_OBJECT || byte === CLOSE_LIST) {
        around = depth - 1;
        state = "list";
        pieces.clear();
        return true;
      }
    }
    let again = false;
    if (byte === QUOTE) {
      maybeList = false;
      quoted = true;
      naming = depth <= 2 && home === "out" && (last === OPEN_OBJECT || last === COMMA);
      if (naming) names.nameBegins(depth);
    } else if (byte === OPEN_OBJECT || byte === OPEN_LIST) {
      open(byte, at);
    } else if (byte === CLOSE_OBJECT || byte === CLOSE_LIST) {
      again = close(byte, at);
    }
    last = byte;
    return again;
  }

  function inList(byte: number, at: number): void {
    if (byte === COMMA) return;
    if (byte === OPEN_OBJECT || byte === OPEN_LIST) {
      begin(at, "record");
      open(byte, at);
      last = byte;
    } else if (byte === CLOSE_LIST) {
      depth = around;
      state = around > 0 ? "tail" : "out";
    } else {
      begin(at, "scalar");
      quoted = byte === QUOTE;
    }
  }

  function outside(byte: number, at: number): void {
    if (byte === OPEN_LIST) {
      state = "list";
      around = 0;
    } else if (byte === OPEN_OBJECT) {
      begin(at, "record");
      open(byte, at);
      last = byte;
    } else if (byte !== COMMA) {
      begin(at, "scalar");
      quoted = byte === QUOTE;
    }
  }

  /** What follows a wrapper's list has no records. */
  function inTail(byte: number): void {
    if (byte === QUOTE) quoted = true;
    else if (byte === OPEN_OBJECT || byte === OPEN_LIST) depth++;
    else if ((byte === CLOSE_OBJECT || byte === CLOSE_LIST) && --depth <= 0) state = "out";
  }

  function step(byte: number, at: number): void {
    switch (state) {
      case "record":
        if (inRecord(byte, at)) step(byte, at);
        return;
      case "list":
        inList(byte, at);
        return;
      case "tail":
        inTail(byte);
        return;
      case "scalar":
        if (byte === QUOTE) quoted = true;
        else if (byte === COMMA || byte === CLOSE_LIST || byte === OPEN_OBJECT) {
          finish(at);
          step(byte, at);
        }
        return;
      default:
        outside(byte, at);
    }
  }

  /** Passes over what stands in quotes; returns where it went on to. */
  function inQuotes(begin: number): number {
    let at = begin;
    if (!naming && !escaped) at = longQuote(begin);
    for (; at < bytes.length; at++) {
      const byte = bytes[at] as number;
      if (byte === NEWLINE || (byte === QUOTE && !escaped)) {
        // A line end cannot stand in quotes: the text was cut, and the quotes end with it.
        quoted = false;
        escaped = false;
        naming = false;
        if (state !== "tail") last = QUOTE;
        return byte === QUOTE ? at + 1 : at;
      }
      escaped = byte === BACKSLASH && !escaped;
      if (naming) names.nameByte(depth, byte);
    }
    return at;
  }

  /** Where the quotes end, found by searching, which is faster than looking at each byte. */
  function longQuote(begin: number): number {
    if (newline < begin) newline = bytes.indexOf(NEWLINE, begin);
    if (newline < 0) newline = bytes.length;
    for (let at = begin; ;) {
      const quote = bytes.indexOf(QUOTE, at);
      const end = quote < 0 || quote > newline ? newline : quote;
      let slashes = 0;
      while (end - slashes > begin && bytes[end - 1 - slashes] === BACKSLASH) slashes++;
      escaped = slashes % 2 === 1;
      if (!escaped || end === bytes.length) return end;
      escaped = false;
      at = end + 1;
      if (end === newline) return end;
    }
  }

  return {
    push: (pushed) => {
      bytes = pushed;
      from = 0;
      newline = -1;
      let at = 0;
      while (at < bytes.length) {
        if (quoted) {
          at = inQuotes(at);
          continue;
        }
        const byte = bytes[at] as number;
        if (!isSpace(byte)) step(byte, at);
        else if (byte === NEWLINE) {
          if (state === "scalar") finish(at);
          line++;
        }
        at++;
      }
      if (state === "record" || state === "scalar") {
        const part = bytes.subarray(from);
        if (refused === undefined && pieces.sizeBytes + part.length > maxBytes) refused = "size";
        if (refused === undefined) pieces.add(part);
        else pieces.clear();
      }
      position += bytes.length;
    },
    end: () => {
      bytes = new Uint8Array(0);
      from = 0;
      if (state === "scalar") finish(0);
      if (state === "record") sink.onIncomplete(true, startOffset, startLine);
      else if (state !== "out") sink.onIncomplete(false, position, line);
      state = "out";
    },
  };
}

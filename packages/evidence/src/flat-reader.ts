import { FLAT_FIELDS } from "./flat-cursor.ts";
import { createFlatFacts } from "./flat-facts.ts";
import { createLayoutTree, layoutAt } from "./flat-layout.ts";
import { type FlatContext, FlatRecord } from "./flat-record.ts";
import { type LineScan, MAX_PIECE_BYTES, MAX_SPANS, scanLine } from "./flat-scan.ts";
import type { FieldLimits } from "./flatten.ts";
import type { Reading } from "./reading.ts";

/** Reads lines that are flat Windows events without parsing them. */
export interface FlatReader {
  /** Begins with a piece; records of the one before are no longer valid. */
  begin(piece: Uint8Array): void;
  /**
   * Reads the line that begins at `from` of the piece, and gives the offset of its line feed. -1, and no record, for
   * all that is not plainly a flat event in a whole line: parsing says what it is, or what is wrong with it.
   */
  read(this: void, piece: Uint8Array, from: number, offsetBytes: number, line: number): number;
}

/** Containers within each other that are passed over; deeper ones are left to the parser. */
const MAX_DEPTH = 16;
const CHUNK_SPANS = 32 * 1024;
/** Lines declined one after the other until only some are tried, and how many are then left out at most. */
const PATIENCE = 8;
const MAX_PAUSE = 64;
const LINE_FEED = 0x0a;

/** Orders of names and sources, learned from all that is read: one writer's files are alike. */
const TREE = createLayoutTree();
const FACTS = createFlatFacts();

export function createFlatReader(reading: Reading, limits: FieldLimits): FlatReader {
  const { onRecord } = reading.options;
  const context: FlatContext = {
    limits,
    facts: FACTS,
    fieldSource: FLAT_FIELDS,
    place: (...at) => reading.place(...at),
  };
  const room = createRoom();
  const scan: LineScan = {
    bytes: new Uint8Array(0),
    words: new DataView(new ArrayBuffer(0)),
    start: 0,
    end: 0,
    spans: new Int32Array(0),
    base: 0,
    last: TREE.root,
    nested: false,
    nesting: { maxDepth: Math.min(MAX_DEPTH, limits.maxDepth - 1), values: 0 },
  };
  let lastFeed = -1;
  let declined = 0;
  let pause = 0;

  function decline(): number {
    declined++;
    if (declined >= PATIENCE) pause = Math.min(declined, MAX_PAUSE);
    return -1;
  }

  return {
    begin: (piece) => {
      // A view of its own: whoever reads may fill the same bytes anew, but what was said of a view stays true of it.
      scan.bytes = piece.subarray();
      scan.words = new DataView(piece.buffer, piece.byteOffset, piece.byteLength);
      lastFeed = piece.lastIndexOf(LINE_FEED);
      room.clear();
    },
    read: (piece, from, offsetBytes, line) => {
      // Scanning never goes beyond a line feed, so with one ahead it never goes beyond the piece.
      if (from > lastFeed) return -1;
      if (pause > 0) {
        pause--;
        return -1;
      }
      if (piece.length >= MAX_PIECE_BYTES) return -1;
      scan.start = from;
      room.open(scan);
      const feed = scanLine(scan, TREE);
      if (feed < 0) return decline();
      const { last, nesting } = scan;
      if (last.size + nesting.values > limits.maxFields) return decline();
      if (feed - from > reading.maxRecordBytes) return decline();
      const layout = layoutAt(TREE, last);
      const known = FACTS.source(scan, layout);
      if (known === undefined) return decline();
      declined = 0;
      room.take(last.size * 2);
      onRecord(new FlatRecord(context, scan, { layout, known, at: { offsetBytes, line } }));
      return feed;
    },
  };
}

/** Room for the spans of the records of one piece; used again for the next one. */
interface Room {
  /** Gives a scan room for one line. */
  open(scan: LineScan): void;
  /** Keeps what the line has filled. */
  take(size: number): void;
  clear(): void;
}

function createRoom(): Room {
  const chunks: Int32Array[] = [new Int32Array(CHUNK_SPANS)];
  let index = 0;
  let used = 0;
  return {
    open: (scan) => {
      if (used + MAX_SPANS * 2 > CHUNK_SPANS) {
        index++;
        used = 0;
        if (chunks[index] === undefined) chunks.push(new Int32Array(CHUNK_SPANS));
      }
      scan.spans = chunks[index] ?? scan.spans;
      scan.base = used;
    },
    take: (size) => {
      used += size;
    },
    clear: () => {
      index = 0;
      used = 0;
    },
  };
}

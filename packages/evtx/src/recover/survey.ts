import {
  CHUNK_BYTES,
  CHUNK_HEADER_BYTES,
  isChunkAt,
  readChunkHeader,
} from "../log/chunk-header.ts";
import {
  nextRecordMagic,
  realRecordAt,
  RECORD_HEADER_BYTES,
  RECORD_TRAILER_BYTES,
} from "../log/record-frame.ts";
// Where records lie in bytes of any kind, and where the chunks began that they were part of. One pass: every
// byte is looked at a bounded number of times, whatever it holds.
import { inlineDefinitions } from "./instance.ts";
import type { Gap } from "./stale.ts";

/** The chunk of a record. Indexes count from the start of the bytes that were surveyed. */
export interface FoundChunk {
  /** Index at which it begins; where that is not known, 512 before the first of its records. */
  readonly base: number;
  readonly isBaseKnown: boolean;
  /** What the records that its header counts do not take. */
  readonly gaps: readonly Gap[];
}

/** A record that was found, with the definitions that it holds: indexes in the same bytes. */
export interface FoundRecord {
  readonly start: number;
  readonly sizeBytes: number;
  readonly chunk: FoundChunk;
  readonly definitions: readonly number[];
}

interface Framed {
  readonly start: number;
  readonly sizeBytes: number;
  readonly definitions: readonly number[];
  /** Where the chunk begins by what the record itself says. */
  readonly base: number | undefined;
}

const NOWHERE = Number.POSITIVE_INFINITY;
const ALL_OLD: readonly Gap[] = [{ from: 0, to: CHUNK_BYTES }];

/** Goes through the bytes of a window; windows must come in order of place. */
export class Survey {
  /** The chunk last met; its base counts from the start of the file. */
  #last: FoundChunk | undefined;

  /**
   * Finds the records that begin at `from` or later and before `limit`, in order of place.
   * @param originBytes where in the file the bytes begin
   * @returns where the next survey begins: at `limit`, or behind the last record
   */
  scan(
    bytes: Uint8Array,
    originBytes: number,
    from: number,
    limit: number,
    onFound: (found: FoundRecord) => void,
  ): number {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    let at = from;
    let chunkAt = -1;
    while (at < limit) {
      if (chunkAt < at) chunkAt = nextChunkMagic(bytes, view, at);
      const recordAt = nextRecord(bytes, view, at, Math.min(chunkAt, limit));
      if (recordAt !== undefined) {
        at = this.#run(view, originBytes, recordAt, CHUNK_BYTES, onFound);
      } else if (chunkAt < limit) {
        at = this.#chunk(view, originBytes, chunkAt, onFound);
      } else {
        at = limit;
      }
    }
    return at;
  }

  /** A chunk by its magic: the records that its header counts, as far as they are there. */
  #chunk(
    view: DataView,
    originBytes: number,
    base: number,
    onFound: (found: FoundRecord) => void,
  ): number {
    const start = base + CHUNK_HEADER_BYTES;
    let free = 0;
    if (start < view.byteLength)
      free = readChunkHeader(new DataView(view.buffer, view.byteOffset + base)).freeSpaceOffset;
    const live = Math.min(free, CHUNK_BYTES);
    let end = start;
    for (
      let size = realRecordAt(view, end);
      size > 0 && end + size <= base + live;
      size = realRecordAt(view, end)
    )
      end += size;
    const gaps = [{ from: end - base, to: CHUNK_BYTES }];
    this.#last = { base: originBytes + base, isBaseKnown: true, gaps };
    // A header without records may be none, and hide another.
    return end === start ? base + 8 : this.#run(view, originBytes, start, end - start, onFound);
  }

  /** Records that follow each other without a gap: they are of one chunk unless they say otherwise. */
  #run(
    view: DataView,
    originBytes: number,
    start: number,
    most: number,
    onFound: (found: FoundRecord) => void,
  ): number {
    const run: Framed[] = [];
    const room = Math.min(most, CHUNK_BYTES - CHUNK_HEADER_BYTES);
    let end = start;
    for (
      let size = realRecordAt(view, end);
      size > 0 && end + size - start <= room;
      size = realRecordAt(view, end)
    ) {
      run.push(frame(view, end, size));
      end += size;
    }
    const first = run.find(({ base }) => base !== undefined)?.base;
    const unknown = { base: start - CHUNK_HEADER_BYTES, isBaseKnown: false, gaps: ALL_OLD };
    let chunk: FoundChunk | undefined;
    if (first !== undefined) chunk = this.#chunkAt(originBytes, first);
    else if (this.#last !== undefined)
      chunk = { ...this.#last, base: this.#last.base - originBytes };
    for (const each of run) {
      if (each.base !== undefined && each.base !== chunk?.base)
        chunk = this.#chunkAt(originBytes, each.base);
      const holds = chunk !== undefined && isWithin(each, chunk.base);
      onFound({ ...each, chunk: holds ? (chunk as FoundChunk) : unknown });
    }
    return Math.max(end, start + 1);
  }

  #chunkAt(originBytes: number, base: number): FoundChunk {
    if (this.#last?.base !== originBytes + base)
      this.#last = { base: originBytes + base, isBaseKnown: true, gaps: ALL_OLD };
    return { ...this.#last, base };
  }
}

function frame(view: DataView, start: number, sizeBytes: number): Framed {
  const found = inlineDefinitions(
    view,
    start + RECORD_HEADER_BYTES,
    start + sizeBytes - RECORD_TRAILER_BYTES,
  );
  let base: number | undefined;
  for (const { at, offset } of found)
    if (base === undefined && isWithin({ start, sizeBytes }, at - offset)) base = at - offset;
  return { start, sizeBytes, definitions: found.map(({ at }) => at), base };
}

/** Whether a record lies in a chunk that begins at `base`. */
function isWithin(
  { start, sizeBytes }: { readonly start: number; readonly sizeBytes: number },
  base: number,
): boolean {
  return base >= 0 && start - base >= CHUNK_HEADER_BYTES && start + sizeBytes - base <= CHUNK_BYTES;
}

function nextRecord(
  bytes: Uint8Array,
  view: DataView,
  from: number,
  to: number,
): number | undefined {
  let at = nextRecordMagic(bytes, from, to);
  while (at !== undefined && realRecordAt(view, at) === 0) at = nextRecordMagic(bytes, at + 1, to);
  return at;
}

function nextChunkMagic(bytes: Uint8Array, view: DataView, from: number): number {
  for (let at = bytes.indexOf(0x45, from); at >= 0; at = bytes.indexOf(0x45, at + 1))
    if (isChunkAt(view, at)) return at;
  return NOWHERE;
}

import type { Settings } from "../options.ts";
import type { EvtxRecord } from "../record.ts";
import { recordOf } from "../recover/carver.ts";
import type { TemplateShelf } from "../recover/shelf.ts";
import { StaleChunk } from "../recover/stale-chunk.ts";
import type { Gap } from "../recover/stale.ts";
import {
  CHUNK_HEADER_BYTES,
  type ChunkHeader,
  isChunkAt,
  isZero,
  readChunkHeader,
} from "./chunk-header.ts";
import { Chunk } from "./chunk.ts";
import { extentOf } from "./extent.ts";
import { nextRecordMagic, realRecordAt } from "./record-frame.ts";
import { type Extent, walkRecords } from "./walk.ts";

/** A chunk and what is known around it. */
export interface PlacedChunk {
  readonly bytes: Uint8Array;
  /** Where in the file it begins. */
  readonly offsetBytes: number;
  /** The file's header says dirty. */
  readonly dirty: boolean;
  readonly shelf: TemplateShelf;
  /** The chunk before. */
  readonly before: Uint8Array | undefined;
}

/** A chunk of a log: 64 KiB that hold their records and the templates of these. */
export class EvtxChunk {
  readonly #placed: PlacedChunk;
  readonly #settings: Settings;

  /** @internal */
  constructor(placed: PlacedChunk, settings: Settings) {
    this.#placed = placed;
    this.#settings = settings;
  }

  /** Where in the file it begins. */
  get offsetBytes(): number {
    return this.#placed.offsetBytes;
  }

  /** What it says of itself; undefined if it does not begin as a chunk does. */
  get header(): ChunkHeader | undefined {
    const { bytes } = this.#placed;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    return bytes.length >= CHUNK_HEADER_BYTES && isChunkAt(view, 0)
      ? readChunkHeader(view)
      : undefined;
  }

  /** Its records, then, when `recover` asks for them, those of its earlier life. */
  records(): Generator<EvtxRecord, void, undefined> {
    const { bytes, offsetBytes, dirty } = this.#placed;
    if (bytes.length <= CHUNK_HEADER_BYTES) return this.#recover(undefined);
    const chunk = new Chunk(bytes, offsetBytes, this.#settings);
    const extent = extentOf(chunk, dirty);
    if (extent.beyond === "slack") chunk.recordsEnd = Math.min(extent.promised, bytes.length);
    return extent.beyond === "anything" || this.#settings.recover
      ? this.#recover({ chunk, extent })
      : walkRecords(chunk, extent);
  }

  /** @param known undefined for a chunk that ends within its header */
  *#recover(
    known: { readonly chunk: Chunk; readonly extent: Extent } | undefined,
  ): Generator<EvtxRecord, void, undefined> {
    const { bytes, offsetBytes, shelf, before } = this.#placed;
    const settings = this.#settings;
    if (known === undefined) {
      this.#tellTruncated();
      return;
    }
    const isFound = known.extent.beyond === "anything";
    const gaps: Gap[] = isFound ? [{ from: 0, to: bytes.length }] : [];
    if (!isFound) yield* walkRecords(known.chunk, known.extent, gaps);
    const stale = new StaleChunk(bytes, offsetBytes, settings, { shelf, gaps, isBaseKnown: true });
    if (isFound) yield* walkRecords(stale, known.extent);
    else for (const gap of gaps) yield* carveGap(stale, gap, before);
  }

  #tellTruncated(): void {
    const { bytes, offsetBytes } = this.#placed;
    if (isZero(bytes, 0, bytes.length)) return;
    this.#settings.sink({
      severity: "error",
      code: "EVTX_TRUNCATED",
      offsetBytes,
      message: `chunk at byte ${offsetBytes}: ends after ${bytes.length} bytes, within its header`,
    });
  }
}

/** Records of an earlier life of the chunk, those that are still whole. */
function* carveGap(
  chunk: StaleChunk,
  { from, to }: Gap,
  before: Uint8Array | undefined,
): Generator<EvtxRecord, void, undefined> {
  const { bytes, view } = chunk;
  for (let at = nextRecordMagic(bytes, from, to); at !== undefined;) {
    const size = realRecordAt(view, at);
    const isReal = size > 0 && at + size <= to;
    if (isReal && !isSame(bytes, before, at, size)) yield recordOf(chunk, at, size);
    at = nextRecordMagic(bytes, isReal ? at + size : at + 1, to);
  }
}

/**
 * Whether the chunk before has the same bytes in the same place: the log service fills one buffer after the
 * other without clearing it, so behind the last record lie those of the chunk before, given already.
 */
function isSame(
  bytes: Uint8Array,
  before: Uint8Array | undefined,
  start: number,
  size: number,
): boolean {
  if (before === undefined || start + size > before.length) return false;
  for (let at = start; at < start + size; at++) if (bytes[at] !== before[at]) return false;
  return true;
}

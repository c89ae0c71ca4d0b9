import { extentOf } from "./carve-extent.ts";
import { nextRecordMagic, realRecordAt } from "./carve-frame.ts";
import { CHUNK_HEADER_BYTES, isZero } from "./chunk-header.ts";
import { Chunk } from "./chunk.ts";
import type { Settings } from "./options.ts";
import type { EvtxRecord } from "./record.ts";
import { StaleChunk } from "./recover-chunk.ts";
import type { TemplateShelf } from "./recover-shelf.ts";
import type { Gap } from "./recover-stale.ts";
import { recordOf } from "./recover.ts";
import { walkRecords } from "./walk.ts";

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

/** The records of a chunk, then, when `recover` asks for them, those of its earlier life. */
export function* readPlacedChunk(
  { bytes, offsetBytes, dirty, shelf, before }: PlacedChunk,
  settings: Settings,
): Generator<EvtxRecord, void, undefined> {
  const chunk = new Chunk(bytes, offsetBytes, settings);
  if (bytes.length <= CHUNK_HEADER_BYTES) {
    if (!isZero(bytes, 0, bytes.length))
      settings.sink({
        severity: "error",
        code: "EVTX_TRUNCATED",
        offsetBytes,
        message: `chunk at byte ${offsetBytes}: ends after ${bytes.length} bytes, within its header`,
      });
    return;
  }
  const extent = extentOf(chunk, dirty);
  const isFound = extent.beyond === "anything";
  const gaps: Gap[] = isFound ? [{ from: 0, to: bytes.length }] : [];
  if (!isFound) yield* walkRecords(chunk, extent, gaps);
  if (!isFound && !settings.recover) return;
  const stale = new StaleChunk(bytes, offsetBytes, settings, { shelf, gaps, isBaseKnown: true });
  if (isFound) yield* walkRecords(stale, extent);
  else for (const gap of gaps) yield* carveGap(stale, gap, before);
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

import type { EvtxDiagnosticCode } from "../diagnostic.ts";
import {
  CHUNK_BYTES,
  CHUNK_HEADER_BYTES,
  headerChecksumOf,
  isChunkAt,
  isZero,
  readChunkHeader,
  withMagic,
} from "./chunk-header.ts";
import type { Chunk } from "./chunk.ts";
import { flawAt } from "./record-frame.ts";
import type { Extent } from "./walk.ts";

/** What the chunk's header promises, its flaws reported. */
export function extentOf(chunk: Chunk, dirty: boolean): Extent {
  const { bytes, view, settings } = chunk;
  const from = CHUNK_HEADER_BYTES;
  const doubtful: Extent = { from, promised: from, beyond: "anything" };
  const header = readChunkHeader(view);
  const hasChecksums = settings.checksums && !header.noChecksums;
  const hasMagic = isChunkAt(view, 0);
  if (!hasMagic) {
    if (!isZero(bytes, 0, bytes.length))
      report(chunk, "EVTX_CHUNK_MAGIC", 0, "expected a chunk beginning with ElfChnk");
    // Where nothing but the magic is lost the rest can be believed: its checksum says so.
    if (
      !hasChecksums ||
      headerChecksumOf(withMagic(bytes), settings.crc32) !== header.headerChecksum
    )
      // What there is of the chunk may begin with a record.
      return { from: 0, promised: 0, beyond: "anything" };
  }
  const free = header.freeSpaceOffset;
  if (free < CHUNK_HEADER_BYTES || free > CHUNK_BYTES) {
    report(chunk, "EVTX_CHUNK_HEADER", 48, `free space cannot begin at ${free}`);
    return doubtful;
  }
  // The header of a chunk that the log service had just begun: there may be records, but nothing vouches for them.
  if (dirty && free === CHUNK_HEADER_BYTES && flawAt(view, from) === undefined) return doubtful;
  const isSound =
    hasChecksums &&
    (!hasMagic || headerChecksumOf(bytes, settings.crc32) === header.headerChecksum);
  // A header that lost or gained bytes: its records have moved with them.
  if (hasChecksums && !isSound && flawAt(view, from) !== undefined) {
    report(chunk, "EVTX_CHUNK_CHECKSUM", 124, "chunk header does not have its checksum");
    return { from: 0, promised: 0, beyond: "anything" };
  }
  const ids = isSound ? { first: header.firstRecordId, last: header.lastRecordId } : undefined;
  if (bytes.length < CHUNK_BYTES && free > bytes.length) {
    report(
      chunk,
      "EVTX_TRUNCATED",
      bytes.length,
      `chunk ends after ${bytes.length} bytes, its records need ${free}`,
    );
    return { from, promised: bytes.length, beyond: "slack", ids };
  }
  let beyond: Extent["beyond"] = dirty ? "sequel" : "slack";
  if (hasChecksums) {
    if (!isSound) {
      beyond = "sequel";
      report(chunk, "EVTX_CHUNK_CHECKSUM", 124, "chunk header does not have its checksum");
    }
    if (settings.crc32(bytes.subarray(CHUNK_HEADER_BYTES, free)) !== header.recordsChecksum)
      report(chunk, "EVTX_CHUNK_CHECKSUM", 52, "records of the chunk do not have their checksum");
  }
  return { from, promised: free, beyond, ids };
}

function report(chunk: Chunk, code: EvtxDiagnosticCode, at: number, message: string): void {
  chunk.settings.sink({
    severity: "error",
    code,
    offsetBytes: chunk.offsetBytes + at,
    message: `chunk at byte ${chunk.offsetBytes}: ${message}`,
  });
}

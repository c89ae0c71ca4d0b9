import {
  CHUNK_BYTES,
  CHUNK_HEADER_BYTES,
  headerChecksumOf,
  isChunkAt,
  readChunkHeader,
} from "./chunk-header.ts";
import { Chunk } from "./chunk.ts";
import { crc32 } from "./crc32.ts";
import type { EvtxDiagnostic, EvtxDiagnosticCode } from "./diagnostic.ts";
import { type EvtxFileHeader, HEADER_BLOCK_BYTES, readFileHeader } from "./file-header.ts";
import { type EvtxOptions, type Settings, settle } from "./options.ts";
import type { EvtxRecord } from "./record.ts";
import { type Extent, walkRecords } from "./walk.ts";

/** How one chunk is read. */
export interface EvtxChunkOptions extends EvtxOptions {
  /** Where the chunk begins in its file, for places. Default 0. */
  readonly offsetBytes?: number;
  /** The file's header says dirty: records may go on beyond what the chunk's header says. Default false. */
  readonly dirty?: boolean;
}

/**
 * Reads all records of a file in file order, chunk by chunk to the end of the bytes, whatever the header
 * says of their number. Never throws on bad data: damage goes to the sink and the next sound record follows.
 * @param bytes the whole file; not copied, and must not change while records are in use
 * @throws {EvtxError} `EVTX_OPTION`
 */
export function* readEvtx(
  bytes: Uint8Array,
  options: EvtxOptions = {},
): Generator<EvtxRecord, void, undefined> {
  const settings = settle(options);
  const header = readFileHeader(bytes);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = headerReport(bytes, header, settings);
  const sound: Settings = header?.noChecksums ? { ...settings, checksums: false } : settings;
  let chunks = 0;
  let zeros: number | undefined;
  while (at < bytes.length) {
    const end = Math.min(at + CHUNK_BYTES, bytes.length);
    if (isZero(bytes, at, end)) {
      zeros ??= at;
      at = end;
      continue;
    }
    if (zeros !== undefined) note(settings, "EVTX_CHUNK_EMPTY", zeros, `${at - zeros} zero bytes`);
    zeros = undefined;
    const isChunk = isChunkAt(view, at);
    if (isChunk) chunks++;
    // A chunk that begins elsewhere than on the grid ends what is lost before it.
    const stop = isChunk ? end : (nextChunk(bytes, view, at + 1, end) ?? end);
    yield* readOne(new Chunk(bytes.subarray(at, stop), at, sound), header?.dirty ?? true);
    at = stop;
  }
  if (header !== undefined && header.chunkCount !== (chunks & 0xffff))
    note(
      settings,
      "EVTX_CHUNK_COUNT",
      42,
      `file header says ${header.chunkCount} chunks, ${chunks} are there`,
    );
}

/**
 * Reads the records of one chunk: for workers that share a file, and files larger than memory.
 * The file's header is not seen: pass `checksums: !header.noChecksums` and `dirty: header.dirty`.
 * @param bytes 65,536 bytes, fewer at a truncated end; not copied, and must not change while records are in use
 * @throws {EvtxError} `EVTX_OPTION`
 */
export function readChunk(
  bytes: Uint8Array,
  options: EvtxChunkOptions = {},
): Generator<EvtxRecord, void, undefined> {
  const chunk = new Chunk(bytes, options.offsetBytes ?? 0, settle(options));
  return readOne(chunk, options.dirty ?? false);
}

function* readOne(chunk: Chunk, dirty: boolean): Generator<EvtxRecord, void, undefined> {
  const { bytes } = chunk;
  if (bytes.length <= CHUNK_HEADER_BYTES) {
    if (!isZero(bytes, 0, bytes.length))
      report(
        chunk,
        "EVTX_TRUNCATED",
        0,
        `chunk ends after ${bytes.length} bytes, within its header`,
      );
    return;
  }
  yield* walkRecords(chunk, extentOf(chunk, dirty));
}

/** What the chunk's header promises, its flaws reported. */
function extentOf(chunk: Chunk, dirty: boolean): Extent {
  const { bytes, view, settings } = chunk;
  const doubtful: Extent = { promised: CHUNK_HEADER_BYTES, beyond: "anything" };
  if (!isChunkAt(view, 0)) {
    if (!isZero(bytes, 0, bytes.length))
      report(chunk, "EVTX_CHUNK_MAGIC", 0, "expected a chunk beginning with ElfChnk");
    return doubtful;
  }
  const header = readChunkHeader(view);
  const free = header.freeSpaceOffset;
  if (free < CHUNK_HEADER_BYTES || free > CHUNK_BYTES) {
    report(chunk, "EVTX_CHUNK_HEADER", 48, `free space cannot begin at ${free}`);
    return doubtful;
  }
  if (bytes.length < CHUNK_BYTES && free > bytes.length) {
    report(
      chunk,
      "EVTX_TRUNCATED",
      bytes.length,
      `chunk ends after ${bytes.length} bytes, its records need ${free}`,
    );
    return { promised: bytes.length, beyond: "slack" };
  }
  let beyond: Extent["beyond"] = dirty ? "sequel" : "slack";
  if (settings.checksums && !header.noChecksums) {
    if (headerChecksumOf(view) !== header.headerChecksum) {
      beyond = "sequel";
      report(chunk, "EVTX_CHUNK_CHECKSUM", 124, "chunk header does not have its checksum");
    }
    if (crc32(view, CHUNK_HEADER_BYTES, free) !== header.recordsChecksum)
      report(chunk, "EVTX_CHUNK_CHECKSUM", 52, "records of the chunk do not have their checksum");
  }
  return { promised: free, beyond };
}

/** Reports on the file header; gives where the first chunk is looked for. */
function headerReport(
  bytes: Uint8Array,
  header: EvtxFileHeader | undefined,
  settings: Settings,
): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const emit = (code: EvtxDiagnosticCode, message: string): void =>
    settings.sink({ severity: "error", code, offsetBytes: 0, message });
  if (header === undefined) {
    emit("EVTX_FILE_HEADER", "expected a file beginning with ElfFile; chunks are looked for");
    return isChunkAt(view, 0) ? 0 : Math.min(HEADER_BLOCK_BYTES, bytes.length);
  }
  if (header.majorVersion !== 3)
    emit("EVTX_FILE_HEADER", `expected version 3, got ${header.majorVersion}`);
  if (header.dirty) note(settings, "EVTX_FILE_DIRTY", 120, "the log was open when it was copied");
  if (!header.checksumOk && settings.checksums && !header.noChecksums) {
    const message = "file header does not have its checksum";
    if (header.dirty) note(settings, "EVTX_FILE_CHECKSUM", 124, message);
    else emit("EVTX_FILE_CHECKSUM", message);
  }
  const block = header.blockSizeBytes;
  return isChunkAt(view, block) ? block : Math.min(HEADER_BLOCK_BYTES, bytes.length);
}

function nextChunk(
  bytes: Uint8Array,
  view: DataView,
  from: number,
  end: number,
): number | undefined {
  // Never beyond `end`: a large file of nonsense would be searched once for each of its chunks.
  const part = bytes.subarray(0, end);
  for (let at = part.indexOf(0x45, from); at >= 0; at = part.indexOf(0x45, at + 1))
    if (isChunkAt(view, at)) return at;
  return undefined;
}

function isZero(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (bytes[at] !== 0) return false;
  return true;
}

function report(chunk: Chunk, code: EvtxDiagnosticCode, at: number, message: string): void {
  chunk.settings.sink({
    severity: "error",
    code,
    offsetBytes: chunk.offsetBytes + at,
    message: `chunk at byte ${chunk.offsetBytes}: ${message}`,
  });
}

function note(settings: Settings, code: EvtxDiagnosticCode, at: number, message: string): void {
  const diagnostic: EvtxDiagnostic = { severity: "note", code, offsetBytes: at, message };
  settings.sink(diagnostic);
}

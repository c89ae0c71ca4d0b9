import { readPlacedChunk } from "./carve-chunk.ts";
import { CHUNK_BYTES, isChunkAt, isZero } from "./chunk-header.ts";
import type { EvtxDiagnostic, EvtxDiagnosticCode } from "./diagnostic.ts";
import { type EvtxFileHeader, HEADER_BLOCK_BYTES, readFileHeader } from "./file-header.ts";
import { type EvtxOptions, type Settings, settle } from "./options.ts";
import type { EvtxRecord } from "./record.ts";
import { TemplateShelf } from "./recover-shelf.ts";
import { EvtxRecovery, fillShelf } from "./recover.ts";

/** How one chunk is read. */
export interface EvtxChunkOptions extends EvtxOptions {
  /** Where the chunk begins in its file, for places. Default 0. */
  readonly offsetBytes?: number;
  /** The file's header says dirty: records may go on beyond what the chunk's header says. Default false. */
  readonly dirty?: boolean;
  /** With `recover`: what was learnt from the chunks of the file that were read before, in their order. */
  readonly recovery?: EvtxRecovery;
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
  const shelf = new TemplateShelf((empty) => fillShelf(empty, bytes, 0, sound));
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
    const before = at >= CHUNK_BYTES ? bytes.subarray(at - CHUNK_BYTES, at) : undefined;
    const part = bytes.subarray(at, stop);
    const placed = { bytes: part, offsetBytes: at, dirty: header?.dirty ?? true, shelf, before };
    yield* readPlacedChunk(placed, sound);
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
  const settings = settle(options);
  const { offsetBytes = 0, dirty = false, recovery = new EvtxRecovery() } = options;
  const { shelf, before } = recovery.enter(bytes, offsetBytes, settings);
  return readPlacedChunk({ bytes, offsetBytes, dirty, shelf, before }, settings);
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
    const grid = Math.min(HEADER_BLOCK_BYTES, bytes.length);
    return nextChunk(bytes, view, 0, Math.min(grid + CHUNK_BYTES, bytes.length)) ?? grid;
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

function note(settings: Settings, code: EvtxDiagnosticCode, at: number, message: string): void {
  const diagnostic: EvtxDiagnostic = { severity: "note", code, offsetBytes: at, message };
  settings.sink(diagnostic);
}

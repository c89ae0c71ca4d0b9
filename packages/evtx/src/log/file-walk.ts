import type { EvtxDiagnosticCode } from "../diagnostic.ts";
import type { Settings } from "../options.ts";
import {
  CHUNK_BYTES,
  CHUNK_HEADER_BYTES,
  type ChunkHeader,
  headerChecksumOf,
  isChunkAt,
  isZero,
  readChunkHeader,
} from "./chunk-header.ts";
import { type EvtxFileHeader, HEADER_BLOCK_BYTES, readFileHeader } from "./file-header.ts";
import { nextRecordMagic } from "./record-frame.ts";

/** Behind a chunk: what is needed of one that begins within it. */
const AHEAD_BYTES = CHUNK_BYTES;

/** What of the file header matters to its chunks. */
export type EvtxFileFlags = Pick<EvtxFileHeader, "dirty" | "noChecksums">;

/** A stretch of a file that is read as a chunk. */
export interface FoundChunk {
  readonly bytes: Uint8Array;
  /** Where in the file it begins. */
  readonly offsetBytes: number;
}

/** Goes through a file from chunk to chunk, to the end of its bytes, whatever its header says of their number. */
export class FileWalk {
  /** Where in the file the next chunk is looked for. */
  at: number;
  readonly #settings: Settings;
  #header: EvtxFileHeader | undefined;
  #dirty = true;
  #noChecksums = false;
  #chunks = 0;
  #zerosFrom: number | undefined;
  /** Where in the file a chunk begins that stands where the log service puts them. */
  #gridBytes: number;

  /** @param at where in the file the walk begins: 0 for its header, else on the grid of chunks */
  constructor(settings: Settings, at: number) {
    this.#settings = settings;
    this.at = at;
    this.#gridBytes = at;
  }

  get dirty(): boolean {
    return this.#dirty;
  }

  /** Settings for the chunks: without checksums, where the file header says that there are none. */
  get settings(): Settings {
    return this.#noChecksums ? { ...this.#settings, checksums: false } : this.#settings;
  }

  /** Takes what the file's header says from someone who has read it. */
  believe({ dirty, noChecksums }: EvtxFileFlags): void {
    this.#dirty = dirty;
    this.#noChecksums = noChecksums;
  }

  /** Reads the file's header, tells its flaws, and goes to the first chunk. `head` begins the file. */
  begin(head: Uint8Array): void {
    const header = readFileHeader(head);
    this.#header = header;
    if (header !== undefined) this.believe(header);
    this.at = this.#headerReport(head, header);
    if (header !== undefined) this.#gridBytes = this.at;
  }

  /**
   * The chunks that begin in the bytes and, unless these are the last of the file, are whole in them.
   * {@link at} is then where the next one is looked for.
   * @param originBytes where in the file the bytes begin
   */
  *chunks(
    bytes: Uint8Array,
    originBytes: number,
    isLast: boolean,
  ): Generator<FoundChunk, void, undefined> {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const last = isLast ? bytes.length - 1 : bytes.length - CHUNK_BYTES - AHEAD_BYTES;
    for (let at = this.at - originBytes; at <= last; at = this.at - originBytes) {
      const end = Math.min(at + CHUNK_BYTES, bytes.length);
      if (isZero(bytes, at, end)) {
        this.#zerosFrom ??= originBytes + at;
        this.at = originBytes + end;
        continue;
      }
      this.#tellZeros(originBytes + at);
      const isChunk = isChunkAt(view, at);
      if (isChunk) this.#chunks++;
      const stop = this.#endOf(bytes, view, at, end, isChunk);
      this.at = originBytes + stop;
      yield { bytes: bytes.subarray(at, stop), offsetBytes: originBytes + at };
    }
  }

  /** Where a stretch ends: after 64 KiB, or where another chunk begins within it. */
  #endOf(bytes: Uint8Array, view: DataView, at: number, end: number, isChunk: boolean): number {
    const fromGrid = this.at - this.#gridBytes;
    if (!isChunk) {
      const most = fromGrid < 0 ? Math.min(end, at - fromGrid) : end;
      return nextChunk(bytes, view, at + 1, most) ?? most;
    }
    const isOnGrid = fromGrid % CHUNK_BYTES === 0;
    if (isOnGrid && isChunkAt(view, end)) return end;
    // What begins like a chunk may be nothing, or the file has lost bytes: then no other follows where it ends.
    const free = this.#recordsEnd(bytes.subarray(at, end));
    for (
      let inner = nextChunk(bytes, view, at + (free ?? 1), end);
      inner !== undefined;
      inner = nextChunk(bytes, view, inner + 1, end)
    ) {
      const rest = bytes.subarray(inner, inner + CHUNK_BYTES);
      // In the slack of a sound chunk in its place only what is whole is more than a copy of old.
      const isSound =
        free !== undefined && isOnGrid
          ? rest.length === CHUNK_BYTES && this.#recordsEnd(rest) !== undefined
          : this.#bearsChecksum(rest);
      if (isSound) return inner;
    }
    return end;
  }

  /** Where the records end of a chunk that bears its checksums; undefined if it does not. */
  #recordsEnd(bytes: Uint8Array): number | undefined {
    if (!this.#bearsChecksum(bytes)) return undefined;
    const { freeSpaceOffset: free, recordsChecksum } = headerOf(bytes);
    if (free < CHUNK_HEADER_BYTES || free > bytes.length) return undefined;
    const records = bytes.subarray(CHUNK_HEADER_BYTES, free);
    return this.#settings.crc32(records) === recordsChecksum ? free : undefined;
  }

  /** The first chunk before `end` whose header bears its checksum. */
  #firstSound(bytes: Uint8Array, view: DataView, end: number): number | undefined {
    let at = nextChunk(bytes, view, 0, end);
    while (at !== undefined && !this.#bearsChecksum(bytes.subarray(at)))
      at = nextChunk(bytes, view, at + 1, end);
    return at;
  }

  /** Whether the header of what begins like a chunk has its checksum. */
  #bearsChecksum(bytes: Uint8Array): boolean {
    return (
      bytes.length >= CHUNK_HEADER_BYTES &&
      headerChecksumOf(bytes, this.#settings.crc32) === headerOf(bytes).headerChecksum
    );
  }

  /** All of the file was read: tells if its header counts other chunks. */
  end(): void {
    const expected = this.#header?.chunkCount;
    if (expected === undefined || expected === (this.#chunks & 0xffff)) return;
    this.#note(
      "EVTX_CHUNK_COUNT",
      42,
      `file header says ${expected} chunks, ${this.#chunks} are there`,
    );
  }

  #tellZeros(to: number): void {
    const from = this.#zerosFrom;
    if (from !== undefined) this.#note("EVTX_CHUNK_EMPTY", from, `${to - from} zero bytes`);
    this.#zerosFrom = undefined;
  }

  /** Reports on the file header; gives where the first chunk is looked for. */
  #headerReport(bytes: Uint8Array, header: EvtxFileHeader | undefined): number {
    const { checksums } = this.#settings;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const grid = Math.min(HEADER_BLOCK_BYTES, bytes.length);
    if (header === undefined) {
      this.#error(
        "EVTX_FILE_HEADER",
        "expected a file beginning with ElfFile; chunks are looked for",
      );
      const first =
        this.#firstSound(bytes, view, Math.min(grid + CHUNK_BYTES, bytes.length)) ?? grid;
      this.#gridBytes = first % CHUNK_BYTES;
      // Records of a chunk that has lost its beginning may come before all others.
      return nextRecordMagic(bytes, 0, first) === undefined ? first : 0;
    }
    if (header.majorVersion !== 3)
      this.#error("EVTX_FILE_HEADER", `expected version 3, got ${header.majorVersion}`);
    if (header.dirty) this.#note("EVTX_FILE_DIRTY", 120, "the log was open when it was copied");
    if (!header.checksumOk && checksums && !header.noChecksums) {
      const message = "file header does not have its checksum";
      if (header.dirty) this.#note("EVTX_FILE_CHECKSUM", 124, message);
      else this.#error("EVTX_FILE_CHECKSUM", message);
    }
    return isChunkAt(view, header.blockSizeBytes) ? header.blockSizeBytes : grid;
  }

  #error(code: EvtxDiagnosticCode, message: string): void {
    this.#settings.sink({ severity: "error", code, offsetBytes: 0, message });
  }

  #note(code: EvtxDiagnosticCode, offsetBytes: number, message: string): void {
    this.#settings.sink({ severity: "note", code, offsetBytes, message });
  }
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

function headerOf(bytes: Uint8Array): ChunkHeader {
  return readChunkHeader(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength));
}

import type { Settings } from "../options.ts";
// Chunk header: libevtx "Chunk". 512 bytes: 128 of header, 64 name offsets, 32 template offsets.
// The two tables are caches for writers; names and templates are found by their own offsets.
import { u64 } from "./file-header.ts";

/** Bytes of a chunk. */
export const CHUNK_BYTES = 65_536;
/** Bytes of a chunk before its first record. */
export const CHUNK_HEADER_BYTES = 512;

const MAGIC_LOW = 0x43666c45;
const MAGIC_HIGH = 0x006b6e68;

export interface ChunkHeader {
  readonly firstRecordId: number;
  readonly lastRecordId: number;
  /** Where the chunk's records end, as the header says. */
  readonly freeSpaceOffset: number;
  readonly recordsChecksum: number;
  readonly headerChecksum: number;
  /** Checksums are not kept in this chunk. */
  readonly noChecksums: boolean;
}

/** Whether a chunk begins at `at`: `ElfChnk\0`. */
export function isChunkAt(view: DataView, at: number): boolean {
  return (
    at + 8 <= view.byteLength &&
    view.getUint32(at, true) === MAGIC_LOW &&
    view.getUint32(at + 4, true) === MAGIC_HIGH
  );
}

/** Reads the header of a chunk; `view` begins with it and has 512 bytes at least. */
export function readChunkHeader(view: DataView): ChunkHeader {
  return {
    firstRecordId: u64(view, 24),
    lastRecordId: u64(view, 32),
    freeSpaceOffset: view.getUint32(48, true),
    recordsChecksum: view.getUint32(52, true),
    headerChecksum: view.getUint32(124, true),
    noChecksums: (view.getUint32(120, true) & 4) !== 0,
  };
}

/** The header's checksum: its first 120 bytes and the two tables. */
export function headerChecksumOf(bytes: Uint8Array, crc32: Settings["crc32"]): number {
  return crc32(bytes.subarray(128, CHUNK_HEADER_BYTES), crc32(bytes.subarray(0, 120)));
}

/** The header with the magic that it must have, in a copy. */
export function withMagic(bytes: Uint8Array): Uint8Array {
  // Not `slice`: that of Node's Buffer copies nothing, and evidence must not be written to.
  const copy = new Uint8Array(bytes.subarray(0, CHUNK_HEADER_BYTES));
  const view = new DataView(copy.buffer);
  view.setUint32(0, MAGIC_LOW, true);
  view.setUint32(4, MAGIC_HIGH, true);
  return copy;
}

/** Whether a range holds nothing but zeros. */
export function isZero(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (bytes[at] !== 0) return false;
  return true;
}

// File header: MS-EVEN6 does not have it; libevtx "File header". 128 bytes in a block of 4,096.
import { crc32 } from "./crc32.ts";

/** `ElfFile\0`, little-endian halves. */
const MAGIC_LOW = 0x46666c45;
const MAGIC_HIGH = 0x00656c69;

/** Bytes of a file before its first chunk, unless the header says otherwise. */
export const HEADER_BLOCK_BYTES = 4096;

/** What the header of a file says; a live or damaged file may say wrong things. */
export interface EvtxFileHeader {
  /** Numbers beyond 2^53 are rounded. */
  readonly firstChunk: number;
  readonly lastChunk: number;
  readonly nextRecordId: number;
  readonly majorVersion: number;
  readonly minorVersion: number;
  /** Bytes before the first chunk. */
  readonly blockSizeBytes: number;
  readonly chunkCount: number;
  /** The log was open when it was copied: counts and checksums may lag behind. */
  readonly dirty: boolean;
  readonly full: boolean;
  /** Checksums are not kept. */
  readonly noChecksums: boolean;
  readonly checksumOk: boolean;
}

/** Whether bytes begin as an EVTX file does. Eight bytes suffice. */
export function isEvtx(bytes: Uint8Array): boolean {
  return bytes.length >= 8 && isMagic(bytes);
}

/** Reads the file header; undefined if the magic is not there or the bytes are fewer than 128. */
export function readFileHeader(bytes: Uint8Array): EvtxFileHeader | undefined {
  if (bytes.length < 128 || !isMagic(bytes)) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, 128);
  const flags = view.getUint32(120, true);
  return {
    firstChunk: u64(view, 8),
    lastChunk: u64(view, 16),
    nextRecordId: u64(view, 24),
    minorVersion: view.getUint16(36, true),
    majorVersion: view.getUint16(38, true),
    blockSizeBytes: view.getUint16(40, true),
    chunkCount: view.getUint16(42, true),
    dirty: (flags & 1) !== 0,
    full: (flags & 2) !== 0,
    noChecksums: (flags & 4) !== 0,
    checksumOk: crc32(bytes.subarray(0, 120)) === view.getUint32(124, true),
  };
}

function isMagic(bytes: Uint8Array): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, 8);
  return view.getUint32(0, true) === MAGIC_LOW && view.getUint32(4, true) === MAGIC_HIGH;
}

/** A 64-bit number as a double; exact up to 2^53. */
export function u64(view: DataView, at: number): number {
  return view.getUint32(at + 4, true) * 0x1_0000_0000 + view.getUint32(at, true);
}

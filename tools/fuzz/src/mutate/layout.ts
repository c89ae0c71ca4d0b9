// Where things stand in an event log: libevtx "Windows XML Event Log (EVTX)".
import { crc32 } from "node:zlib";

/** Bytes of the file header's block. */
export const HEADER_BYTES = 4096;
/** Bytes of a chunk. */
export const CHUNK_BYTES = 65_536;
/** Bytes of a chunk before its first record. */
export const CHUNK_HEADER_BYTES = 512;
/** Bytes of a record before its binary XML. */
export const RECORD_HEADER_BYTES = 24;
/** Largest input: header and four chunks, and what a mutation may insert. */
export const MOST_BYTES: number = HEADER_BYTES + 5 * CHUNK_BYTES;

const CHUNK_MAGIC = "ElfChnk\0";
const RECORD_MAGIC = 0x0000_2a2a;

export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Where on the grid of chunks a whole chunk may stand. */
export function chunkPlaces(bytes: Uint8Array): number[] {
  const places: number[] = [];
  for (let at = HEADER_BYTES; at + CHUNK_BYTES <= bytes.length; at += CHUNK_BYTES) places.push(at);
  return places;
}

export function isChunkAt(bytes: Uint8Array, at: number): boolean {
  for (let n = 0; n < CHUNK_MAGIC.length; n++)
    if (bytes[at + n] !== CHUNK_MAGIC.charCodeAt(n)) return false;
  return true;
}

/** Where the records of the chunk at `at` stand in the bytes, as far as their sizes lead from one to the next. */
export function recordPlaces(bytes: Uint8Array, at: number): { at: number; sizeBytes: number }[] {
  const view = viewOf(bytes);
  const end = Math.min(at + CHUNK_BYTES, bytes.length);
  const found: { at: number; sizeBytes: number }[] = [];
  let from = at + CHUNK_HEADER_BYTES;
  while (from + RECORD_HEADER_BYTES + 4 <= end && view.getUint32(from, true) === RECORD_MAGIC) {
    const sizeBytes = view.getUint32(from + 4, true);
    if (sizeBytes < RECORD_HEADER_BYTES + 4 || from + sizeBytes > end) break;
    found.push({ at: from, sizeBytes });
    from += sizeBytes;
  }
  return found;
}

/** Whether the chunk at `at` is whole, and has both checksums right over a free space within it. */
export function isSealed(bytes: Uint8Array, at: number): boolean {
  if (at + CHUNK_BYTES > bytes.length || !isChunkAt(bytes, at)) return false;
  const chunk = bytes.subarray(at, at + CHUNK_BYTES);
  const view = viewOf(chunk);
  const free = view.getUint32(48, true);
  return (
    free >= CHUNK_HEADER_BYTES &&
    free <= CHUNK_BYTES &&
    view.getUint32(52, true) === crc32(chunk.subarray(CHUNK_HEADER_BYTES, free)) &&
    view.getUint32(124, true) === headerChecksum(chunk)
  );
}

/**
 * Where chunks begin that are whole and have their checksums, none within another. Off the grid only those in
 * which nothing else begins like a chunk: which of the two the evidence means is then anyone's guess.
 */
export function sealedPlaces(bytes: Uint8Array): number[] {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const places: number[] = [];
  let from = HEADER_BYTES;
  for (let at = text.indexOf(CHUNK_MAGIC, from); at >= 0; at = text.indexOf(CHUNK_MAGIC, from)) {
    const inner = text.indexOf(CHUNK_MAGIC, at + 1);
    const isAlone = inner < 0 || inner >= at + CHUNK_BYTES;
    const isWhole = isSealed(bytes, at);
    const isPromised = isWhole && (isAlone || (at - HEADER_BYTES) % CHUNK_BYTES === 0);
    if (isPromised) places.push(at);
    // What begins among the records of a sealed chunk is not promised either.
    from = at + (isPromised ? CHUNK_BYTES : isWhole ? viewOf(bytes).getUint32(at + 48, true) : 1);
  }
  return places;
}

/** Puts right the checksums of the file header and of every chunk on the grid, in place. */
export function seal(bytes: Uint8Array): void {
  const view = viewOf(bytes);
  if (bytes.length >= 128) view.setUint32(124, crc32(bytes.subarray(0, 120)), true);
  for (const at of chunkPlaces(bytes)) {
    const chunk = bytes.subarray(at, at + CHUNK_BYTES);
    const own = viewOf(chunk);
    const free = own.getUint32(48, true);
    if (free >= CHUNK_HEADER_BYTES && free <= CHUNK_BYTES)
      own.setUint32(52, crc32(chunk.subarray(CHUNK_HEADER_BYTES, free)), true);
    own.setUint32(124, headerChecksum(chunk), true);
  }
}

/** The first 120 bytes and the two tables; flags and the checksum itself lie between. */
function headerChecksum(chunk: Uint8Array): number {
  return crc32(chunk.subarray(128, CHUNK_HEADER_BYTES), crc32(chunk.subarray(0, 120)));
}

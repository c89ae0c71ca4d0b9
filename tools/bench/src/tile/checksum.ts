import { crc32 } from "node:zlib";
import { CHUNK, FILE } from "./layout.ts";

/** Writes both checksums of a chunk over its present bytes. */
export function sealChunk(bytes: Uint8Array): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  view.setUint32(CHUNK.recordsChecksum, recordsChecksum(bytes, view), true);
  view.setUint32(CHUNK.headerChecksum, headerChecksum(bytes), true);
}

/** Whether both checksums of a chunk are right. Its free space must begin within it. */
export function isSealed(bytes: Uint8Array): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return (
    view.getUint32(CHUNK.recordsChecksum, true) === recordsChecksum(bytes, view) &&
    view.getUint32(CHUNK.headerChecksum, true) === headerChecksum(bytes)
  );
}

/** Writes the checksum of a file header. */
export function sealFileHeader(bytes: Uint8Array): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  view.setUint32(FILE.checksum, crc32(bytes.subarray(0, 120)), true);
}

function recordsChecksum(bytes: Uint8Array, view: DataView): number {
  return crc32(bytes.subarray(CHUNK.firstRecord, view.getUint32(CHUNK.freeSpace, true)));
}

/** The first 120 bytes and the two tables; flags and the checksum itself lie between. */
function headerChecksum(bytes: Uint8Array): number {
  return crc32(bytes.subarray(128, CHUNK.firstRecord), crc32(bytes.subarray(0, 120)));
}

// Puts binary XML into records, chunks and files with all checksums right.
// libevtx "Windows XML Event Log (EVTX)": file header, chunk header, event record.
import { CHUNK_HEADER_BYTES, Output, type Piece } from "./builder.ts";

const HEADER_BYTES = 4096;
const CHUNK_BYTES = 65_536;

/** When every record was written: 2020-01-02T03:04:05Z. */
const WRITTEN = 132_224_078_450_000_000n;

/** One chunk with a record for each piece; ids count from `firstId`. */
export function chunk(contents: readonly Piece[], firstId = 1): Uint8Array {
  const out = new Output();
  let last = out.at;
  contents.forEach((content, index) => {
    const start = out.at;
    last = start;
    out.at += 24;
    content(out);
    const size = out.at + 4 - start;
    out.u32(size);
    out.view.setUint32(start, 0x2a2a, true);
    out.view.setUint32(start + 4, size, true);
    out.view.setBigUint64(start + 8, BigInt(firstId + index), true);
    out.view.setBigUint64(start + 16, WRITTEN, true);
  });
  const { bytes, view } = out;
  bytes.set(new TextEncoder().encode("ElfChnk\0"));
  for (const at of [8, 24]) view.setBigUint64(at, BigInt(firstId), true);
  for (const at of [16, 32]) view.setBigUint64(at, BigInt(firstId + contents.length - 1), true);
  for (const [at, value] of [[40, 128] as const, [44, last] as const, [48, out.at] as const])
    view.setUint32(at, value, true);
  mend(bytes);
  return bytes;
}

/** Sets both checksums of a chunk, after a test has changed bytes in it. */
export function mend(bytes: Uint8Array): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  view.setUint32(52, crc32(bytes.subarray(CHUNK_HEADER_BYTES, view.getUint32(48, true))), true);
  const head = new Uint8Array([...bytes.subarray(0, 120), ...bytes.subarray(128, 512)]);
  view.setUint32(124, crc32(head), true);
}

/** A closed log of these chunks. */
export function file(...chunks: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(HEADER_BYTES + chunks.length * CHUNK_BYTES);
  const view = new DataView(bytes.buffer);
  bytes.set(new TextEncoder().encode("ElfFile\0"));
  view.setUint32(16, chunks.length - 1, true);
  view.setUint32(24, 1000, true);
  view.setUint32(32, 128, true);
  for (const [at, value] of [
    [36, 1],
    [38, 3],
    [40, HEADER_BYTES],
    [42, chunks.length],
  ] as const)
    view.setUint16(at, value, true);
  view.setUint32(124, crc32(bytes.subarray(0, 120)), true);
  chunks.forEach((each, index) => bytes.set(each, HEADER_BYTES + index * CHUNK_BYTES));
  return bytes;
}

function crc32(bytes: Uint8Array): number {
  let crc = 0xffff_ffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb8_8320 : 0);
  }
  return ~crc >>> 0;
}

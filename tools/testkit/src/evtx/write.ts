import { ByteWriter } from "./byte-writer.ts";
import { CHUNK_BYTES, ChunkWriter } from "./chunk-writer.ts";
import { crc32 } from "./crc32.ts";
import type { WindowsEvent } from "./event.ts";

const HEADER_BLOCK_BYTES = 4096;

/** How {@link writeEvtx} writes. */
export interface WriteEvtxOptions {
  /** Record id of the first event. Default 1. */
  readonly firstRecordId?: number;
}

/**
 * A whole EVTX file, version 3.1, closed cleanly: all checksums right, one template per kind of event,
 * defined where a chunk meets it first. The same events give the same bytes.
 * @param events in the order they were logged; one must fit into a chunk (64 KiB)
 * @throws {RangeError} an event does not fit, or a value does not have the form of its type
 */
export function writeEvtx(
  events: Iterable<WindowsEvent>,
  options: WriteEvtxOptions = {},
): Uint8Array {
  let nextId = options.firstRecordId ?? 1;
  let chunk = new ChunkWriter(nextId);
  const chunks: Uint8Array[] = [];
  for (const event of events) {
    if (!chunk.add(event)) {
      if (!chunk.empty) chunks.push(chunk.finish());
      chunk = new ChunkWriter(nextId);
      if (!chunk.add(event)) throw new RangeError(`event ${event.eventId} is larger than a chunk`);
    }
    nextId += 1;
  }
  if (!chunk.empty) chunks.push(chunk.finish());
  const bytes = new Uint8Array(HEADER_BLOCK_BYTES + chunks.length * CHUNK_BYTES);
  bytes.set(fileHeader(chunks.length, nextId));
  for (const [i, each] of chunks.entries()) bytes.set(each, HEADER_BLOCK_BYTES + i * CHUNK_BYTES);
  return bytes;
}

function fileHeader(chunkCount: number, nextRecordId: number): Uint8Array {
  const header = new ByteWriter(HEADER_BLOCK_BYTES);
  header.put(new TextEncoder().encode("ElfFile\0"));
  header.u64(0n);
  header.u64(BigInt(Math.max(0, chunkCount - 1)));
  header.u64(BigInt(nextRecordId));
  header.u32(128);
  header.u16(1);
  header.u16(3);
  header.u16(HEADER_BLOCK_BYTES);
  header.u16(chunkCount);
  const bytes = header.range(0, 128);
  new DataView(bytes.buffer, bytes.byteOffset).setUint32(124, crc32(bytes.subarray(0, 120)), true);
  return bytes;
}

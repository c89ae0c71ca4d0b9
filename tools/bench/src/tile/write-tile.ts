import { closeSync, openSync, readSync } from "node:fs";
import { open, rename, rm, statfs } from "node:fs/promises";
import { dirname } from "node:path";
import { CHUNK_BYTES, HEADER_BLOCK_BYTES } from "@tocsin/evtx";
import { addTally, emptyTally } from "../expected.ts";
import type { Expected } from "../expected.ts";
import { sealFileHeader } from "./checksum.ts";
import { FILE } from "./layout.ts";
import { mendChunk } from "./mend.ts";
import type { SourceChunk } from "./survey.ts";

/** What a tiled file must give; kept beside it as `FILE.json`. */
export interface TileFacts extends Expected {
  readonly version: 1;
  readonly fileBytes: number;
  readonly chunks: number;
  /** Chunks of one round; then they repeat. */
  readonly roundChunks: number;
  /** Template definitions of a chunk, mean. */
  readonly templatesPerChunk: number;
}

export interface WriteTileOptions {
  /** The file is made of as few chunks as reach it. */
  readonly sizeBytes: number;
  /** Id of the first record. Default 1. */
  readonly firstId?: number;
  readonly signal?: AbortSignal;
  /** Called now and then with the bytes written so far. */
  readonly onProgress?: (bytes: number) => void;
}

const BATCH_CHUNKS = 64;
const MOST_BYTES = 64 * 2 ** 30;

/**
 * Writes `path`: the chunks over and over, their ids running on. The same chunks give the same bytes.
 * It grows as `path.part`, which is removed if the work ends early. Memory does not grow with the size.
 * @throws {RangeError} no chunk, a size over 64 GiB, or no room on the disk
 * @throws the reason of `signal`
 */
export async function writeTile(
  path: string,
  sources: readonly SourceChunk[],
  options: WriteTileOptions,
): Promise<TileFacts> {
  const chunks = Math.max(1, Math.ceil((options.sizeBytes - HEADER_BLOCK_BYTES) / CHUNK_BYTES));
  const fileBytes = HEADER_BLOCK_BYTES + chunks * CHUNK_BYTES;
  if (sources.length === 0) throw new RangeError("no valid chunk was found to repeat");
  if (fileBytes > MOST_BYTES) throw new RangeError("a tiled file may have 64 GiB at most");
  const disk = await statfs(dirname(path));
  const freeBytes = disk.bavail * disk.bsize;
  if (fileBytes > freeBytes)
    throw new RangeError(`${path} needs ${fileBytes} bytes, the disk has ${freeBytes} free`);
  const firstId = options.firstId ?? 1;
  const facts = factsOf(sources, { chunks, fileBytes, firstId });
  const part = `${path}.part`;
  const file = await open(part, "w");
  try {
    await file.write(fileHeader(chunks, firstId + facts.records));
    const batch = new Uint8Array(BATCH_CHUNKS * CHUNK_BYTES);
    let nextId = firstId;
    for (let first = 0; first < chunks; first += BATCH_CHUNKS) {
      options.signal?.throwIfAborted();
      const count = Math.min(BATCH_CHUNKS, chunks - first);
      for (let n = 0; n < count; n++) {
        const source = sources[(first + n) % sources.length] as SourceChunk;
        const bytes = batch.subarray(n * CHUNK_BYTES, (n + 1) * CHUNK_BYTES);
        readSource(source, bytes);
        mendChunk(bytes, source.places, nextId);
        nextId += source.places.headers.length;
      }
      await file.writeFile(batch.subarray(0, count * CHUNK_BYTES));
      options.onProgress?.((first + count) * CHUNK_BYTES);
    }
    await file.close();
    await rename(part, path);
  } catch (error) {
    await file.close();
    await rm(part, { force: true });
    throw error;
  }
  return facts;
}

function readSource(source: SourceChunk, bytes: Uint8Array): void {
  const file = openSync(source.path, "r");
  try {
    if (readSync(file, bytes, 0, CHUNK_BYTES, source.offsetBytes) !== CHUNK_BYTES)
      throw new RangeError(`${source.path} became shorter while it was read`);
  } finally {
    closeSync(file);
  }
}

/** Every chunk is taken `⌊chunks / sources⌋` times, the first ones once more. */
function factsOf(
  sources: readonly SourceChunk[],
  { chunks, fileBytes, firstId }: { chunks: number; fileBytes: number; firstId: number },
): TileFacts {
  const sum = emptyTally();
  let templates = 0;
  for (const [n, source] of sources.entries()) {
    const times = Math.floor(chunks / sources.length) + (n < chunks % sources.length ? 1 : 0);
    addTally(sum, source.tally, times);
    templates += source.templates * times;
  }
  return {
    version: 1,
    fileBytes,
    chunks,
    roundChunks: sources.length,
    ...sum,
    eventRecordIdSum: (sum.records * (sum.records + 1)) / 2 + (firstId - 1) * sum.records,
    templatesPerChunk: Math.round((100 * templates) / chunks) / 100,
  };
}

/** The block before the first chunk: closed cleanly, version 3.1. The count of chunks has 16 bits. */
export function fileHeader(chunks: number, nextRecordId: number): Uint8Array {
  const bytes = new Uint8Array(HEADER_BLOCK_BYTES);
  bytes.set(new TextEncoder().encode("ElfFile\0"));
  const view = new DataView(bytes.buffer);
  view.setBigUint64(FILE.lastChunk, BigInt(chunks - 1), true);
  view.setBigUint64(FILE.nextRecordId, BigInt(nextRecordId), true);
  view.setUint32(FILE.headerSize, 128, true);
  view.setUint16(FILE.minorVersion, 1, true);
  view.setUint16(FILE.majorVersion, 3, true);
  view.setUint16(FILE.blockSize, HEADER_BLOCK_BYTES, true);
  view.setUint16(FILE.chunkCount, chunks & 0xffff, true);
  sealFileHeader(bytes);
  return bytes;
}

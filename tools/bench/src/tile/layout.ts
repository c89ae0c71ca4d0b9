// Offsets that the tiler writes to. libevtx "File header", "Chunk", "Event record"; all little-endian.

/** In the file header of 128 bytes. */
export const FILE = {
  lastChunk: 16,
  nextRecordId: 24,
  headerSize: 32,
  minorVersion: 36,
  majorVersion: 38,
  blockSize: 40,
  chunkCount: 42,
  checksum: 124,
} as const;

/** In the header of a chunk. Record numbers and ids are two pairs; here they are equal. */
export const CHUNK = {
  firstNumber: 8,
  lastNumber: 16,
  firstId: 24,
  lastId: 32,
  freeSpace: 48,
  recordsChecksum: 52,
  headerChecksum: 124,
  templateTable: 384,
  firstRecord: 512,
} as const;

/** In a record. */
export const RECORD = { size: 4, id: 8, content: 24 } as const;

import { sealChunk } from "./checksum.ts";
import { CHUNK } from "./layout.ts";

/** Where a chunk holds the ids of its records, by record. */
export interface IdPlaces {
  /** Of the id in the record's header. */
  readonly headers: readonly number[];
  /** Of EventRecordID among the record's values. */
  readonly values: readonly number[];
}

/** Writes new ids into a chunk, in place, beginning with `firstId`, and seals it. */
export function mendChunk(bytes: Uint8Array, places: IdPlaces, firstId: number): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { headers, values } = places;
  for (const [n, at] of headers.entries()) {
    const id = BigInt(firstId + n);
    view.setBigUint64(at, id, true);
    view.setBigUint64(values[n] as number, id, true);
  }
  const first = BigInt(firstId);
  const last = BigInt(firstId + headers.length - 1);
  view.setBigUint64(CHUNK.firstNumber, first, true);
  view.setBigUint64(CHUNK.lastNumber, last, true);
  view.setBigUint64(CHUNK.firstId, first, true);
  view.setBigUint64(CHUNK.lastId, last, true);
  sealChunk(bytes);
}

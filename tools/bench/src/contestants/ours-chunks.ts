import zlib from "node:zlib";
import { CHUNK_BYTES, EvtxTemplateCache, readChunk } from "@tocsin/evtx";
import type { EvtxRecord } from "@tocsin/evtx";
import type { RangePlace } from "./contestant.ts";

/** What a hunt gives every reader of a thread. */
const shared = { templates: new EvtxTemplateCache(), crc32: zlib.crc32 };

/** The chunks of a range: for each its records. */
export function* chunksOf(bytes: Uint8Array, place: RangePlace): Generator<Iterable<EvtxRecord>> {
  const { dirty, checksums } = place;
  for (let at = 0; at < bytes.length; at += CHUNK_BYTES)
    yield readChunk(bytes.subarray(at, at + CHUNK_BYTES), {
      ...shared,
      offsetBytes: place.offsetBytes + at,
      dirty,
      checksums,
    });
}

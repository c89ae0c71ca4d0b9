// Found by mutation: a reader of pieces did not see the magic of a chunk that lies over the end of the block it
// holds, where the reader of the whole file did.
import { expect, test } from "vitest";
import { CHUNK_BYTES, createEvtxReader, HEADER_BLOCK_BYTES, readEvtx } from "../../src/index.ts";
import { fragment, text } from "../binxml/builder.ts";
import { chunk, file } from "../binxml/log-file.ts";
import { data, eventOf, join } from "../binxml/reading.ts";

const CHUNKS = 20;

/** A log in which one chunk is garbage, and shorter than a chunk: those behind it begin early. */
function log(garbage: number, lostBytes: number): Uint8Array {
  const pieces = [0, 1, 2].map((n) => fragment(eventOf(data("N", text(`${n}`)))));
  const whole = file(...Array.from({ length: CHUNKS }, (_, n) => chunk(pieces, 1 + 10 * n)));
  const at = HEADER_BLOCK_BYTES + garbage * CHUNK_BYTES;
  whole.fill(0x58, at, at + CHUNK_BYTES);
  return join(whole.subarray(0, at), whole.subarray(at + lostBytes));
}

// One of these chunks ends where the block ends, whatever the size of the block.
test.each(Array.from({ length: CHUNKS - 1 }, (_, n) => n))(
  "pieces give the records of the whole when chunk %i is garbage and the next begins 4 bytes early",
  (garbage) => {
    const bytes = log(garbage, 4);
    const wanted = [...readEvtx(bytes)].map(({ recordId }) => recordId);
    const reader = createEvtxReader();
    const got: number[] = [];
    for (let at = 0; at < bytes.length; at += 100_000)
      for (const { recordId } of reader.push(bytes.subarray(at, at + 100_000))) got.push(recordId);
    for (const { recordId } of reader.end()) got.push(recordId);
    expect(got).toEqual(wanted);
    expect(wanted).toHaveLength(3 * (CHUNKS - 1));
  },
);

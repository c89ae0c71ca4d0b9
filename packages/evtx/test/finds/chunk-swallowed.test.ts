// Found by mutation: whatever begins like a chunk was taken for 64 KiB of one, and the sound chunk that begins
// within these lost its header and its first record.
import { expect, test } from "vitest";
import { CHUNK_BYTES, HEADER_BLOCK_BYTES, readEvtx } from "../../src/index.ts";
import { fragment, text } from "../binxml/builder.ts";
import { chunk, file } from "../binxml/log-file.ts";
import { data, eventOf, join } from "../binxml/reading.ts";

const pieces = Array.from({ length: 5 }, (_, n) => fragment(eventOf(data("N", text(`${n}`)))));
const SECOND = HEADER_BLOCK_BYTES + CHUNK_BYTES;

/** What is read of the second chunk, which has ids from 101. */
function idsOfSecond(bytes: Uint8Array): readonly (readonly [id: number, recovered: boolean])[] {
  return [...readEvtx(bytes)]
    .filter(({ recordId }) => recordId > 100)
    .map(({ recordId, recovered }) => [recordId, recovered]);
}

const WHOLE = [101, 102, 103, 104, 105].map((id) => [id, false]);

function log(): Uint8Array {
  return file(chunk(pieces, 1), chunk(pieces, 101));
}

test("a chunk is read whole behind garbage in which the magic of a chunk stands", () => {
  const bytes = log();
  bytes.fill(0, 0, SECOND);
  bytes.set(bytes.slice(SECOND, SECOND + 8), HEADER_BLOCK_BYTES + 16);
  expect(idsOfSecond(bytes)).toEqual(WHOLE);
});

test("a chunk is read whole behind part of a chunk that begins off the grid", () => {
  const bytes = log();
  const part = bytes.slice(HEADER_BLOCK_BYTES, HEADER_BLOCK_BYTES + 4096);
  bytes.fill(0, 0, SECOND);
  bytes.set(part, HEADER_BLOCK_BYTES + 3000);
  expect(idsOfSecond(bytes)).toEqual(WHOLE);
});

test.each([1, 100, 512, 4096])(
  "a chunk is read whole behind one that has lost %i bytes",
  (lostBytes) => {
    const bytes = log();
    const from = HEADER_BLOCK_BYTES + 1000;
    const shorter = join(bytes.subarray(0, from), bytes.subarray(from + lostBytes));
    expect(idsOfSecond(shorter)).toEqual(WHOLE);
  },
);

test("a chunk on the grid is read whole behind one off it that another one seems to follow", () => {
  const bytes = log();
  bytes.fill(0, 0, SECOND);
  const magic = bytes.slice(SECOND, SECOND + 8);
  bytes.set(magic, HEADER_BLOCK_BYTES + 6000);
  bytes.set(magic, SECOND + 6000);
  expect(idsOfSecond(bytes)).toEqual(WHOLE);
});

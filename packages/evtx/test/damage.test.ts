import { expect, test } from "vitest";
import { HEADER_BLOCK_BYTES } from "../src/index.ts";
import { crc32 } from "../src/log/crc32.ts";
import {
  chunkOf,
  freeOf,
  join,
  log,
  mend,
  overwrite,
  range,
  read,
  viewOf,
} from "./recover-logs.ts";

/** Where the records of the first chunk begin in it. */
function starts(bytes: Uint8Array): number[] {
  return read(bytes).records.map(({ offsetBytes }) => offsetBytes - HEADER_BLOCK_BYTES);
}

function damaged(change: (chunk: Uint8Array, at: (id: number) => number) => void): Uint8Array {
  const bytes = log(8);
  const places = starts(bytes);
  change(chunkOf(bytes), (id) => places[id - 1] as number);
  return bytes;
}

test.each<[string, Parameters<typeof damaged>[0], readonly number[], readonly string[]]>([
  ["a bad chunk magic", (chunk) => chunk.fill(0x58, 0, 8), range(1, 8), ["EVTX_CHUNK_MAGIC"]],
  [
    "a chunk header of nonsense",
    (chunk) => chunk.fill(0xee, 0, 128),
    range(1, 8),
    ["EVTX_CHUNK_MAGIC"],
  ],
  [
    "free space beyond the chunk",
    (chunk) => viewOf(chunk).setUint32(48, 70_000, true),
    range(1, 8),
    ["EVTX_CHUNK_HEADER"],
  ],
  [
    "records without their checksum",
    (chunk) => viewOf(chunk).setUint32(52, 1, true),
    range(1, 8),
    ["EVTX_CHUNK_CHECKSUM"],
  ],
  [
    "broken tables of names and templates",
    (chunk) => chunk.fill(0xff, 128, 512),
    range(1, 8),
    ["EVTX_CHUNK_CHECKSUM"],
  ],
  [
    "a record of no size",
    (chunk, at) => viewOf(chunk).setUint32(at(3) + 4, 0, true),
    [1, 2, 4, 5, 6, 7, 8],
    ["EVTX_CHUNK_CHECKSUM", "EVTX_RECORD_SIZE"],
  ],
  [
    "a record that runs past the chunk",
    (chunk, at) => viewOf(chunk).setUint32(at(3) + 4, 65_536, true),
    [1, 2, 4, 5, 6, 7, 8],
    ["EVTX_CHUNK_CHECKSUM", "EVTX_RECORD_SIZE"],
  ],
  [
    "a record whose sizes differ",
    (chunk, at) => viewOf(chunk).setUint32(at(4) - 4, 48, true),
    [1, 2, 4, 5, 6, 7, 8],
    ["EVTX_CHUNK_CHECKSUM", "EVTX_RECORD_TRAILER"],
  ],
  [
    "two records that were wiped",
    (chunk, at) => chunk.fill(0, at(3), at(5)),
    [1, 2, 5, 6, 7, 8],
    ["EVTX_CHUNK_CHECKSUM", "EVTX_RECORD_MAGIC"],
  ],
  [
    "its last records wiped",
    (chunk, at) => chunk.fill(0, at(7), freeOf(chunk)),
    range(1, 6),
    ["EVTX_CHUNK_CHECKSUM", "EVTX_RECORD_MAGIC"],
  ],
])("a chunk with %s gives every sound record and tells the damage", (_, change, ids, codes) => {
  // Checksums of the records stay as they were, so damage to them shows twice.
  const got = read(damaged(change));
  expect(got.ids).toEqual(ids);
  expect(got.codes).toEqual(codes);
  expect(got.records.filter((record) => record.damaged)).toEqual([]);
});

test("a chunk that lost nothing but its magic does not give what lies behind its records", () => {
  const bytes = overwrite(log(80, undefined, undefined, 100), log(5));
  chunkOf(bytes).fill(0, 0, 8);
  const got = read(bytes);
  expect(got.ids).toEqual(range(1, 5));
  expect(got.records.some(({ recovered }) => recovered)).toBe(false);
});

test("a Buffer of Node is read as bytes are, and not written to", () => {
  const bytes = Buffer.from(log(8));
  chunkOf(bytes).fill(0, 0, 512);
  const before = Uint8Array.from(bytes);
  expect(read(bytes, { recover: true }).ids).toEqual(range(1, 8));
  expect(Uint8Array.from(bytes)).toEqual(before);
});

test("a chunk without any header marks its records as recovered", () => {
  const bytes = damaged((chunk) => chunk.fill(0, 0, 512));
  expect(read(bytes).records.map(({ recovered }) => recovered)).toEqual(
    range(1, 8).map(() => true),
  );
});

test("a file that ends within a record gives those before it", () => {
  const bytes = log(8);
  const cut = HEADER_BLOCK_BYTES + (starts(bytes)[5] as number) + 20;
  const got = read(bytes.subarray(0, cut));
  expect(got.ids).toEqual(range(1, 5));
  expect(got.codes).toEqual(["EVTX_TRUNCATED"]);
});

test("a chunk behind zeros is read", () => {
  const zeros = new Uint8Array(HEADER_BLOCK_BYTES + 3 * 65_536);
  const got = read(join(log(3), zeros, log(2, undefined, undefined, 4)));
  expect(got.ids).toEqual(range(1, 5));
  expect(got.codes).toEqual(["EVTX_CHUNK_EMPTY"]);
});

test("a live log whose headers lag behind gives the records that they do not count yet", () => {
  const bytes = log(8);
  const view = viewOf(bytes);
  view.setUint32(120, 1, true);
  view.setUint16(42, 0, true);
  view.setUint32(124, crc32(bytes.subarray(0, 120)), true);
  const chunk = chunkOf(bytes);
  const places = starts(log(8));
  viewOf(chunk).setUint32(32, 2, true);
  viewOf(chunk).setUint32(44, places[1] as number, true);
  viewOf(chunk).setUint32(48, places[2] as number, true);
  mend(chunk);
  const got = read(bytes);
  expect(got.ids).toEqual(range(1, 8));
  expect(got.codes).toEqual(["EVTX_FILE_DIRTY"]);
});

test("a log that lost its beginning is read from the first chunk that is there", () => {
  const bytes = log(4);
  expect(read(bytes.subarray(1000)).ids).toEqual(range(1, 4));
  expect(read(bytes.subarray(HEADER_BLOCK_BYTES)).ids).toEqual(range(1, 4));
});

test("behind a bad record those of an earlier life of the chunk are not taken for today's", () => {
  const old = log(80, undefined, undefined, 500);
  const bytes = log(40);
  const chunk = chunkOf(bytes);
  const places = starts(bytes);
  const [from, to] = [places[10] as number, places[20] as number];
  chunk.set(chunkOf(old).subarray(from, to), from);
  chunk.fill(0, from, from + 8);
  const got = read(bytes);
  expect(got.ids).toEqual([...range(1, 10), ...range(21, 40)]);
  const more = read(bytes, { recover: true });
  const found = more.records.filter(({ recovered }) => recovered).map(({ recordId }) => recordId);
  expect(found.length).toBeGreaterThan(4);
  expect(found.every((id) => id >= 500)).toBe(true);
  expect(more.ids.filter((id) => id < 500)).toEqual(got.ids);
});

// Logs that have lost bytes, or the beginning of what holds their records: nothing that still stands is given up.
import { expect, test } from "vitest";
import { CHUNK_BYTES, type EvtxDiagnostic, HEADER_BLOCK_BYTES, readEvtx } from "../src/index.ts";
import { fragment, text } from "./binxml/builder.ts";
import { chunk, file, mend } from "./binxml/log-file.ts";
import { data, eventOf, join } from "./binxml/reading.ts";

const ten = Array.from({ length: 10 }, (_, n) => fragment(eventOf(data("N", text(`${n}`)))));
const FIRST = HEADER_BLOCK_BYTES;
const SECOND = FIRST + CHUNK_BYTES;

function ids(bytes: Uint8Array, told: EvtxDiagnostic[] = []): readonly number[] {
  return [...readEvtx(bytes, { sink: (one) => told.push(one) })].map((record) => record.recordId);
}

function without(bytes: Uint8Array, from: number, to: number): Uint8Array {
  return join(bytes.subarray(0, from), bytes.subarray(to));
}

function upTo(last: number, first = 1): readonly number[] {
  return Array.from({ length: last - first + 1 }, (_, n) => first + n);
}

function log(): Uint8Array {
  return file(chunk(ten, 1), chunk(ten, 11), chunk(ten, 21));
}

test("slack that is missing takes nothing from the chunks behind it", () => {
  expect(ids(without(log(), FIRST + 40_000, FIRST + 40_600))).toEqual(upTo(30));
});

test("a chunk that has lost all of its header, or a part of it, gives all records", () => {
  expect(ids(without(log(), SECOND, SECOND + 512))).toEqual(upTo(30));
  expect(ids(without(log(), SECOND + 100, SECOND + 164))).toEqual(upTo(30));
});

test("without a file header the records before the first whole chunk count, too", () => {
  const headless = log().slice(FIRST);
  headless[0] = 0;
  expect(ids(headless)).toEqual(upTo(30));
  expect(ids(log().subarray(FIRST + 512))).toEqual(upTo(30));
  expect(ids(log().subarray(FIRST))).toEqual(upTo(30));
});

/** A log of one chunk whose header counts fewer records than there are. */
function live(counted: number): Uint8Array {
  const bytes = file(chunk(ten, 1));
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  view.setUint32(120, 1, true);
  let at = FIRST + 512;
  for (let n = 0; n < counted; n++) at += view.getUint32(at + 4, true);
  view.setUint32(FIRST + 48, at - FIRST, true);
  view.setUint32(FIRST + 32, counted, true);
  mend(bytes.subarray(FIRST, SECOND));
  return bytes;
}

test("a live log whose header lags behind is read on behind a bad record", () => {
  const told: EvtxDiagnostic[] = [];
  const bytes = live(5);
  expect(ids(bytes)).toEqual(upTo(10));
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  let at = FIRST + 512;
  for (let n = 0; n < 6; n++) at += view.getUint32(at + 4, true);
  bytes[at] = 0;
  expect(ids(bytes, told)).toEqual([...upTo(6), ...upTo(10, 8)]);
  expect(told.map(({ code }) => code)).toContain("EVTX_RECORD_MAGIC");
});

test("a chunk that the log service had just begun gives its records, as recovered", () => {
  const bytes = live(0);
  expect([...readEvtx(bytes)].map((one) => [one.recordId, one.recovered])).toEqual(
    upTo(10).map((id) => [id, true]),
  );
});

test("behind a bad record the header of a sound chunk vouches for the others, whatever their ids and times", () => {
  const bytes = file(chunk(ten, 2 ** 32 + 5));
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const at = FIRST + 512 + view.getUint32(FIRST + 512 + 4, true);
  bytes[at] = 0;
  mend(bytes.subarray(FIRST, SECOND));
  expect(ids(bytes)).toHaveLength(9);
});

import { expect, test } from "vitest";
import { CHUNK_BYTES, readChunk } from "../src/index.ts";
import type { EvtxDiagnostic } from "../src/index.ts";

const CHUNK_HEADER_BYTES = 512;
const RECORD_HEADER_BYTES = 24;

/** A chunk of one record: a fragment without a template, `<Event/>`, and what stands behind its end token. */
function chunkWith(padding: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(CHUNK_BYTES);
  const view = new DataView(bytes.buffer);
  bytes.set(new TextEncoder().encode("ElfChnk\0"));
  const start = CHUNK_HEADER_BYTES;
  let at = start + RECORD_HEADER_BYTES;
  const put = (...values: number[]): void => {
    bytes.set(values, at);
    at += values.length;
  };
  put(0x0f, 1, 1, 0);
  // Open element: token, dependency, size, offset of the name, which follows inline.
  put(0x01, 0xff, 0xff, 0, 0, 0, 0);
  view.setUint32(at, at + 4, true);
  at += 4;
  put(0, 0, 0, 0, 0, 0, 5, 0);
  for (const character of "Event\0") put(character.charCodeAt(0), 0);
  put(0x02, 0x04, 0x00, ...padding);
  const size = at + 4 - start;
  view.setUint32(at, size, true);
  view.setUint32(start, 0x2a2a, true);
  view.setUint32(start + 4, size, true);
  view.setUint32(start + 8, 7, true);
  view.setUint32(48, start + size, true);
  return bytes;
}

test.each([
  ["nothing", []],
  ["the beginning of an element", [0x01, 0x00, 0x05, 0x00]],
  ["the beginning of an element with attributes", [0x41, 0x7c, 0x00]],
])("a record whose padding looks like %s is whole and no damage is told", (_, padding) => {
  const told: EvtxDiagnostic[] = [];
  const sink = (diagnostic: EvtxDiagnostic): void => void told.push(diagnostic);
  const records = [...readChunk(chunkWith(padding), { checksums: false, sink })];
  expect(records.map((record) => [record.recordId, Object.keys(record.toJson())])).toEqual([
    [7, ["Event"]],
  ]);
  expect(told).toEqual([]);
});

import fc from "fast-check";
import { expect, test } from "vitest";
import {
  CHUNK_BYTES,
  createEvtxCarver,
  createEvtxReader,
  type EvtxDiagnostic,
  HEADER_BLOCK_BYTES,
  readChunks,
  readEvtx,
  readEvtxStream,
  readFileHeader,
  shareOut,
} from "../src/index.ts";
import { fragment, instance, normal, type Piece, template, utf16 } from "./binxml/builder.ts";
import { chunk, file } from "./binxml/log-file.ts";
import { data, eventOf } from "./binxml/reading.ts";

const CHUNKS = 12;
const shared = template(1, eventOf(data("V0", normal(0, 0x01))));
const event = (text: string): Piece =>
  fragment(instance(shared, [{ type: 0x01, data: utf16(text) }]));
const log = file(
  ...Array.from({ length: CHUNKS }, (_, n) =>
    chunk([event(`a${n}`), event(`b${n}`), event(`c${n}`)], 3 * n + 1),
  ),
);

interface Seen {
  readonly records: unknown[];
  readonly told: EvtxDiagnostic[];
}

function whole(bytes: Uint8Array): Seen {
  const told: EvtxDiagnostic[] = [];
  const records = [...readEvtx(bytes, { sink: (one) => told.push(one) })];
  return { records: records.map(viewOf), told };
}

function viewOf(
  record: ReturnType<typeof readEvtx> extends Iterable<infer R> ? R : never,
): unknown {
  return [record.offsetBytes, record.recordId, record.field("V0")];
}

function pieces(
  bytes: Uint8Array,
  sizeBytes: number,
  from = 0,
  to = bytes.length,
  brief = false,
): Seen {
  const told: EvtxDiagnostic[] = [];
  const header = readFileHeader(bytes);
  const reader = createEvtxReader({
    sink: (one) => told.push(one),
    offsetBytes: from,
    part: to < bytes.length,
    brief,
    ...(header !== undefined && { header }),
  });
  const records: unknown[] = [];
  // One block of memory, as a file is read: what lay in it is gone with the next piece.
  const piece = new Uint8Array(sizeBytes);
  for (let at = from; at < to; at += sizeBytes) {
    const size = Math.min(sizeBytes, to - at);
    piece.set(bytes.subarray(at, at + size));
    for (const one of reader.push(piece.subarray(0, size))) records.push(viewOf(one));
    piece.fill(0xff);
  }
  for (const one of reader.end()) records.push(viewOf(one));
  return { records, told };
}

test("a log in pieces gives the records and diagnostics of the whole one, whatever is wrong with it", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1000, max: 900_000 }),
      fc.array(fc.tuple(fc.nat(log.length - 1), fc.integer({ min: 1, max: 90_000 })), {
        maxLength: 3,
      }),
      fc.integer({ min: HEADER_BLOCK_BYTES, max: log.length }),
      fc.tuple(fc.nat(log.length - 1), fc.constantFrom(0, 0, 1, 512, 70_000)),
      (sizeBytes, wiped, cut, [gap, lost]) => {
        const bytes = Uint8Array.from([
          ...log.subarray(0, Math.min(gap, cut)),
          ...log.subarray(gap + lost, cut),
        ]);
        for (const [at, length] of wiped) bytes.fill(0, at, at + length);
        const seen = pieces(bytes, sizeBytes);
        // Where bytes are lost, only the whole log can lend a template from further on.
        expect(seen).toEqual(lost === 0 ? whole(bytes) : pieces(bytes, bytes.length));
        expect(pieces(bytes, sizeBytes, 0, bytes.length, true)).toEqual(seen);
      },
    ),
    { numRuns: 120, seed: 4 },
  );
});

test("parts of a log share it out: each record once, and no part speaks of missing chunks", () => {
  const border = HEADER_BLOCK_BYTES + 5 * CHUNK_BYTES;
  const first = pieces(log, 100_000, 0, border);
  const second = pieces(log, 100_000, border);
  expect([...first.records, ...second.records]).toEqual(whole(log).records);
  expect([...first.told, ...second.told]).toEqual([]);
});

test("bytes of a Node Buffer are read as those of any array, and are not changed", () => {
  const buffer = Buffer.from(log);
  expect(whole(buffer)).toEqual(whole(log));
  expect(Buffer.compare(buffer, log)).toBe(0);
});

test("chunks come one by one with what they say of themselves", () => {
  const chunks = [...readChunks(log)];
  expect(chunks).toHaveLength(CHUNKS);
  expect(chunks[2]?.offsetBytes).toBe(HEADER_BLOCK_BYTES + 2 * CHUNK_BYTES);
  expect(chunks[2]?.header).toMatchObject({ firstRecordId: 7, lastRecordId: 9 });
  expect([...(chunks[2]?.records() ?? [])].map((one) => one.recordId)).toEqual([7, 8, 9]);
});

test("a stream gives the records of the whole log", async () => {
  const seen: unknown[] = [];
  const stream = new Blob([log.slice()]).stream();
  for await (const record of readEvtxStream(stream)) seen.push(viewOf(record));
  expect(seen).toEqual(whole(log).records);
});

test("a piece that is not gone through to its end is not lost in silence", () => {
  for (const reader of [createEvtxReader(), createEvtxCarver()]) {
    reader.push(log);
    expect(() => reader.end()).toThrow(expect.objectContaining({ code: "EVTX_UNFINISHED" }));
  }
});

test("shared out, a log is read once, whatever the number of readers", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 20 }), fc.nat(log.length), (count, cut) => {
      const bytes = log.slice(0, Math.max(cut, HEADER_BLOCK_BYTES));
      const parts = shareOut(bytes.length, count);
      expect(parts.length).toBeLessThanOrEqual(count);
      const records = parts.flatMap(
        ({ offsetBytes, endBytes }) => pieces(bytes, 300_000, offsetBytes, endBytes).records,
      );
      expect(records).toEqual(whole(bytes).records);
    }),
    { numRuns: 100, seed: 5 },
  );
});

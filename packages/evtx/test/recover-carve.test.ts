import fc from "fast-check";
import { expect, test } from "vitest";
import { cpuNow } from "../../../tools/testkit/src/index.ts";
import { CHUNK_BYTES, createEvtxCarver, HEADER_BLOCK_BYTES, recoverEvtx } from "../src/index.ts";
import type { EvtxRecord } from "../src/index.ts";
import { chunkOf, freeOf, join, log, range, read, viewOf } from "./recover-logs.ts";

const MIB = 1024 * 1024;

/** An image of nonsense, the same each time, with parts put at their places. */
function image(
  sizeBytes: number,
  parts: readonly (readonly [at: number, part: Uint8Array])[],
): Uint8Array {
  const words = new Uint32Array(sizeBytes >> 2);
  let state = 0x2545f491;
  for (let at = 0; at < words.length; at++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    words[at] = state;
  }
  const bytes = new Uint8Array(words.buffer);
  for (const [at, part] of parts) bytes.set(part, at);
  return bytes;
}

function carve(bytes: Uint8Array) {
  return read(bytes, {}, recoverEvtx);
}

/** Records `from` to `to` of a log as they stand, without what is around them. */
function cut(bytes: Uint8Array, from: number, to: number): Uint8Array {
  const { records } = read(bytes);
  const first = records.find(({ recordId }) => recordId === from);
  const last = records.find(({ recordId }) => recordId === to);
  if (first === undefined || last === undefined) throw new Error("no such records");
  return bytes.slice(first.offsetBytes, last.offsetBytes + last.sizeBytes);
}

function expectWhole(records: readonly EvtxRecord[], ids: readonly number[]): void {
  expect(records.map(({ recordId }) => recordId)).toEqual(ids);
  for (const record of records) {
    expect(record.field("Command")).toBe(`value ${record.recordId} of Command`);
    expect([record.recovered, record.damaged, record.eventId]).toEqual([true, false, 1]);
  }
}

test.each([0, 1, 4096, 77_777, MIB - 30_000, 2 * MIB - 3])(
  "a log at byte %i of an image is found",
  (at) => {
    const bytes = image(3 * MIB, [[at, log(120)]]);
    const { records } = carve(bytes);
    expectWhole(records, range(1, 120));
    expect(records[0]?.offsetBytes).toBe(at + HEADER_BLOCK_BYTES + 512);
  },
);

test("records without the header of their chunk are found, and their chunk by a definition that they hold", () => {
  const part = cut(log(60), 1, 60);
  expectWhole(carve(image(MIB, [[5001, part]])).records, range(1, 60));
});

test("records at the beginning of a file have a chunk that began before it", () => {
  expectWhole(carve(cut(log(60), 1, 60)).records, range(1, 60));
});

test("records without their definition get a template of the same id from elsewhere in the file", () => {
  const { records, told } = carve(
    image(3 * MIB, [
      [1001, cut(log(60), 20, 40)],
      [2 * MIB, log(3, undefined, undefined, 100)],
    ]),
  );
  expectWhole(records, [...range(20, 40), 100, 101, 102]);
  expect(told.map(({ code, recordId }) => [code, recordId])).toEqual(
    range(20, 40).map((id) => ["EVTX_TEMPLATE_BORROWED", id]),
  );
});

test("records without any definition have id, time and values", () => {
  const { records } = carve(image(MIB, [[1001, cut(log(60), 20, 40)]]));
  expect(records.map(({ recordId }) => recordId)).toEqual(range(20, 40));
  for (const record of records) {
    expect(record.damaged).toBe(true);
    expect(record.field("Data")).toContain(`value ${record.recordId} of Command`);
    expect(record.field("Command")).toBeUndefined();
  }
});

test("a chunk of which only the first sectors are left gives the records in them", () => {
  const chunk = chunkOf(log(60)).subarray(0, 10 * 4096);
  const { ids } = carve(image(MIB, [[8192, chunk]]));
  expect(ids.length).toBeGreaterThan(20);
  expect(ids).toEqual(range(1, ids.length));
});

test("a chunk that is broken off by another one keeps its records apart from it", () => {
  const first = chunkOf(log(60, "Command", "Harrow-Alpha")).subarray(0, 8 * 4096);
  const second = chunkOf(log(40, "Command", "Harrow-Beta", 200));
  const { records } = carve(
    image(MIB, [
      [4096, first],
      [4096 + first.length, second],
    ]),
  );
  const alpha = records.filter(({ channel }) => channel === "Harrow-Alpha/Operational");
  const beta = records.filter(({ channel }) => channel === "Harrow-Beta/Operational");
  expectWhole(beta, range(200, 239));
  expectWhole(alpha, range(1, alpha.length));
  expect(alpha.length).toBeGreaterThan(10);
  expect(alpha.length + beta.length).toBe(records.length);
});

test("pieces of any size give the same records as the whole, each once", () => {
  const bytes = image(4 * MIB, [
    [MIB - 40_000, join(log(150), log(90, undefined, undefined, 151))],
    [2 * MIB + 65_000, cut(log(60, undefined, undefined, 400), 400, 459)],
    [3 * MIB + 17, chunkOf(log(60, undefined, undefined, 600))],
  ]);
  const whole = carve(bytes).records.map((record) => [record.offsetBytes, record.field("Command")]);
  expect(whole).toHaveLength(360);
  expect(new Set(whole.map(([at]) => at)).size).toBe(360);
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 900_000 }), { minLength: 1, maxLength: 20 }),
      (sizes) => {
        const carver = createEvtxCarver();
        const got: EvtxRecord[] = [];
        for (let at = 0, turn = 0; at < bytes.length; turn++) {
          const size = sizes[turn % sizes.length] ?? 1;
          if (turn > 200) {
            got.push(...carver.push(bytes.subarray(at)));
            break;
          }
          got.push(...carver.push(bytes.subarray(at, at + size)));
          at += size;
        }
        got.push(...carver.end());
        expect(got.map((record) => [record.offsetBytes, record.field("Command")])).toEqual(whole);
      },
    ),
    { numRuns: 15 },
  );
});

/** Bytes that repeat what a carver looks for. */
function repeat(sizeBytes: number, unit: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(sizeBytes);
  for (let at = 0; at + unit.length <= sizeBytes; at += unit.length) bytes.set(unit, at);
  return bytes;
}

/** The smallest thing that is taken for a record: its definition is named, and is nowhere. */
function smallest(): Uint8Array {
  const unit = new Uint8Array(56);
  const view = viewOf(unit);
  view.setUint32(0, 0x2a2a, true);
  view.setUint32(4, unit.length, true);
  view.setUint32(8, 9, true);
  view.setUint32(20, 0x01da_0000, true);
  unit.set([0x0f, 1, 1, 0, 0x0c, 1], 24);
  view.setUint32(30, 5, true);
  view.setUint32(52, unit.length, true);
  return unit;
}

/** A record that claims a definition of its own, of which nothing is right. */
function liar(): Uint8Array {
  const source = log(1);
  const unit = cut(source, 1, 1);
  unit.fill(0x41, 80, unit.length - 8);
  return unit;
}

/** A chunk's header that promises 64 KiB, and no records. */
function header(): Uint8Array {
  return chunkOf(log(1)).slice(0, 128);
}

test.each<[string, Uint8Array]>([
  ["asterisks", Uint8Array.of(0x2a)],
  ["magics of records", Uint8Array.of(0x2a, 0x2a, 0, 0)],
  ["magics of chunks", new TextEncoder().encode("ElfChnk\0")],
  ["headers of chunks", header()],
  ["the smallest records", smallest()],
  ["records with broken definitions", liar()],
])(
  "time grows as the bytes do over %s",
  (_, unit) => {
    const time = (sizeBytes: number): number => {
      const bytes = repeat(sizeBytes, unit);
      let best = Infinity;
      for (let round = 0; round < 3; round++) {
        const from = cpuNow();
        for (const record of recoverEvtx(bytes)) record.check();
        best = Math.min(best, cpuNow() - from);
      }
      return best;
    };
    time(MIB);
    const [small, large] = [time(2 * MIB), time(8 * MIB)];
    // Four times the bytes; squares would take sixteen times as long.
    expect(large).toBeLessThan(9 * small + 50);
  },
  60_000,
);

test("arbitrary bytes full of magics never throw", () => {
  const word = fc.oneof(
    fc.constantFrom(
      [0x2a, 0x2a, 0, 0],
      [...new TextEncoder().encode("ElfChnk\0")],
      [0x0f, 1, 1, 0, 0x0c, 1],
      [...smallest()],
      [...liar()],
    ),
    fc.array(fc.nat(255), { maxLength: 40 }),
  );
  fc.assert(
    fc.property(fc.array(word, { maxLength: 60 }), (words) => {
      const bytes = Uint8Array.from(words.flat());
      for (const record of recoverEvtx(bytes)) {
        record.fields();
        expect(record.recovered).toBe(true);
      }
    }),
  );
});

test("a real chunk with flipped bytes never throws when it is carved, and its records lie apart", () => {
  const sound = chunkOf(log(80)).slice(0, freeOf(chunkOf(log(80))));
  const flips = fc.array(fc.tuple(fc.nat(sound.length - 1), fc.nat(255)), {
    minLength: 1,
    maxLength: 60,
  });
  fc.assert(
    fc.property(flips, (changes) => {
      const bytes = sound.slice();
      for (const [at, value] of changes) bytes[at] = value;
      let end = 0;
      for (const record of carve(bytes).records) {
        expect(record.offsetBytes).toBeGreaterThanOrEqual(end);
        end = record.offsetBytes + record.sizeBytes;
      }
      expect(end).toBeLessThanOrEqual(CHUNK_BYTES);
    }),
    { numRuns: 60 },
  );
});

import { plainRecord } from "@tocsin/model";
import type { EvidenceRecord, FieldValue } from "@tocsin/model";
import fc from "fast-check";
import { expect, test } from "vitest";
import { createFeedStore } from "../src/feed-store.ts";
import type { FeedStore } from "../src/feed-store.ts";
import { createFeeds } from "../src/feeds.ts";
import type { FeedLimits } from "../src/feeds.ts";
import { line } from "./feed-line.ts";

const NAMES = ["User", "Bytes", "__proto__"];
const WANTED = new Map([
  [0, NAMES],
  [2, []],
]);

const anyScalar = fc.oneof(
  fc.string(),
  fc.boolean(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.integer(),
  fc.constantFrom("0", "007", "4294967295", "4294967296", "1e3", -0, 4294967295, 4294967296, 0.5),
);

const anyRecord = fc
  .record({
    fields: fc.array(
      fc.tuple(
        fc.constantFrom("User", "Bytes", "__proto__", "Other"),
        fc.oneof(anyScalar, fc.constant(null), fc.array(anyScalar, { maxLength: 3 })),
      ),
      { maxLength: 3 },
    ),
    place: fc.record(
      {
        file: fc.constantFrom("a.evtx", "b.log"),
        line: fc.nat(),
        offsetBytes: fc.maxSafeNat(),
        recordId: fc.constantFrom("412", "18446744073709551615", "x"),
        recovered: fc.constant(true as const),
      },
      { requiredKeys: ["file"] },
    ),
    timeMs: fc.option(fc.integer({ min: 0, max: 20 }), { nil: undefined }),
    host: fc.constantFrom("dc", "ws", undefined),
  })
  .map(({ fields, ...about }): EvidenceRecord => {
    const own = Object.fromEntries(fields) as Record<string, FieldValue>;
    return plainRecord(own, { ...about, source: { format: "evtx", channel: "Security" } });
  });

function fill(
  batches: readonly (readonly (readonly [number, EvidenceRecord])[])[],
  limits?: { unit?: FeedLimits; hunt?: FeedLimits },
): { store: FeedStore; told: boolean[] } {
  const store = createFeedStore(WANTED, limits?.hunt);
  const told: boolean[] = [];
  for (const batch of batches) {
    const feeds = createFeeds(WANTED, limits?.unit);
    for (const [detection, record] of batch) told.push(feeds.add(detection, record));
    // As it is after it has crossed threads.
    told.push(store.merge(structuredClone(feeds.take())));
  }
  return { store, told };
}

/** What a record gives to a detection, read plainly. */
function expected(detection: number, record: EvidenceRecord): unknown {
  const fields = (WANTED.get(detection) ?? []).flatMap((name) => {
    const value = record.field(name);
    if (value === undefined || value === null) return [];
    return [[name, typeof value === "object" ? value : [value]] as const];
  });
  const { timeMs, place, host } = record;
  return { detection, timeMs, fields, host, place: JSON.stringify(place) };
}

function stored(store: FeedStore, event: number): unknown {
  return {
    detection: store.detectionOf(event),
    timeMs: store.timeOf(event),
    fields: Object.entries(store.fieldsOf(event)),
    host: store.hostOf(event),
    place: JSON.stringify(store.recordOf(event).place),
  };
}

test("feeds come out of their columns as they went in, by time and then by arrival", () => {
  const anyBatch = fc.array(fc.tuple(fc.constantFrom(0, 1, 2), anyRecord), { maxLength: 12 });
  fc.assert(
    fc.property(fc.array(anyBatch, { maxLength: 4 }), (drawn) => {
      // Each record a place of its own, so that none is a copy.
      let line = 0;
      const batches = drawn.map((batch) =>
        batch.map(([detection, record]) => {
          const place = { ...record.place, line: line++ };
          delete (place as { recordId?: string }).recordId;
          return [detection, { ...record, place }] as const;
        }),
      );
      const { store, told } = fill(batches);
      const wanted = batches
        .flat()
        .filter(([detection, { timeMs }]) => WANTED.has(detection) && timeMs !== undefined)
        .sort(([, a], [, b]) => (a.timeMs ?? 0) - (b.timeMs ?? 0));
      expect([...store.byTime()].map((event) => stored(store, event))).toEqual(
        wanted.map(([detection, record]) => expected(detection, record)),
      );
      expect(told).not.toContain(false);
    }),
  );
});

test("feeds keep the numbers and texts of places as they are", () => {
  fc.assert(
    fc.property(anyRecord, (record) => {
      const { store } = fill([[[2, record]]]);
      const got = [...store.byTime()].map((event) => stored(store, event));
      expect(got).toEqual(record.timeMs === undefined ? [] : [expected(2, record)]);
    }),
  );
});

test("a store keeps copies of one record once, and each detection's match of it", () => {
  const rows = Array.from({ length: 5000 }, (_, n) => line(n));
  const copy = rows.map((record) => ({ ...record, place: { ...record.place, file: "copy.log" } }));
  const both = (records: readonly EvidenceRecord[]) =>
    records.flatMap((record) => [[0, record] as const, [2, record] as const]);
  const { store } = fill([both(rows), both(copy), [[0, line(1, "other")]]]);
  expect(store.size).toBe(10_001);
  expect(store.recordOf(4).place.file).toBe("2.log");
});

test("a bound on feeds leaves later ones out and is told once, in a unit and in a hunt", () => {
  const rows = Array.from({ length: 30 }, (_, n) => [0, line(n)] as const);
  const large = { events: 1000, sizeBytes: 1e6 };
  const few = { events: 10, sizeBytes: 1e6 };
  const unit = fill([rows], { unit: few, hunt: large });
  expect(unit.store.size).toBe(10);
  expect(unit.told.filter((one) => !one)).toHaveLength(1);
  const hunt = fill([rows.slice(0, 15), rows], { unit: large, hunt: few });
  expect(hunt.store.size).toBe(10);
  expect(hunt.told.filter((one) => !one)).toHaveLength(1);
  const small = fill([rows], { unit: { events: 1000, sizeBytes: 600 }, hunt: large });
  expect(small.store.size).toBeLessThan(20);
  expect(small.told.filter((one) => !one)).toHaveLength(1);
});

test("two million feeds of three fields to group by stay below 150 MB", () => {
  const names = ["User", "Address", "Type"];
  const wanted = new Map([[0, names]]);
  const store = createFeedStore(wanted);
  const count = 100_000;
  for (let from = 0; from < count; from += 20_000) {
    const feeds = createFeeds(wanted);
    for (let n = from; n < from + 20_000; n++) {
      const values = { User: `user-${n % 1000}`, Address: `10.0.0.${n % 250}`, Type: 3 };
      const place = { file: `${from}.evtx`, offsetBytes: n * 700, recordId: String(n) };
      const source = { format: "evtx", channel: "Security" } as const;
      feeds.add(0, plainRecord(values, { place, source, host: `dc-${from}`, timeMs: n }));
    }
    store.merge(feeds.take());
  }
  expect(store.size).toBe(count);
  expect((store.sizeBytes / count) * 2_000_000).toBeLessThan(150e6);
});

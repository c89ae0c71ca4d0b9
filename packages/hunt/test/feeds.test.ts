import { plainRecord } from "@tocsin/model";
import type { EvidenceRecord, FieldValue } from "@tocsin/model";
import fc from "fast-check";
import { expect, test } from "vitest";
import { cpuNow } from "../../../tools/testkit/src/index.ts";
import { createFeedStore, FEED_LIMITS } from "../src/feed-store.ts";
import type { FeedLimits, FeedStore } from "../src/feed-store.ts";
import { createFeeds } from "../src/feeds.ts";
import type { FeedBatch } from "../src/feeds.ts";
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

type Match = readonly [detection: number, record: EvidenceRecord];

function fill(units: readonly (readonly Match[])[], limits?: Partial<FeedLimits>): FeedStore {
  const store = createFeedStore(WANTED, { ...FEED_LIMITS, ...limits });
  for (const [unit, matches] of units.entries()) addUnit(store, unit, matches);
  return store;
}

function addUnit(store: FeedStore, unit: number, matches: readonly Match[]): void {
  // As it is after it has crossed threads.
  const feeds = createFeeds(WANTED, (batch) => store.merge(structuredClone(batch), unit));
  for (const [detection, record] of matches) feeds.add(detection, record);
  feeds.end();
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
          const place = { ...record.place, line, offsetBytes: line++ };
          delete (place as { recordId?: string }).recordId;
          return [detection, { ...record, place }] as const;
        }),
      );
      const store = fill(batches);
      const wanted = batches
        .flat()
        .filter(([detection, { timeMs }]) => WANTED.has(detection) && timeMs !== undefined)
        .sort(([, a], [, b]) => (a.timeMs ?? 0) - (b.timeMs ?? 0));
      expect([...store.byTime()].map((event) => stored(store, event))).toEqual(
        wanted.map(([detection, record]) => expected(detection, record)),
      );
      expect(store.cutUnit).toBeUndefined();
    }),
  );
});

test("feeds keep the numbers and texts of places as they are", () => {
  fc.assert(
    fc.property(anyRecord, (record) => {
      const store = fill([[[2, record]]]);
      const got = [...store.byTime()].map((event) => stored(store, event));
      expect(got).toEqual(record.timeMs === undefined ? [] : [expected(2, record)]);
    }),
  );
});

test("copies of one record are one event, and each detection's match of it", () => {
  const rows = Array.from({ length: 5000 }, (_, n) => line(n));
  const copy = rows.map((record) => ({ ...record, place: { ...record.place, file: "copy.log" } }));
  const both = (records: readonly EvidenceRecord[]) =>
    records.flatMap((record) => [[0, record] as const, [2, record] as const]);
  const events = (store: FeedStore) => [...store.byTime()].map((event) => stored(store, event));
  const store = fill([both(rows), both(copy), [[0, line(1, "other")]]]);
  expect(store.size).toBe(20_001);
  expect(store.byTime()).toHaveLength(10_001);
  expect(events(store)).toEqual(events(fill([both(rows), [[0, line(1, "other")]]])));
});

test("ten thousand events of one moment with a copy of each cost no pairs", () => {
  const rows = Array.from({ length: 10_000 }, (_, n) => ({ ...line(n), timeMs: 7 }));
  const store = fill([rows, rows].map((of) => of.map((record) => [0, record] as const)));
  const start = cpuNow();
  expect(store.byTime()).toHaveLength(10_000);
  expect(cpuNow() - start).toBeLessThan(1000);
});

test("what has no room in memory lies in a file, and comes out of it the same", () => {
  const matches = Array.from({ length: 30_000 }, (_, n) => {
    const time = (n * 7919) % 30_011;
    return [n % 3 === 0 ? 2 : 0, { ...line(n, `host-${n}`), timeMs: time }] as const;
  });
  const units = [matches.slice(0, 20_000), matches.slice(20_000)];
  const held = fill(units, { memoryBytes: 1e9 });
  const spilled = fill(units, { memoryBytes: 1 });
  const all = (store: FeedStore) => {
    const events = store.byTime();
    const { feeds, events: picked } = store.pick(events);
    expect([...picked].map((event) => stored({ ...store, ...feeds }, event))).toEqual(
      [...events].map((event) => stored(store, event)),
    );
    return [...events].map((event) => stored(store, event));
  };
  expect(all(spilled)).toEqual(all(held));
  spilled.close();
  held.close();
});

test("a bound on feeds leaves the last units out, whatever the order in which they come", () => {
  const rows = Array.from({ length: 5 }, (_, n) => [0, line(n)] as const);
  const orders = [
    [0, 1, 2, 3, 4, 5],
    [5, 4, 3, 2, 1, 0],
    [2, 5, 0, 3, 1, 4],
    [0, 3, 4, 5, 1, 2],
  ];
  const bounds = [{ events: 17 }, { sizeBytes: 1000 }, { formBytes: 1500 }];
  for (const bound of bounds) {
    const kept = orders.map((order) => {
      const store = createFeedStore(WANTED, { ...FEED_LIMITS, ...bound });
      for (const unit of order)
        addUnit(
          store,
          unit,
          rows.map(([detection, record]) => [
            detection,
            { ...record, place: { ...record.place, file: `unit-${unit}.log` } },
          ]),
        );
      return JSON.stringify([
        store.cutUnit,
        store.size,
        [...store.byTime()].map((event) => stored(store, event)),
      ]);
    });
    const [cut, size] = JSON.parse(kept[0] ?? "") as [number, number];
    expect(size).toBe(5 * cut);
    expect(cut).toBeGreaterThan(0);
    expect(new Set(kept).size).toBe(1);
  }
});

test("batches of a unit are as large as they should be, also if a value is very large", () => {
  const counts: number[] = [];
  const feeds = createFeeds(WANTED, ({ count, rows }) => void counts.push(count, rows.length));
  for (let n = 0; n < 10_000; n++) feeds.add(2, line(n));
  feeds.add(0, { ...line(1), field: () => "x".repeat(5_000_000) });
  feeds.add(0, line(2));
  feeds.end();
  feeds.end();
  const [first, , second, words, third] = counts;
  expect([first, second, third]).toEqual([8192, 1809, 1]);
  expect(words).toBeGreaterThan(1_250_000);
  expect(counts).toHaveLength(6);
});

test("a million feeds of three fields to group by stay below 110 MB", () => {
  const names = ["User", "Address", "Type"];
  const wanted = new Map([[0, names]]);
  const store = createFeedStore(wanted);
  const sizes: number[] = [];
  const merge = (batch: FeedBatch): void => {
    sizes.push(batch.rows.byteLength);
    store.merge(batch, 0);
  };
  const count = 100_000;
  for (let from = 0; from < count; from += 20_000) {
    const feeds = createFeeds(wanted, merge);
    for (let n = from; n < from + 20_000; n++) {
      const values = { User: `user-${n % 1000}`, Address: `10.0.0.${n % 250}`, Type: 3 };
      const place = { file: `${from}.evtx`, offsetBytes: n * 700, recordId: String(n) };
      const source = { format: "evtx", channel: "Security" } as const;
      feeds.add(0, plainRecord(values, { place, source, host: `dc-${from}`, timeMs: n }));
    }
    feeds.end();
  }
  expect(store.size).toBe(count);
  const sizeBytes = sizes.reduce((sum, one) => sum + one, 0);
  expect((sizeBytes / count) * 1_000_000).toBeLessThan(110e6);
  store.close();
});

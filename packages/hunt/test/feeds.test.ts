import { correlate } from "@tocsin/match";
import type { CorrelationEvent } from "@tocsin/match";
import { plainRecord } from "@tocsin/model";
import type { Correlation, Detection, EvidenceRecord, FieldValue } from "@tocsin/model";
import fc from "fast-check";
import { expect, test } from "vitest";
import { correlateFeeds } from "../src/correlated.ts";
import { createFeedStore } from "../src/feed-store.ts";
import type { FeedStore } from "../src/feed-store.ts";
import { createFeeds, toWanted } from "../src/feeds.ts";
import type { FeedLimits } from "../src/feeds.ts";

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

function line(n: number, host = "dc", timeMs = n): EvidenceRecord {
  return plainRecord(
    { User: n % 2 === 0 ? "ida" : "bo", Bytes: n },
    {
      place: { file: `${n % 3}.log`, line: n, recordId: String(n) },
      source: { format: "evtx", channel: "Security" },
      host,
      timeMs,
    },
  );
}

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

const DETECTIONS = ["a", "x", "b"].map((id): Detection => ({
  id,
  kind: "sigma",
  title: id,
  level: "high",
  strength: "behaviour",
  techniques: [],
  vulnerabilities: [],
  variants: [],
  falsePositives: [],
  citations: [],
}));

function correlation(own: Partial<Correlation>): Correlation {
  return {
    id: "many",
    title: "Many",
    level: "high",
    type: "event_count",
    rules: ["a", "b"],
    groupBy: ["User"],
    timespanMs: 10,
    bounds: [{ comparison: "gte", value: 3 }],
    fields: [],
    aliases: {},
    generate: false,
    techniques: [],
    ...own,
  };
}

test("findings of correlations are those of the plain way, whatever the order of the units", () => {
  const all = [
    correlation({}),
    correlation({ id: "over", rules: ["many"], timespanMs: 40, bounds: [], generate: true }),
    correlation({ id: "sum", type: "value_sum", fields: ["Bytes"], groupBy: [] }),
    correlation({ id: "alone", timespanMs: 20 }),
  ];
  const wanted = toWanted(DETECTIONS, all);
  const rows = Array.from({ length: 300 }, (_, n) =>
    line(n, n % 50 < 25 ? "dc" : "ws", (n * n * 7) % 1201),
  );
  const run = (units: readonly (readonly EvidenceRecord[])[], partEvents?: number) => {
    const store = createFeedStore(wanted);
    for (const unit of units) {
      const feeds = createFeeds(wanted);
      for (const record of unit) feeds.add(record.place.line === 7 ? 2 : 0, record);
      store.merge(feeds.take());
    }
    const findings = correlateFeeds(
      all,
      DETECTIONS,
      store,
      (diagnostic) => {
        throw new Error(diagnostic.message);
      },
      partEvents === undefined ? {} : { partEvents },
    );
    return findings.sort((a, b) => (a.id < b.id ? -1 : 1));
  };
  const findings = run([rows]);
  expect(new Set(findings.map(({ detection }) => detection.id))).toEqual(
    new Set(["many", "over", "sum", "alone"]),
  );
  // Group after group, as many at a time as there may be.
  expect(run([rows], 1)).toEqual(findings);
  expect(run([rows], 100)).toEqual(findings);
  expect(run([rows.slice(200), rows.slice(0, 200)])).toEqual(findings);
  const events = rows.map((record): CorrelationEvent<EvidenceRecord> => ({
    rule: record.place.line === 7 ? "b" : "a",
    timeMs: record.timeMs ?? 0,
    fields: { User: [String(record.field("User"))], Bytes: [Number(record.field("Bytes"))] },
    origin: record,
  }));
  const plain = correlate(all, events);
  expect(findings.length).toBeGreaterThan(10);
  expect(
    findings
      .map(({ detection, matched, count, firstSeen, lastSeen, host, occurrences }) =>
        JSON.stringify([
          detection.id,
          matched.map(({ value }) => value),
          count,
          firstSeen,
          lastSeen,
          host,
          occurrences.map(({ place }) => place),
        ]),
      )
      .sort(),
  ).toEqual(
    plain
      .map(({ correlation: { id }, group, events: of }) => {
        const hosts = new Set(of.map(({ origin }) => origin.host));
        return JSON.stringify([
          id,
          group,
          of.length,
          new Date(of[0]?.timeMs ?? 0).toISOString(),
          new Date(of.at(-1)?.timeMs ?? 0).toISOString(),
          hosts.size === 1 ? [...hosts][0] : undefined,
          of.slice(0, 10).map(({ origin }) => origin.place),
        ]);
      })
      .sort(),
  );
});

test("a bound met while correlating is told with the file of the record that met it", () => {
  const wide = correlation({ timespanMs: 1e6 });
  const wanted = toWanted(DETECTIONS, [wide]);
  const store = createFeedStore(wanted);
  const feeds = createFeeds(wanted);
  for (let n = 0; n < 30; n++) feeds.add(0, line(n));
  store.merge(feeds.take());
  const told: unknown[] = [];
  correlateFeeds([wide], DETECTIONS, store, ({ code }, file) => told.push([code, file]), {
    limits: { events: 8 },
  });
  // They are judged step by step; the last step is the whole of so few.
  expect(told).toEqual([["MATCH_CORRELATION_LIMIT", "2.log"]]);
});

function storeOf(
  correlations: readonly Correlation[],
  detections: readonly Detection[],
  rows: readonly (readonly [detection: number, record: EvidenceRecord])[],
): FeedStore {
  const wanted = toWanted(detections, correlations);
  const store = createFeedStore(wanted);
  const feeds = createFeeds(wanted);
  for (const [detection, record] of rows) feeds.add(detection, record);
  store.merge(feeds.take());
  return store;
}

test("a correlation that is there twice reports once, divided or not", () => {
  const twice = [correlation({}), correlation({})];
  const rows = Array.from({ length: 60 }, (_, n) => [0, line(n)] as const);
  const store = storeOf(twice, DETECTIONS, rows);
  const fail = (): never => expect.fail("nothing is dropped");
  for (const partEvents of [Infinity, 7]) {
    const findings = correlateFeeds(twice, DETECTIONS, store, fail, { partEvents });
    expect(findings.map(({ matched }) => matched[0]?.value).sort()).toEqual(["bo", "ida"]);
  }
});

test("two correlations of one title each tell what was dropped; the parts of one tell it once", () => {
  const both = ["x", "y"].map((id) =>
    correlation({ id, type: "value_count", fields: ["Bytes"], origin: { file: `${id}.yml` } }),
  );
  const store = storeOf(
    both,
    DETECTIONS,
    Array.from({ length: 40 }, (_, n) => [0, line(n, "dc", n / 10)] as const),
  );
  for (const partEvents of [Infinity, 4]) {
    const told: unknown[] = [];
    correlateFeeds(both, DETECTIONS, store, ({ place }) => told.push(place?.file), {
      limits: { valuesPerGroup: 2 },
      partEvents,
    });
    expect(told.sort()).toEqual(["x.yml", "y.yml"]);
  }
});

test("many correlations cost what their own events cost", () => {
  const ids = Array.from({ length: 150 }, (_, n) => `rule-${n}`);
  const detections = ids.map((id): Detection => ({ ...(DETECTIONS[0] as Detection), id }));
  const all = ids.map((id) => correlation({ id: `many-${id}`, rules: [id], timespanMs: 1 }));
  const rows = ids.flatMap((_, detection) =>
    Array.from({ length: 300 }, (__, n) => [detection, line(n)] as const),
  );
  const store = storeOf(all, detections, rows);
  let asked = 0;
  const counting: FeedStore = {
    ...store,
    size: store.size,
    fieldsOf: (event) => (asked++, store.fieldsOf(event)),
  };
  correlateFeeds(all, detections, counting, () => expect.fail("nothing is dropped"));
  expect(asked).toBeGreaterThan(0);
  expect(asked).toBeLessThanOrEqual(2 * rows.length);
});

import { correlate } from "@tocsin/match";
import type { CorrelationEvent } from "@tocsin/match";
import type { Correlation, Detection, EvidenceRecord } from "@tocsin/model";
import { expect, test } from "vitest";
import { correlateFeeds } from "../src/correlated.ts";
import { createFeedStore, FEED_LIMITS } from "../src/feed-store.ts";
import type { FeedStore } from "../src/feed-store.ts";
import { createFeeds, toWanted } from "../src/feeds.ts";
import { line } from "./feed-line.ts";

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
  const run = (
    units: readonly (readonly EvidenceRecord[])[],
    partEvents?: number,
    memoryBytes = FEED_LIMITS.memoryBytes,
  ) => {
    const store = createFeedStore(wanted, { ...FEED_LIMITS, memoryBytes });
    for (const [number, unit] of units.entries()) {
      const feeds = createFeeds(wanted, (batch) => store.merge(batch, number));
      for (const record of unit) feeds.add(record.place.line === 7 ? 2 : 0, record);
      feeds.end();
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
    store.close();
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
  // Most of it in a file.
  const long = (record: EvidenceRecord) => ({
    ...record,
    host: `${record.host}${"x".repeat(400)}`,
  });
  const short = run([rows.map(long)], 20);
  expect(run([rows.map(long)], 20, 1)).toEqual(short);
  expect(short).toHaveLength(findings.length);
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
  const feeds = createFeeds(wanted, (batch) => store.merge(batch, 0));
  for (let n = 0; n < 30; n++) feeds.add(0, line(n));
  feeds.end();
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
  const feeds = createFeeds(wanted, (batch) => store.merge(batch, 0));
  for (const [detection, record] of rows) feeds.add(detection, record);
  feeds.end();
  return store;
}

test("a correlation that is there twice reports once, divided or not", () => {
  const twice = [correlation({}), correlation({})];
  const rows = Array.from({ length: 60 }, (_, n) => [0, line(n)] as const);
  const store = storeOf(twice, DETECTIONS, rows);
  const fail = (): never => expect.fail("nothing is dropped");
  for (const partEvents of [Infinity, 7]) {
    const findings = correlateFeeds(twice, DETECTIONS, store, fail, { partEvents });
    const users = findings.map(({ matched }) => String(matched[0]?.value));
    expect(users.sort()).toEqual(["bo", "ida"]);
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
    const told: string[] = [];
    correlateFeeds(both, DETECTIONS, store, ({ place }) => told.push(String(place?.file)), {
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
    pick: (events) => ({ feeds: counting, events }),
  };
  correlateFeeds(all, detections, counting, () => expect.fail("nothing is dropped"));
  expect(asked).toBeGreaterThan(0);
  expect(asked).toBeLessThanOrEqual(2 * rows.length);
});

test("groups that there are too many of are one finding for each correlation, with the earliest of them", () => {
  const two = ["x", "y"].map((id) =>
    correlation({ id, bounds: [{ comparison: "gte", value: 2 }] }),
  );
  // Two of each user; later users are earlier.
  const rows = Array.from({ length: 40 }, (_, n) => {
    const record = line(n, "dc", 1000 - 20 * Math.floor(n / 2) + (n % 2));
    return [0, { ...record, field: () => `user-${Math.floor(n / 2)}` }] as const;
  });
  const store = storeOf(two, DETECTIONS, rows);
  for (const partEvents of [Infinity, 4]) {
    const findings = correlateFeeds(
      two,
      DETECTIONS,
      store,
      () => expect.fail("nothing is dropped"),
      {
        partEvents,
        listed: { each: 5, all: 8 },
      },
    );
    const many = findings.filter(({ matched }) => matched[0]?.field === "(several)");
    expect(findings).toHaveLength(10);
    expect(many).toHaveLength(2);
    expect(new Set(findings.map(({ id }) => id)).size).toBe(10);
    const counts = findings.map(({ count }) => count).reduce((sum, count) => sum + count, 0);
    expect(counts).toBe(2 * 40);
    for (const { occurrences, firstSeen } of many) {
      expect(occurrences).toHaveLength(10);
      const times = occurrences.map(({ time }) => time ?? "");
      expect(times).toEqual([...times].sort());
      expect(times[0]).toBe(firstSeen);
    }
  }
});

test("a temporary file that cannot be made is told with where it should lie", () => {
  const { TMPDIR } = process.env;
  process.env["TMPDIR"] = "/no-such-folder";
  const store = createFeedStore(new Map([[0, []]]), { ...FEED_LIMITS, memoryBytes: 1 });
  const feeds = createFeeds(new Map([[0, []]]), (batch) => store.merge(batch, 0));
  try {
    expect(() => {
      for (let n = 0; n < 20_000; n++) feeds.add(0, line(n));
    }).toThrow(/a temporary file in \/no-such-folder: ENOENT/u);
  } finally {
    store.close();
    if (TMPDIR === undefined) delete process.env["TMPDIR"];
    else process.env["TMPDIR"] = TMPDIR;
  }
});

test("two stretches that begin with one event are two findings", () => {
  const mean = correlation({
    type: "value_avg",
    fields: ["Bytes"],
    groupBy: [],
    timespanMs: 100,
    bounds: [{ comparison: "gte", value: 5 }],
  });
  const rows = [6, 1, 20].map((bytes, n) => {
    const record = line(n, "", n);
    return [0, { ...record, field: () => bytes }] as const;
  });
  const store = storeOf([mean], DETECTIONS, rows);
  const fail = (): never => expect.fail("nothing is dropped");
  const findings = correlateFeeds([mean], DETECTIONS, store, fail);
  expect(findings.map(({ count }) => count)).toEqual([1, 3]);
  expect(new Set(findings.map(({ id }) => id)).size).toBe(2);
  expect(findings.map(({ host }) => host)).toEqual([undefined, undefined]);
  // Counted together, each record is listed once.
  const [others] = correlateFeeds([mean], DETECTIONS, store, fail, { listed: { each: 0, all: 0 } });
  expect(others?.occurrences.map(({ place }) => place.line)).toEqual([0, 1, 2]);
});

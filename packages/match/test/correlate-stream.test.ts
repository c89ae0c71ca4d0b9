import type { Correlation, CorrelationCondition, Diagnostic } from "@tocsin/model";
import fc from "fast-check";
import { expect, test } from "vitest";
import { cpuNow } from "../../../tools/testkit/src/index.ts";
import { correlate, createCorrelator } from "../src/index.ts";
import type { CorrelationEvent, CorrelatorOptions, StreamedMatch } from "../src/index.ts";

const BASE: Correlation = {
  id: "many",
  title: "Many",
  level: "high",
  type: "event_count",
  rules: ["a", "b", "c"],
  groupBy: ["User"],
  timespanMs: 4,
  bounds: [{ comparison: "gte", value: 3 }],
  fields: [],
  aliases: {},
  generate: false,
  techniques: [],
};

const TYPES = [
  "event_count",
  "value_count",
  "temporal",
  "temporal_ordered",
  "value_sum",
  "value_avg",
  "value_percentile",
  "value_median",
] as const;

type Event = CorrelationEvent<number>;

function numbered(events: readonly Omit<Event, "origin">[]): Event[] {
  return events.map((event, origin) => ({ ...event, origin }));
}

/** How a match is compared: all that both ways tell. */
function brief(
  correlation: Correlation,
  group: readonly string[],
  completing: number,
  count: number,
  times: readonly (number | undefined)[],
  first: readonly number[],
  common: unknown,
): string {
  return JSON.stringify([correlation.id, group, completing, count, times, first, common]);
}

const hostOf = (origin: number): string => `h${origin % 3 === 0 ? 0 : 1}`;

function plain(correlations: readonly Correlation[], events: readonly Event[]): string[] {
  return correlate(correlations, events)
    .map(({ correlation, group, events: of, completing }) => {
      const hosts = [...new Set(of.map(({ origin }) => hostOf(origin)))];
      return brief(
        correlation,
        group,
        completing.origin,
        of.length,
        [of[0]?.timeMs, of.at(-1)?.timeMs],
        of.slice(0, 10).map(({ origin }) => origin),
        hosts.length === 1 ? hosts[0] : undefined,
      );
    })
    .sort();
}

function run(
  correlations: readonly Correlation[],
  feed: (correlator: ReturnType<typeof createCorrelator<number>>) => void,
  options: Partial<CorrelatorOptions<number>> = {},
): { matches: string[]; diagnostics: Diagnostic[]; late: number; dropped: number } {
  const matches: string[] = [];
  const diagnostics: Diagnostic[] = [];
  const correlator = createCorrelator<number>(correlations, {
    commonOf: hostOf,
    onMatch: (match: StreamedMatch<number>) => {
      const { correlation, group, completing, count, firstMs, lastMs, events, common } = match;
      const first = events.map(({ origin }) => origin);
      matches.push(
        brief(correlation, group, completing.origin, count, [firstMs, lastMs], first, common),
      );
    },
    onDiagnostic: (diagnostic) => diagnostics.push(diagnostic),
    ...options,
  });
  feed(correlator);
  const losses = correlator.end();
  return { matches: matches.sort(), diagnostics, ...losses };
}

const anyScalar = fc.oneof(
  fc.integer({ min: -3, max: 5 }),
  fc.constantFrom("1", "2.5", "0x10", "", " ", "x", "-3", true, 0.1, 0.2, 1e308, -1e308, 1e-300),
);

const anyEvent = fc.record({
  rule: fc.constantFrom("a", "a", "b", "c", "d"),
  timeMs: fc.integer({ min: 0, max: 25 }),
  fields: fc
    .record(
      {
        User: fc.constantFrom(["ida"], ["Ida"], ["bo"], [], ["ida", "bo"]),
        Account: fc.constantFrom(["ida"], ["bo"]),
        Bytes: fc.array(anyScalar, { maxLength: 3 }),
        Host: fc.constantFrom(["x"], ["y"], ["Y"], ["x", "y"]),
      },
      { requiredKeys: ["User"] },
    )
    .map((fields) => fields as Event["fields"]),
});

const anyCondition = fc.letrec<{ any: CorrelationCondition }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 3 },
    fc.record({ kind: fc.constant("rule" as const), rule: fc.constantFrom("a", "b", "c", "d") }),
    fc.record({
      kind: fc.constantFrom("and" as const, "or" as const),
      of: fc.array(tie("any"), { minLength: 1, maxLength: 3 }),
    }),
    fc.record({ kind: fc.constant("not" as const), of: tie("any") }),
  ),
})).any;

const anyBounds = fc.array(
  fc.record({
    comparison: fc.constantFrom(
      "gte" as const,
      "gt" as const,
      "lte" as const,
      "lt" as const,
      "eq" as const,
      "neq" as const,
    ),
    value: fc.integer({ min: 0, max: 4 }),
  }),
  { maxLength: 2 },
);

/** A few correlations; later ones may refer to earlier ones, and the first to the last. */
const anyCorrelations = fc
  .array(
    fc.record({
      type: fc.constantFrom(...TYPES),
      rules: fc.array(fc.constantFrom("a", "b", "c", "n0", "n1", "n2"), {
        minLength: 1,
        maxLength: 4,
      }),
      groupBy: fc.constantFrom([], ["User"], ["who"], ["User", "Host"]),
      timespanMs: fc.integer({ min: 0, max: 12 }),
      bounds: anyBounds,
      condition: fc.option(anyCondition, { nil: undefined }),
      fields: fc.constantFrom(["Bytes"], ["Host"], ["Bytes", "Host"], ["User"]),
      percentile: fc.constantFrom(0, 10, 50, 95, 100),
    }),
    { minLength: 1, maxLength: 3 },
  )
  .map((list) =>
    list.map(({ condition, ...one }, index): Correlation => ({
      ...BASE,
      ...one,
      id: `n${index}`,
      title: `Many ${index}`,
      aliases: { who: { a: "User", b: "Account", c: "User" } },
      ...(condition !== undefined && { condition }),
    })),
  );

test("the streaming correlator finds what the plain one does in any order of arrival", () => {
  fc.assert(
    fc.property(
      anyCorrelations,
      fc.array(anyEvent, { maxLength: 40 }).map(numbered),
      (correlations, events) => {
        const got = run(correlations, (correlator) => events.forEach(correlator.push));
        expect(got.matches).toEqual(plain(correlations, events));
        expect(got).toMatchObject({ diagnostics: [], late: 0, dropped: 0 });
      },
    ),
    { numRuns: 1500 },
  );
});

test("the streaming correlator finds what the plain one does while events come within the lateness", () => {
  fc.assert(
    fc.property(
      anyCorrelations,
      fc.array(fc.tuple(anyEvent, fc.integer({ min: 0, max: 6 })), { maxLength: 40 }),
      (correlations, drawn) => {
        const late = drawn.sort((a, b) => a[0].timeMs + a[1] - (b[0].timeMs + b[1]));
        const events = numbered(late.map(([event]) => event));
        const got = run(
          correlations,
          (correlator) => {
            for (const [index, event] of events.entries()) {
              correlator.push(event);
              // Seen so far, up to here: what comes later is at most six behind it.
              correlator.advance(event.timeMs + (late[index]?.[1] ?? 0));
            }
          },
          { latenessMs: 6 },
        );
        expect(got.matches).toEqual(plain(correlations, events));
        expect(got).toMatchObject({ diagnostics: [], late: 0, dropped: 0 });
      },
    ),
    { numRuns: 1500 },
  );
});

test("whatever the bounds, what was lost is told, and where nothing was the matches are right", () => {
  const few = fc.integer({ min: 1, max: 30 });
  let whole = 0;
  fc.assert(
    fc.property(
      anyCorrelations,
      fc.array(anyEvent, { maxLength: 40 }).map(numbered),
      fc.record({ events: few, groups: few, valuesPerGroup: few, waiting: few }),
      (correlations, events, limits) => {
        const got = run(correlations, (correlator) => events.forEach(correlator.push), { limits });
        const isWhole = got.dropped + got.late === 0;
        if (isWhole) whole++;
        expect(got.diagnostics.length > 0).toBe(!isWhole);
        expect(new Set(got.diagnostics.map(({ message }) => message)).size).toBe(
          got.diagnostics.length,
        );
        expect(isWhole ? got.matches : []).toEqual(isWhole ? plain(correlations, events) : []);
      },
    ),
    { numRuns: 1500 },
  );
  expect(whole).toBeGreaterThan(100);
});

function row(count: number, of: (n: number) => Partial<Omit<Event, "origin">>): Event[] {
  return numbered(
    Array.from({ length: count }, (_, n) => ({ rule: "a", timeMs: n, fields: {}, ...of(n) })),
  );
}

test("an event that comes after its time is left out and told once for each correlation", () => {
  const got = run(
    [{ ...BASE, groupBy: [] }],
    (correlator) => {
      row(3, (n) => ({ timeMs: 100 + n })).forEach(correlator.push);
      correlator.advance(102);
      row(2, (n) => ({ timeMs: 50 + n })).forEach(correlator.push);
      row(1, () => ({ timeMs: 101 })).forEach(correlator.push);
      row(1, () => ({ timeMs: Number.NaN })).forEach(correlator.push);
    },
    { latenessMs: 0 },
  );
  expect(got.matches).toHaveLength(1);
  expect(got.late).toBe(4);
  expect(
    got.diagnostics.map(({ code, message }) => [code, /late|no time/u.exec(message)?.[0]]),
  ).toEqual([
    ["MATCH_CORRELATION_LATE", "late"],
    ["MATCH_CORRELATION_LATE", "no time"],
  ]);
});

test.each([
  ["events", { events: 50 }, "oldest of its quietest group", 51],
  ["values", { valuesPerGroup: 50 }, "more values in one group", 51],
  ["waiting", { waiting: 50 }, "judged too soon", 100],
] as const)("a bound on %s is kept and told once", (_, limits, words, least) => {
  const one: Correlation = {
    ...BASE,
    type: "value_count",
    fields: ["Bytes"],
    groupBy: [],
    timespanMs: 1e6,
    bounds: [{ comparison: "gte", value: least }],
  };
  const events = row(100, (n) => ({ fields: { Bytes: [n] } }));
  expect(plain([one], events)).toHaveLength(1);
  const got = run([one], (correlator) => events.forEach(correlator.push), { limits });
  expect(got.diagnostics.map(({ code }) => code)).toEqual(["MATCH_CORRELATION_LIMIT"]);
  expect(got.diagnostics[0]?.message).toContain(words);
  expect(got.dropped).toBeGreaterThan(40);
  // Judged too soon is still judged: these came in order.
  expect(got.matches).toHaveLength(limits === undefined || "waiting" in limits ? 1 : 0);
});

test("a bound on groups drops the one that was quiet longest and ends its match", () => {
  const one = { ...BASE, timespanMs: 1e6, bounds: [{ comparison: "gte", value: 2 } as const] };
  const users = ["ida", "ida", "bo", "eva", "bo", "eva", "ida"];
  const events = numbered(
    users.map((user, n) => ({ rule: "a", timeMs: n, fields: { User: [user] } })),
  );
  expect(plain([one], events)).toHaveLength(3);
  const got = run([one], (correlator) => events.forEach(correlator.push), {
    limits: { groups: 2 },
  });
  // Ida's match ends when Eva comes; her last event is alone then.
  expect(got.matches.map((match) => (JSON.parse(match) as unknown[]).slice(1, 4))).toEqual([
    [["bo"], 4, 2],
    [["eva"], 5, 2],
    [["ida"], 1, 2],
  ]);
  expect(got).toMatchObject({ dropped: 2, diagnostics: [{ code: "MATCH_CORRELATION_LIMIT" }] });
});

test("a match that begins is told before it ends, and a quiet group costs nothing", () => {
  const begun: number[] = [];
  const got = run(
    [BASE],
    (correlator) => {
      for (const event of row(30_000, (n) => ({ fields: { User: [`u${n}`] } }))) {
        correlator.push(event);
        correlator.advance(event.timeMs);
      }
      for (let n = 0; n < 3; n++)
        correlator.push({ rule: "a", timeMs: 40_000, fields: { User: ["ida"] }, origin: n });
      correlator.advance(40_001);
      expect(begun).toEqual([2]);
    },
    {
      latenessMs: 0,
      limits: { groups: 10, events: 10 },
      onBegun: (_, { completing }) => begun.push(completing.origin),
    },
  );
  expect(got.matches).toHaveLength(1);
  expect(got).toMatchObject({ dropped: 0, diagnostics: [] });
});

test.each(TYPES)(
  "two hundred thousand events of one group take %s less than two seconds",
  (type) => {
    const one: Correlation = {
      ...BASE,
      type,
      groupBy: [],
      fields: ["Bytes"],
      percentile: 95,
      timespanMs: 100_000,
      // Flaps: opens and ends matches over and over, in a large window.
      bounds: [{ comparison: "neq", value: 500 }],
    };
    const rules = ["a", "b", "c"];
    const events = row(200_000, (n) => ({
      rule: rules[n % 3] as string,
      fields: { Bytes: [(n * 7919) % 1000, `0.${n}`] },
    }));
    const start = cpuNow();
    const got = run([one], (correlator) => events.forEach(correlator.push));
    expect(cpuNow() - start).toBeLessThan(2000);
    expect(got.matches.length).toBeGreaterThan(0);
  },
);

test("groups that are dropped for others, and come again, cost no more than those that stay", () => {
  const start = cpuNow();
  const got = run(
    [
      {
        ...BASE,
        groupBy: ["User"],
        timespanMs: 10_000_000,
        bounds: [{ comparison: "gte", value: 3 }],
      },
    ],
    (correlator) => {
      for (const event of row(300_000, (n) => ({ fields: { User: [String(n % 150_000)] } })))
        correlator.push(event);
    },
    { limits: { groups: 100_000 } },
  );
  expect(cpuNow() - start).toBeLessThan(4000);
  expect(got.dropped).toBe(200_000);
});

test("many events of one moment, and matches that flap, cost no more than others", () => {
  const events = row(200_000, (n) => ({
    timeMs: n < 100_000 ? n : 100_000,
    rule: n % 2 === 0 ? "a" : "b",
    fields: { Bytes: [n % 2] },
  }));
  const flapping: Correlation = {
    ...BASE,
    type: "value_sum",
    groupBy: [],
    fields: ["Bytes"],
    timespanMs: 99_999,
    bounds: [{ comparison: "gte", value: 50_000 }],
  };
  const start = cpuNow();
  const ordered: Correlation = { ...flapping, id: "o", type: "temporal_ordered", bounds: [] };
  run([flapping, ordered], (correlator) => events.forEach(correlator.push));
  expect(cpuNow() - start).toBeLessThan(2000);
});

test("a long chain of correlations is no trouble", () => {
  const chain = Array.from({ length: 20_000 }, (_, n) => ({
    ...BASE,
    id: `n${n}`,
    groupBy: [],
    rules: [n === 19_999 ? "a" : `n${n + 1}`],
    bounds: [],
  }));
  const got = run(chain, (correlator) => row(1, () => ({})).forEach(correlator.push));
  expect(got.matches).toHaveLength(20_000);
});

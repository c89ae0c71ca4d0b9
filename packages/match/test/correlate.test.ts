import type { Correlation } from "@tocsin/model";
import fc from "fast-check";
import { expect, test } from "vitest";
import { correlate, correlationFields } from "../src/index.ts";
import type { CorrelationEvent } from "../src/index.ts";

const BASE: Correlation = {
  id: "many",
  title: "Many failures",
  level: "high",
  type: "event_count",
  rules: ["fail"],
  groupBy: ["User"],
  timespanMs: 60_000,
  bounds: [{ comparison: "gte", value: 3 }],
  fields: [],
  aliases: {},
  generate: false,
  techniques: [],
};

function event(
  second: number,
  rule: string,
  fields: Record<string, string | number> = {},
): CorrelationEvent<number> {
  const lists = Object.entries(fields).map(([name, value]) => [name, [value]] as const);
  return { rule, timeMs: second * 1000, fields: Object.fromEntries(lists), origin: second };
}

function fails(...seconds: number[]): CorrelationEvent<number>[] {
  return seconds.map((second) => event(second, "fail", { User: "ida" }));
}

function brief(correlation: Correlation, events: readonly CorrelationEvent<number>[]): unknown {
  return correlate([correlation], events).map(({ group, events: of, completing }) => [
    group.join(),
    of.map(({ origin }) => origin),
    completing.origin,
  ]);
}

test("event_count holds when the window is exactly the time span", () => {
  expect(brief(BASE, fails(0, 30, 60))).toEqual([["ida", [0, 30, 60], 60]]);
  expect(brief(BASE, fails(0, 30, 61))).toEqual([]);
});

test("correlate joins windows that hold one after the other and parts what a gap divides", () => {
  expect(brief(BASE, fails(0, 1, 2, 3, 500, 501, 502))).toEqual([
    ["ida", [0, 1, 2, 3], 2],
    ["ida", [500, 501, 502], 502],
  ]);
});

test("correlate takes events in any order and leaves out those without the group's field", () => {
  const events = [...fails(2, 0, 1), event(1, "fail")];
  expect(brief(BASE, events)).toEqual([["ida", [0, 1, 2], 2]]);
});

test("value_count counts distinct values and value_sum adds numbers", () => {
  const hosts = { ...BASE, type: "value_count", fields: ["Host"], groupBy: [] } as const;
  const visits = [0, 1, 2, 3].map((n) => event(n, "fail", { Host: `h${n % 3}`, Bytes: 10 }));
  expect(brief(hosts, visits)).toEqual([["", [0, 1, 2, 3], 2]]);
  const bytes = {
    ...hosts,
    type: "value_sum",
    fields: ["Bytes"],
    bounds: [{ comparison: "gt", value: 35 }],
  } as const;
  expect(brief(bytes, visits)).toEqual([["", [0, 1, 2, 3], 3]]);
});

test("temporal_ordered needs the order that temporal does not", () => {
  const ordered = {
    ...BASE,
    type: "temporal_ordered",
    rules: ["a", "b"],
    groupBy: [],
    bounds: [],
  } as const;
  const events = [event(0, "b"), event(1, "a")];
  expect(brief(ordered, events)).toEqual([]);
  expect(brief({ ...ordered, type: "temporal" }, events)).toEqual([["", [0, 1], 1]]);
});

test("correlate ends a match before the whole moment with which it no longer holds", () => {
  expect(brief(BASE, fails(0, 1, 2, 500, 500))).toEqual([["ida", [0, 1, 2], 2]]);
});

test("correlate gives a group the spelling of its match's first event, in any order", () => {
  const spelt = ["IDA", "ida", "Ida"].map((User, n) => event(n, "fail", { User }));
  for (const events of [spelt, spelt.toReversed()])
    expect(brief(BASE, events)).toEqual([["IDA", [0, 1, 2], 2]]);
});

test("a condition in words says which rules must have matched, and which must not", () => {
  const condition = {
    kind: "and",
    of: [
      { kind: "rule", rule: "a" },
      { kind: "not", of: { kind: "rule", rule: "b" } },
    ],
  } as const;
  const one = {
    ...BASE,
    type: "temporal",
    rules: ["a"],
    groupBy: [],
    bounds: [],
    condition,
  } as const;
  expect(brief(one, [event(0, "a"), event(10, "b"), event(80, "a")])).toEqual([
    ["", [0], 0],
    ["", [80], 80],
  ]);
  expect([...correlationFields([one]).keys()]).toEqual(["a", "b"]);
});

test("a condition of temporal_ordered asks for the order of the rules that matched", () => {
  const condition = {
    kind: "or",
    of: [
      { kind: "rule", rule: "a" },
      { kind: "rule", rule: "b" },
    ],
  } as const;
  const one: Correlation = {
    ...BASE,
    type: "temporal_ordered",
    rules: ["a", "b"],
    groupBy: [],
    bounds: [],
    condition,
  };
  expect(brief(one, [event(0, "a"), event(1, "b")])).toEqual([["", [0, 1], 0]]);
  expect(brief(one, [event(0, "b"), event(1, "a")])).toEqual([["", [0], 0]]);
});

test("sums do not depend on the order of numbers, nor on what has left the window", () => {
  const one: Correlation = {
    ...BASE,
    type: "value_sum",
    groupBy: [],
    fields: ["Bytes"],
    bounds: [{ comparison: "eq", value: 0.1 + 0.2 }],
  };
  const events = [0.1, 1e17, -1e17, 0.2].map((Bytes, n) => event(n, "fail", { Bytes }));
  expect(brief(one, events)).toEqual([["", [0, 1, 2, 3], 3]]);
});

test("a group-by field named as something every object has is a field like others", () => {
  const one = { ...BASE, groupBy: ["constructor", "__proto__"] };
  expect(brief(one, fails(0, 1, 2))).toEqual([]);
});

test("correlationFields names the field behind an alias for each rule", () => {
  const aliased = {
    ...BASE,
    rules: ["fail", "lock"],
    groupBy: ["who"],
    aliases: { who: { fail: "User", lock: "Account" } },
  };
  const wanted = [...correlationFields([aliased])].map(([rule, fields]) => [rule, [...fields]]);
  expect(wanted).toEqual([
    ["fail", ["User"]],
    ["lock", ["Account"]],
  ]);
});

test("event_count finds a match if and only if some window holds enough", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 30 }), (seconds) => {
      const naive = seconds.some(
        (end) => seconds.filter((one) => one <= end && one >= end - 60).length >= 3,
      );
      expect(correlate([BASE], fails(...seconds)).length > 0).toBe(naive);
    }),
  );
});

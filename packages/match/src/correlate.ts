// Sigma correlation rules specification 2.1, the plain way: everything in memory, sorted by event time.
import type { Correlation, CorrelationBound, Scalar } from "@tocsin/model";
import { percentileOf, sumOf } from "./statistics.ts";
import { compareNumbers } from "./test.ts";

/** A match of a rule that feeds a correlation. `origin` is the caller's own. */
export interface CorrelationEvent<T> {
  /** Id of the detection or correlation that matched. */
  readonly rule: string;
  /** Time of the event, UTC milliseconds. */
  readonly timeMs: number;
  /** The fields that correlations ask for, as far as the record has them. */
  readonly fields: Readonly<Record<string, readonly Scalar[]>>;
  readonly origin: T;
}

/** A stretch of time in which a correlation holds for one group. */
export interface CorrelationMatch<T> {
  readonly correlation: Correlation;
  /** Values of `group-by`, in its order. */
  readonly group: readonly string[];
  /** The events of all windows of the stretch, by time. */
  readonly events: readonly CorrelationEvent<T>[];
  /** The event that made it hold first. */
  readonly completing: CorrelationEvent<T>;
}

/** Fields of a detection that some correlation asks for, by the detection's id. */
export function correlationFields(
  correlations: readonly Correlation[],
): ReadonlyMap<string, ReadonlySet<string>> {
  const wanted = new Map<string, Set<string>>();
  for (const correlation of correlations)
    for (const rule of correlation.rules) {
      const fields = wanted.get(rule) ?? new Set<string>();
      wanted.set(rule, fields);
      for (const name of [...correlation.groupBy, ...correlation.fields])
        fields.add(fieldOf(correlation, rule, name));
    }
  return wanted;
}

/**
 * Runs correlations over all matches of a run, in any order. A window ends at each event and reaches back by
 * the time span; both edges belong to it. Windows that hold one after the other are one match. An event that
 * lacks a group-by field belongs to no group. Correlations over correlations take each match as an event at
 * the time it was completed, with the group's values as its fields.
 */
export function correlate<T>(
  correlations: readonly Correlation[],
  events: Iterable<CorrelationEvent<T>>,
): CorrelationMatch<T>[] {
  const byRule = new Map<string, CorrelationEvent<T>[]>();
  const arrival = new Map<CorrelationEvent<T>, number>();
  const add = (event: CorrelationEvent<T>): void => {
    arrival.set(event, arrival.size);
    const known = byRule.get(event.rule);
    if (known === undefined) byRule.set(event.rule, [event]);
    else known.push(event);
  };
  for (const event of events) add(event);
  const matches: CorrelationMatch<T>[] = [];
  for (const correlation of innerFirst(correlations)) {
    for (const match of runOne(correlation, byRule, arrival)) {
      matches.push(match);
      const fields: Record<string, readonly Scalar[]> = {};
      for (const [index, name] of correlation.groupBy.entries())
        fields[name] = [match.group[index] ?? ""];
      const { timeMs, origin } = match.completing;
      add({ rule: correlation.id, timeMs, fields, origin });
    }
  }
  return matches;
}

/** Correlations after those they refer to. */
function innerFirst(correlations: readonly Correlation[]): Correlation[] {
  const byId = new Map(correlations.map((one) => [one.id, one]));
  const done = new Set<string>();
  const sorted: Correlation[] = [];
  const visit = (one: Correlation): void => {
    if (done.has(one.id)) return;
    done.add(one.id);
    for (const rule of one.rules) {
      const inner = byId.get(rule);
      if (inner !== undefined) visit(inner);
    }
    sorted.push(one);
  };
  correlations.forEach(visit);
  return sorted;
}

function fieldOf(correlation: Correlation, rule: string, name: string): string {
  const alias = Object.hasOwn(correlation.aliases, name) ? correlation.aliases[name] : undefined;
  return alias !== undefined && Object.hasOwn(alias, rule) ? (alias[rule] ?? name) : name;
}

function* runOne<T>(
  correlation: Correlation,
  byRule: ReadonlyMap<string, readonly CorrelationEvent<T>[]>,
  arrival: ReadonlyMap<CorrelationEvent<T>, number>,
): Generator<CorrelationMatch<T>> {
  const groups = new Map<string, { group: readonly string[]; events: CorrelationEvent<T>[] }>();
  for (const rule of new Set(correlation.rules))
    for (const event of byRule.get(rule) ?? []) {
      const group = groupOf(correlation, event);
      if (group === undefined) continue;
      const key = JSON.stringify(group.map((value) => value.toLowerCase()));
      const known = groups.get(key);
      if (known === undefined) groups.set(key, { group, events: [event] });
      else known.events.push(event);
    }
  for (const { group, events } of groups.values()) {
    // Events of one moment stand in the order in which they came.
    events.sort((a, b) => a.timeMs - b.timeMs || (arrival.get(a) ?? 0) - (arrival.get(b) ?? 0));
    yield* stretches(correlation, group, events);
  }
}

function groupOf<T>(
  correlation: Correlation,
  event: CorrelationEvent<T>,
): readonly string[] | undefined {
  const group: string[] = [];
  for (const name of correlation.groupBy) {
    const values = event.fields[fieldOf(correlation, event.rule, name)];
    if (values === undefined || values.length === 0) return undefined;
    group.push(values.map(String).join("\u0001"));
  }
  return group;
}

function* stretches<T>(
  correlation: Correlation,
  group: readonly string[],
  events: readonly CorrelationEvent<T>[],
): Generator<CorrelationMatch<T>> {
  let first = 0;
  let open: { from: number; completing: CorrelationEvent<T> } | undefined;
  for (const [last, event] of events.entries()) {
    // Events of one moment stand in one window: it is judged at the last of them.
    if (events[last + 1]?.timeMs === event.timeMs) continue;
    while ((events[first]?.timeMs ?? 0) < event.timeMs - correlation.timespanMs) first++;
    if (holds(correlation, events, first, last + 1)) {
      open ??= { from: first, completing: completing(correlation, events, first, last) };
      continue;
    }
    if (open !== undefined)
      yield {
        correlation,
        group,
        events: events.slice(open.from, last),
        completing: open.completing,
      };
    open = undefined;
  }
  if (open !== undefined)
    yield { correlation, group, events: events.slice(open.from), completing: open.completing };
}

/** Of the events of one moment, the first with which the window holds. */
function completing<T>(
  correlation: Correlation,
  events: readonly CorrelationEvent<T>[],
  first: number,
  last: number,
): CorrelationEvent<T> {
  let at = last;
  while (
    at > first &&
    events[at - 1]?.timeMs === events[last]?.timeMs &&
    holds(correlation, events, first, at)
  )
    at--;
  return events[at] as CorrelationEvent<T>;
}

/** Whether a correlation holds for the window of events from `first` up to `end`, which is left out. */
function holds<T>(
  correlation: Correlation,
  events: readonly CorrelationEvent<T>[],
  first: number,
  end: number,
): boolean {
  const { type, rules, bounds, fields } = correlation;
  if (type === "event_count") return within(end - first, bounds);
  const window = events.slice(first, end);
  switch (type) {
    case "value_count":
      return within(new Set(tuplesOf(correlation, window)).size, bounds);
    case "temporal": {
      const seen = new Set(window.map(({ rule }) => rule)).size;
      return bounds.length > 0 ? within(seen, bounds) : seen === new Set(rules).size;
    }
    case "temporal_ordered": {
      let next = 0;
      for (const { rule } of inOrder(rules, window)) if (rule === rules[next]) next++;
      return bounds.length > 0 ? within(next, bounds) : next === rules.length;
    }
    case "value_sum":
    case "value_avg":
    case "value_percentile":
    case "value_median": {
      const numbers = numbersOf(correlation, window, fields[0] ?? "");
      if (numbers.length === 0) return false;
      if (type === "value_sum") return within(sumOf(numbers), bounds);
      if (type === "value_avg") return within(sumOf(numbers) / numbers.length, bounds);
      const percentile = type === "value_median" ? 50 : (correlation.percentile ?? 50);
      return within(percentileOf(numbers, percentile), bounds);
    }
  }
}

/** Events of one moment have no order of their own: they are taken in the order of the rules. */
function inOrder<T>(
  rules: readonly string[],
  window: readonly CorrelationEvent<T>[],
): CorrelationEvent<T>[] {
  return [...window].sort(
    (a, b) => a.timeMs - b.timeMs || rules.indexOf(a.rule) - rules.indexOf(b.rule),
  );
}

/** The values of `field` of each event that has them all; several fields count as one value. */
function tuplesOf<T>(correlation: Correlation, window: readonly CorrelationEvent<T>[]): string[] {
  return window.flatMap((event) => {
    const tuple = correlation.fields.map(
      (name) => event.fields[fieldOf(correlation, event.rule, name)],
    );
    if (tuple.some((values) => values === undefined || values.length === 0)) return [];
    const [only] = tuple;
    if (tuple.length === 1 && only !== undefined) return only.map((one) => String(one));
    return [JSON.stringify(tuple.map((values) => values?.map(String)))];
  });
}

function numbersOf<T>(
  correlation: Correlation,
  window: readonly CorrelationEvent<T>[],
  name: string,
): number[] {
  return window.flatMap((event) =>
    (event.fields[fieldOf(correlation, event.rule, name)] ?? []).flatMap((value) => {
      const number = typeof value === "string" && value.trim() === "" ? Number.NaN : Number(value);
      return typeof value === "boolean" || !Number.isFinite(number) ? [] : [number];
    }),
  );
}

function within(value: number, bounds: readonly CorrelationBound[]): boolean {
  return bounds.every((bound) => compareNumbers(bound.comparison, value, bound.value));
}

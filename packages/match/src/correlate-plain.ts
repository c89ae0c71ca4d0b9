// Sigma correlation rules specification 2.1, the plain way: everything in memory, sorted by event time. What
// correlations mean is written here; the streaming way in correlator.ts is held to it by a property test.
import type { Correlation } from "@tocsin/model";
import {
  conditionHolds,
  groupFields,
  groupKey,
  groupOf,
  innerFirst,
  isWithin,
  numbersOf,
  rulesOf,
  tuplesOf,
} from "./correlation-event.ts";
import type { CorrelationEvent } from "./correlation-event.ts";
import { meanOf, percentileOf, sumOf } from "./statistics.ts";

/** A stretch of time in which a correlation holds for one group. */
export interface CorrelationMatch<T> {
  readonly correlation: Correlation;
  /** Values of `group-by`, in its order, as the first of the events has them. */
  readonly group: readonly string[];
  /** The events of all windows of the stretch, by time; those of one moment as they came. */
  readonly events: readonly CorrelationEvent<T>[];
  /** The event that made it hold first. */
  readonly completing: CorrelationEvent<T>;
}

/**
 * Runs correlations over all matches of a run, in any order. A window ends at each event and reaches back by
 * the time span; both edges belong to it. Windows that hold one after the other are one match. An event that
 * lacks a group-by field belongs to no group. Correlations over correlations take each match as an event at
 * the time it was completed, with the group's values as its fields.
 * @returns by correlation, inner ones first, then by the completing event
 */
export function correlate<T>(
  correlations: readonly Correlation[],
  events: Iterable<CorrelationEvent<T>>,
): CorrelationMatch<T>[] {
  const byRule = new Map<string, CorrelationEvent<T>[]>();
  const arrival = new Map<CorrelationEvent<T>, number>();
  const add = (event: CorrelationEvent<T>): void => {
    if (!Number.isFinite(event.timeMs)) return;
    arrival.set(event, arrival.size);
    const known = byRule.get(event.rule);
    if (known === undefined) byRule.set(event.rule, [event]);
    else known.push(event);
  };
  const byTime = (a: CorrelationEvent<T>, b: CorrelationEvent<T>): number =>
    a.timeMs - b.timeMs || (arrival.get(a) ?? 0) - (arrival.get(b) ?? 0);
  for (const event of events) add({ ...event });
  const matches: CorrelationMatch<T>[] = [];
  for (const correlation of innerFirst(correlations)) {
    const fed = [...rulesOf(correlation)].flatMap((rule) => byRule.get(rule) ?? []).sort(byTime);
    const found = [...runOne(correlation, fed)].sort((a, b) => byTime(a.completing, b.completing));
    for (const match of found) {
      matches.push(match);
      const { timeMs, origin } = match.completing;
      add({ rule: correlation.id, timeMs, fields: groupFields(correlation, match.group), origin });
    }
  }
  return matches;
}

function* runOne<T>(
  correlation: Correlation,
  fed: readonly CorrelationEvent<T>[],
): Generator<CorrelationMatch<T>> {
  const groups = new Map<string, CorrelationEvent<T>[]>();
  for (const event of fed) {
    const group = groupOf(correlation, event);
    if (group === undefined) continue;
    const key = groupKey(group);
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [event]);
    else known.push(event);
  }
  for (const events of groups.values()) yield* stretches(correlation, events);
}

function* stretches<T>(
  correlation: Correlation,
  events: readonly CorrelationEvent<T>[],
): Generator<CorrelationMatch<T>> {
  let first = 0;
  // From the first event of a moment's window; up to the end of the last moment that held.
  let open: { from: number; end: number; completing: CorrelationEvent<T> } | undefined;
  const close = (): CorrelationMatch<T>[] => {
    if (open === undefined) return [];
    const of = events.slice(open.from, open.end);
    const [start] = of;
    const group = start === undefined ? [] : (groupOf(correlation, start) ?? []);
    return [{ correlation, group, events: of, completing: open.completing }];
  };
  for (const [last, event] of events.entries()) {
    // Events of one moment stand in one window: it is judged at the last of them.
    if (events[last + 1]?.timeMs === event.timeMs) continue;
    while (first < last && (events[first]?.timeMs ?? 0) < event.timeMs - correlation.timespanMs)
      first++;
    if (holds(correlation, events.slice(first, last + 1))) {
      open ??= { from: first, end: 0, completing: completing(correlation, events, first, last) };
      open.end = last + 1;
      continue;
    }
    yield* close();
    open = undefined;
  }
  yield* close();
}

/** Of the events of one moment, the first from which on the window holds. */
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
    holds(correlation, events.slice(first, at))
  )
    at--;
  return events[at] as CorrelationEvent<T>;
}

/** Whether a correlation holds for the events of a window. */
function holds<T>(correlation: Correlation, window: readonly CorrelationEvent<T>[]): boolean {
  const { type, rules, bounds, condition } = correlation;
  switch (type) {
    case "event_count":
      return isWithin(window.length, bounds);
    case "value_count":
      return isWithin(
        new Set(window.flatMap((event) => tuplesOf(correlation, event))).size,
        bounds,
      );
    case "temporal": {
      const seen = new Set(window.map(({ rule }) => rule));
      if (condition !== undefined && !conditionHolds(condition, (rule) => seen.has(rule)))
        return false;
      if (bounds.length > 0) return isWithin(seen.size, bounds);
      return condition !== undefined || seen.size === new Set(rules).size;
    }
    case "temporal_ordered": {
      const seen = new Set(window.map(({ rule }) => rule));
      if (condition !== undefined && !conditionHolds(condition, (rule) => seen.has(rule)))
        return false;
      const all = condition === undefined ? rules : [...rulesOf(correlation)];
      const asked = condition === undefined ? all : all.filter((rule) => seen.has(rule));
      let next = 0;
      for (const { rule } of inOrder(all, window)) if (rule === asked[next]) next++;
      return bounds.length > 0 ? isWithin(next, bounds) : next === asked.length;
    }
    case "value_sum":
    case "value_avg":
    case "value_percentile":
    case "value_median": {
      const numbers = window.flatMap((event) => numbersOf(correlation, event));
      if (numbers.length === 0) return false;
      if (type === "value_sum") return isWithin(sumOf(numbers), bounds);
      if (type === "value_avg") return isWithin(meanOf(numbers, numbers.length), bounds);
      const percentile = type === "value_median" ? 50 : (correlation.percentile ?? 50);
      return isWithin(percentileOf(numbers, percentile), bounds);
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

import type { Correlation } from "@tocsin/model";
import { conditionHolds, isWithin, numbersOf, rulesOf, tuplesOf } from "./correlation-event.ts";
import type { CorrelationEvent } from "./correlation-event.ts";
import { Deque } from "./deque.ts";
import { createRankedNumbers } from "./ranked-numbers.ts";
import { createExactSum, percentileAt } from "./statistics.ts";

/** What an event means to one correlation. It is kept as long as the event is in the window. */
export interface Reading {
  readonly rule: string;
  readonly timeMs: number;
  /** What is told apart, or the numbers; empty if the type asks for none. */
  readonly values: readonly (string | number)[];
}

/**
 * The figure of one window, kept as events enter and leave. Events enter by time and leave in the same order.
 * Each step costs at most the logarithm of what is in the window, times the values of the event.
 */
export interface Meter {
  add(reading: Reading): void;
  /** Takes away the earliest one. */
  remove(reading: Reading): void;
  holds(): boolean;
}

/** Which values of an event a correlation looks at. */
export function readValues<T>(
  correlation: Correlation,
  event: CorrelationEvent<T>,
): readonly (string | number)[] {
  if (correlation.type === "value_count") return tuplesOf(correlation, event);
  return correlation.type.startsWith("value_") ? numbersOf(correlation, event) : [];
}

/** Gives the maker of meters for a correlation: one for each group. */
export function compileMeter(correlation: Correlation): () => Meter {
  switch (correlation.type) {
    case "event_count":
      return () => new EventCount(correlation);
    case "value_count":
      return () => countValues(correlation);
    case "temporal":
      return compileTemporal(correlation);
    case "temporal_ordered":
      return compileOrdered(correlation);
    case "value_sum":
    case "value_avg":
      return () => sumValues(correlation);
    case "value_percentile":
    case "value_median":
      return () => rankValues(correlation);
  }
}

/** A class, since every group has one: closures would be made anew for each. */
class EventCount implements Meter {
  readonly #correlation: Correlation;
  #count = 0;

  constructor(correlation: Correlation) {
    this.#correlation = correlation;
  }

  add(): void {
    this.#count++;
  }

  remove(): void {
    this.#count--;
  }

  holds(): boolean {
    return isWithin(this.#count, this.#correlation.bounds);
  }
}

/** How often each thing is there. */
class Multiset<T> {
  readonly counts = new Map<T, number>();

  add(one: T): void {
    this.counts.set(one, (this.counts.get(one) ?? 0) + 1);
  }

  remove(one: T): void {
    const count = this.counts.get(one) ?? 0;
    if (count > 1) this.counts.set(one, count - 1);
    else this.counts.delete(one);
  }
}

function countValues({ bounds }: Correlation): Meter {
  const values = new Multiset<string | number>();
  return {
    add: (reading) => reading.values.forEach((one) => values.add(one)),
    remove: (reading) => reading.values.forEach((one) => values.remove(one)),
    holds: () => isWithin(values.counts.size, bounds),
  };
}

function compileTemporal({ rules, bounds, condition }: Correlation): () => Meter {
  const all = new Set(rules).size;
  return () => {
    const seen = new Multiset<string>();
    const has = (rule: string): boolean => seen.counts.has(rule);
    return {
      add: ({ rule }) => seen.add(rule),
      remove: ({ rule }) => seen.remove(rule),
      holds() {
        if (condition !== undefined && !conditionHolds(condition, has)) return false;
        if (bounds.length > 0) return isWithin(seen.counts.size, bounds);
        return condition !== undefined || seen.counts.size === all;
      },
    };
  };
}

function compileOrdered(correlation: Correlation): () => Meter {
  const { rules, bounds, condition } = correlation;
  const all = condition === undefined ? rules : [...rulesOf(correlation)];
  const places = new Map<string, number>();
  for (const [place, rule] of all.entries()) if (!places.has(rule)) places.set(rule, place);
  return () => {
    const times = new Map<string, Deque<number>>();
    const has = (rule: string): boolean => (times.get(rule)?.length ?? 0) > 0;
    return {
      add({ rule, timeMs }) {
        let of = times.get(rule);
        if (of === undefined) times.set(rule, (of = new Deque()));
        of.push(timeMs);
      },
      remove: ({ rule }) => void times.get(rule)?.shift(),
      holds() {
        if (condition !== undefined && !conditionHolds(condition, has)) return false;
        const asked = condition === undefined ? all : all.filter(has);
        const reached = reach(asked, places, times);
        return bounds.length > 0 ? isWithin(reached, bounds) : reached === asked.length;
      },
    };
  };
}

/** How many of the asked rules, from the first on, come one after the other. The earliest event of each is best. */
function reach(
  asked: readonly string[],
  places: ReadonlyMap<string, number>,
  times: ReadonlyMap<string, Deque<number>>,
): number {
  let timeMs = -Infinity;
  let place = -1;
  let used = -1;
  for (const [index, rule] of asked.entries()) {
    const of = times.get(rule);
    if (of === undefined) return index;
    const at = places.get(rule) ?? -1;
    // Events of one moment stand in the order of the rules.
    if (at === place) used++;
    else used = firstFrom(of, timeMs, at > place);
    const found = of.at(used);
    if (found === undefined) return index;
    timeMs = found;
    place = at;
  }
  return asked.length;
}

/** Index of the first time not before, or after, a time. */
function firstFrom(times: Deque<number>, timeMs: number, isIncluded: boolean): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const one = times.at(middle) as number;
    if (one > timeMs || (isIncluded && one === timeMs)) high = middle;
    else low = middle + 1;
  }
  return low;
}

function sumValues({ type, bounds }: Correlation): Meter {
  const sum = createExactSum();
  let count = 0;
  return {
    add({ values }) {
      for (const one of values) sum.add(Number(one));
      count += values.length;
    },
    remove({ values }) {
      for (const one of values) sum.subtract(Number(one));
      count -= values.length;
    },
    holds: () => count > 0 && isWithin(sum.over(type === "value_avg" ? count : 1), bounds),
  };
}

function rankValues({ type, percentile, bounds }: Correlation): Meter {
  const numbers = createRankedNumbers();
  const asked = type === "value_median" ? 50 : (percentile ?? 50);
  return {
    add: ({ values }) => values.forEach((one) => numbers.add(Number(one))),
    remove: ({ values }) => values.forEach((one) => numbers.remove(Number(one))),
    holds: () =>
      numbers.size > 0 &&
      isWithin(
        percentileAt((rank) => numbers.at(rank), numbers.size, asked),
        bounds,
      ),
  };
}

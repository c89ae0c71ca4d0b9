import type { Held, Window } from "./correlate-window.ts";
import type { CorrelatedEvent } from "./correlator.ts";

/** A match that began. */
export interface Begun<T> {
  /** Values of `group-by`, in its order, as the first of the events has them. */
  readonly group: readonly string[];
  /** The event that made it hold first. */
  readonly completing: CorrelatedEvent<T>;
}

/** A match that goes on. */
export interface Open<T> extends Begun<T> {
  readonly events: CorrelatedEvent<T>[];
  readonly firstMs: number;
  lastMs: number;
  /** Numbers of events in their group: from the first, up to the end of the last moment that held. */
  readonly from: number;
  end: number;
  common: unknown;
}

/** Begins a match with the window as it is, of which at most so many events are kept. */
export function beginMatch<T>(window: Window<T>, completing: Held<T>, most: number): Open<T> {
  const events: CorrelatedEvent<T>[] = [];
  for (let at = 0; at < Math.min(most, window.length); at++) {
    const one = window.at(at);
    if (one !== undefined) events.push(toCorrelated(one));
  }
  const { group, timeMs } = window.at(0) ?? completing;
  return {
    group,
    completing: toCorrelated(completing),
    events,
    firstMs: timeMs,
    lastMs: timeMs,
    from: window.base,
    end: window.end,
    common: undefined,
  };
}

/** What a match tells of an event. */
export function toCorrelated<T>({ rule, timeMs, origin }: CorrelatedEvent<T>): CorrelatedEvent<T> {
  return { rule, timeMs, origin };
}

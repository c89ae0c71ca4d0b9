import { groupKeyOf, rulesOf } from "@tocsin/match";
import type { CorrelationEvent } from "@tocsin/match";
import type { Correlation, Detection } from "@tocsin/model";
import type { FeedStore } from "./feed-store.ts";

/** Correlations that are run together, and the events that they are run over, by time. */
export interface Part {
  readonly correlations: readonly Correlation[];
  readonly events: Uint32Array;
  /** Whether it is one of several parts of one correlation. */
  readonly isDivided: boolean;
}

/** An event as a correlation sees it; undefined if no detection of the run fed it. */
export type ToEvent = (event: number) => CorrelationEvent<number> | undefined;

/** Parts of one correlation at most: they are numbered in 16 bits. */
const MAX_PARTS = 65_535;

/**
 * Divides what is to be correlated so that little is held at one time. Groups know nothing of each other: a correlation that
 * stands alone is run over some of its groups after the other, so few that what they take is free again before the engine
 * thinks that it stays. Those that refer to one another, or are fed little, are run together.
 * @param partEvents how many events a part should have, about
 */
export function* toParts(
  correlations: readonly Correlation[],
  detections: readonly Detection[],
  feeds: FeedStore,
  { toEvent, partEvents }: { readonly toEvent: ToEvent; readonly partEvents: number },
): Generator<Part> {
  const byId = new Map(correlations.map((one) => [one.id, one]));
  const used = new Set(correlations.flatMap((one) => [...rulesOf(one)]));
  const order = feeds.byTime();
  const placesOf = sortByRule(order, detections, feeds);
  const together: Correlation[] = [];
  for (const correlation of byId.values()) {
    const rules = [...rulesOf(correlation)];
    const isAlone = !used.has(correlation.id) && !rules.some((rule) => byId.has(rule));
    const places = rules.map((rule) => placesOf.get(rule) ?? NONE);
    const size = places.reduce((sum, { length }) => sum + length, 0);
    const count = Math.min(MAX_PARTS, Math.ceil(size / partEvents));
    if (!isAlone || correlation.groupBy.length === 0 || count < 2) together.push(correlation);
    else {
      const events = joinPlaces(places, size).map((place) => order[place] as number);
      for (const part of divide(correlation, events, count, toEvent))
        yield { correlations: [correlation], events: part, isDivided: true };
    }
  }
  if (together.length > 0) yield { correlations: together, events: order, isDivided: false };
}

const NONE = new Uint32Array(0);

/** For each rule where the events that it fed stand in the order of time. */
function sortByRule(
  order: Uint32Array,
  detections: readonly Detection[],
  feeds: FeedStore,
): ReadonlyMap<string, Uint32Array> {
  const counts = new Uint32Array(detections.length);
  for (const event of order) {
    const detection = feeds.detectionOf(event);
    counts[detection] = (counts[detection] ?? 0) + 1;
  }
  const places = Array.from(counts, (count) => new Uint32Array(count));
  counts.fill(0);
  for (const [place, event] of order.entries()) {
    const detection = feeds.detectionOf(event);
    const at = counts[detection];
    const of = places[detection];
    if (at === undefined || of === undefined) continue;
    of[at] = place;
    counts[detection] = at + 1;
  }
  return new Map(detections.map(({ id }, detection) => [id, places[detection] ?? NONE]));
}

/** Ascending. */
function joinPlaces(places: readonly Uint32Array[], size: number): Uint32Array {
  const [only, ...others] = places.filter(({ length }) => length > 0);
  if (only !== undefined && others.length === 0) return only;
  const all = new Uint32Array(size);
  let at = 0;
  for (const part of places) {
    all.set(part, at);
    at += part.length;
  }
  return all.sort();
}

/** Events of as many parts, those of a group in one. */
function* divide(
  correlation: Correlation,
  events: Uint32Array,
  count: number,
  toEvent: ToEvent,
): Generator<Uint32Array> {
  // From 1; 0 for events of no group.
  const partOf = Uint16Array.from(events, (event) => {
    const one = toEvent(event);
    const key = one === undefined ? undefined : groupKeyOf(correlation, one);
    return key === undefined ? 0 : 1 + (hashOf(key) % count);
  });
  // Where each part ends, then begins: its events are put in from behind.
  const starts = new Uint32Array(count + 2);
  for (const part of partOf) starts[part] = (starts[part] as number) + 1;
  for (let part = 1; part < starts.length; part++)
    starts[part] = (starts[part] as number) + (starts[part - 1] as number);
  const sorted = new Uint32Array(events.length);
  for (let at = events.length - 1; at >= 0; at--) {
    const part = partOf[at] as number;
    const place = (starts[part] as number) - 1;
    starts[part] = place;
    sorted[place] = events[at] as number;
  }
  for (let part = 1; part <= count; part++) yield sorted.subarray(starts[part], starts[part + 1]);
}

/** FNV-1a over UTF-16 units. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return (hash ^ (hash >>> 15)) >>> 0;
}

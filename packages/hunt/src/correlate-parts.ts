import { groupKeyOf, rulesOf } from "@tocsin/match";
import type { CorrelationEvent } from "@tocsin/match";
import type { Correlation, Detection } from "@tocsin/model";
import type { FeedEvents } from "./feed-events.ts";
import type { FeedStore } from "./feed-store.ts";

/** Correlations that are run together, and the events that they are run over, by time. */
export interface Part {
  readonly correlations: readonly Correlation[];
  /** What its events are numbers of. */
  readonly feeds: FeedEvents;
  readonly events: Uint32Array;
  /** Whether it is one of several parts of one correlation. */
  readonly isDivided: boolean;
}

/** An event as a correlation sees it; undefined if no detection of the run fed it. */
type ToEvent = (event: number) => CorrelationEvent<number> | undefined;

/** Parts of one correlation at most: they are numbered in 16 bits. */
const MAX_PARTS = 65_535;

/** So many events are brought together before their parts are run, if they lie in a file. */
const BLOCK_EVENTS = 65_536;

/** Reads events as correlations see them. */
export function toEvents(feeds: FeedEvents, detections: readonly Detection[]): ToEvent {
  return (event) => {
    const rule = detections[feeds.detectionOf(event)]?.id;
    if (rule === undefined) return undefined;
    return { rule, timeMs: feeds.timeOf(event), fields: feeds.fieldsOf(event), origin: event };
  };
}

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
  partEvents: number,
): Generator<Part> {
  const byId = new Map(correlations.map((one) => [one.id, one]));
  const used = new Set(correlations.flatMap((one) => [...rulesOf(one)]));
  const order = feeds.byTime();
  const feedersOf = createFeeders(order, detections, feeds);
  const together: Correlation[] = [];
  for (const correlation of byId.values()) {
    const rules = [...rulesOf(correlation)];
    const isAlone = !used.has(correlation.id) && !rules.some((rule) => byId.has(rule));
    const feeders = feedersOf(rules);
    const count = Math.min(MAX_PARTS, Math.ceil(feeders.size / partEvents));
    if (!isAlone || correlation.groupBy.length === 0 || count < 2) together.push(correlation);
    else yield* divide(correlation, detections, feeds, feeders.events(), count);
  }
  if (together.length > 0) yield { correlations: together, feeds, events: order, isDivided: false };
}

/** How many events rules fed, and which, by time. */
interface Feeders {
  readonly size: number;
  readonly events: () => Uint32Array;
}

/** Finds what rules fed without asking each event again. */
function createFeeders(
  order: Uint32Array,
  detections: readonly Detection[],
  feeds: FeedEvents,
): (rules: readonly string[]) => Feeders {
  // Event for event, which of the rules that fed anything it is of.
  const numbers = new Map<number, number>();
  const counts: number[] = [];
  const isWide = detections.length > 0xff_ff;
  const numberOf = new (isWide ? Uint32Array : Uint16Array)(order.length);
  for (const [place, event] of order.entries()) {
    const detection = feeds.detectionOf(event);
    let number = numbers.get(detection);
    if (number === undefined) {
      number = numbers.size;
      numbers.set(detection, number);
    }
    numberOf[place] = number;
    counts[number] = (counts[number] ?? 0) + 1;
  }
  const byRule = new Map<string, number>();
  for (const [detection, number] of numbers) {
    const id = detections[detection]?.id;
    if (id !== undefined) byRule.set(id, number);
  }
  return (rules) => {
    const isOf = new Uint8Array(numbers.size);
    let size = 0;
    for (const rule of new Set(rules)) {
      const number = byRule.get(rule);
      if (number === undefined) continue;
      isOf[number] = 1;
      size += counts[number] ?? 0;
    }
    return {
      size,
      events: () =>
        select(order, new Uint32Array(size), (place) => isOf[numberOf[place] as number] === 1),
    };
  };
}

/** Parts of a correlation, the events of a group in one. */
function* divide(
  correlation: Correlation,
  detections: readonly Detection[],
  feeds: FeedStore,
  events: Uint32Array,
  count: number,
): Generator<Part> {
  const toEvent = toEvents(feeds, detections);
  // From 1; 0 for events of no group.
  const partOf = Uint16Array.from(events, (event) => {
    const one = toEvent(event);
    const key = one === undefined ? undefined : groupKeyOf(correlation, one);
    return key === undefined ? 0 : 1 + (hashOf(key) % count);
  });
  const sizes = new Uint32Array(count + 1);
  for (const part of partOf) sizes[part] = (sizes[part] as number) + 1;
  for (let first = 1; first <= count;) {
    let size = sizes[first] as number;
    let end = first + 1;
    while (end <= count && size + (sizes[end] as number) <= BLOCK_EVENTS)
      size += sizes[end++] as number;
    const isOf = (part: number): boolean => part >= first && part < end;
    const isIn = (at: number): boolean => isOf(partOf[at] as number);
    const block = select(events, new Uint32Array(size), isIn);
    const near = size <= BLOCK_EVENTS ? feeds.pick(block) : { feeds, events: block };
    const parts =
      end - first === 1
        ? [near.events]
        : sortByPart(
            near.events,
            select(partOf, new Uint16Array(size), isIn),
            sizes.subarray(first, end),
            first,
          );
    for (const part of parts)
      yield { correlations: [correlation], feeds: near.feeds, events: part, isDivided: true };
    first = end;
  }
}

/** Fills an array with what is chosen by its place. The array's own way of it takes ten times the memory meanwhile. */
function select<A extends Uint16Array | Uint32Array>(
  from: A,
  into: A,
  isChosen: (place: number) => boolean,
): A {
  let end = 0;
  for (let place = 0; place < from.length; place++)
    if (isChosen(place)) into[end++] = from[place] as number;
  return into;
}

/** Events of each part, in their order. */
function* sortByPart(
  events: Uint32Array,
  partOf: Uint16Array,
  sizes: Uint32Array,
  first: number,
): Generator<Uint32Array> {
  const sorted = new Uint32Array(events.length);
  const ends = new Uint32Array(sizes.length);
  for (let part = 1; part < ends.length; part++)
    ends[part] = (ends[part - 1] as number) + (sizes[part - 1] as number);
  for (const [at, event] of events.entries()) {
    const part = (partOf[at] as number) - first;
    const place = ends[part] as number;
    ends[part] = place + 1;
    sorted[place] = event;
  }
  for (const [part, end] of ends.entries())
    yield sorted.subarray(end - (sizes[part] as number), end);
}

/** FNV-1a over UTF-16 units. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return (hash ^ (hash >>> 15)) >>> 0;
}

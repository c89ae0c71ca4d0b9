import { groupKeyOf, rulesOf } from "@tocsin/match";
import type { Correlation, Detection } from "@tocsin/model";
import type { FeedStore } from "./feed-store.ts";

/** Correlations that are run together, and the events that they are run over, by time. */
export interface Part {
  readonly correlations: readonly Correlation[];
  readonly events: Uint32Array;
}

/** An event as a correlation sees it; undefined if no detection of the run fed it. */
export type ToEvent = (event: number) => FedEvent | undefined;

/** @see CorrelationEvent */
export interface FedEvent {
  readonly rule: string;
  readonly timeMs: number;
  readonly fields: ReturnType<FeedStore["fieldsOf"]>;
  readonly origin: number;
}

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
  const ids = new Set(correlations.map(({ id }) => id));
  const used = new Set(correlations.flatMap((one) => [...rulesOf(one)]));
  const fed = countFed(detections, feeds);
  const order = feeds.byTime();
  const together: Correlation[] = [];
  for (const correlation of correlations) {
    const rules = rulesOf(correlation);
    const isAlone = !used.has(correlation.id) && ![...rules].some((rule) => ids.has(rule));
    const events = [...rules].reduce((sum, rule) => sum + (fed.get(rule) ?? 0), 0);
    const count = Math.min(MAX_PARTS, Math.ceil(events / partEvents));
    if (!isAlone || correlation.groupBy.length === 0 || count < 2) together.push(correlation);
    else
      for (const part of divide(correlation, order, count, toEvent))
        yield { correlations: [correlation], events: part };
  }
  if (together.length > 0) yield { correlations: together, events: order };
}

/** Events by the rule that they feed. */
function countFed(detections: readonly Detection[], feeds: FeedStore): ReadonlyMap<string, number> {
  const fed = new Map<string, number>();
  for (let event = 0; event < feeds.size; event++) {
    const rule = detections[feeds.detectionOf(event)]?.id;
    if (rule !== undefined) fed.set(rule, (fed.get(rule) ?? 0) + 1);
  }
  return fed;
}

/** Events of as many parts, those of a group in one. */
function* divide(
  correlation: Correlation,
  order: Uint32Array,
  count: number,
  toEvent: ToEvent,
): Generator<Uint32Array> {
  const rules = rulesOf(correlation);
  // In the order of time, from 1; 0 for events of no group.
  const partOf = Uint16Array.from(order, (event) => {
    const one = toEvent(event);
    const key = one !== undefined && rules.has(one.rule) ? groupKeyOf(correlation, one) : undefined;
    return key === undefined ? 0 : 1 + (hashOf(key) % count);
  });
  // Where each part ends, then begins: its events are put in from behind.
  const starts = new Uint32Array(count + 2);
  for (const part of partOf) starts[part] = (starts[part] as number) + 1;
  for (let part = 1; part < starts.length; part++)
    starts[part] = (starts[part] as number) + (starts[part - 1] as number);
  const sorted = new Uint32Array(order.length);
  for (let at = order.length - 1; at >= 0; at--) {
    const part = partOf[at] as number;
    const place = (starts[part] as number) - 1;
    starts[part] = place;
    sorted[place] = order[at] as number;
  }
  for (let part = 1; part <= count; part++) yield sorted.subarray(starts[part], starts[part + 1]);
}

/** FNV-1a over UTF-16 units. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return (hash ^ (hash >>> 15)) >>> 0;
}

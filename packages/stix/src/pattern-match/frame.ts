import type { Group } from "./plan.ts";

/**
 * What the qualifiers and operators around a place ask of the next observation; never changed, a binding gives
 * new ones. Each observation may have happened at any instant of its span, so the most favourable one counts:
 * a set lies within a time if its latest beginning is at most that far behind its earliest end, and one
 * observation can follow another if it does not end before the other begins.
 */
export type Frame =
  | {
      readonly kind: "within";
      readonly micros: number;
      /** The earliest end and the latest beginning so far. */
      readonly low: number;
      readonly high: number;
      readonly outer: Frame | undefined;
    }
  | {
      readonly kind: "order";
      /** The part that is being bound. */
      readonly at: number;
      /** By part: the earliest end and the latest beginning so far. */
      readonly low: readonly number[];
      readonly high: readonly number[];
      readonly outer: Frame | undefined;
    };

/** How much {@link admits} has to look at: parts in order, of all frames. */
export function partsOf(frame: Frame | undefined): number {
  let parts = 0;
  for (let one = frame; one !== undefined; one = one.outer)
    parts += one.kind === "order" ? one.low.length : 1;
  return parts;
}

/** Whether an observation of the group may be bound here. */
export function admits(frame: Frame | undefined, { first, last }: Group): boolean {
  for (let one = frame; one !== undefined; one = one.outer) {
    if (one.kind === "within") {
      if (Math.max(one.high, first) - Math.min(one.low, last) > one.micros) return false;
      continue;
    }
    for (let at = 0; at < one.low.length; at++) {
      if (at < one.at && (one.high[at] ?? -Infinity) > last) return false;
      if (at > one.at && first > (one.low[at] ?? Infinity)) return false;
    }
  }
  return true;
}

/** Nothing that begins later may be bound here. */
export function latestBeginning(frame: Frame | undefined): number {
  let latest = Infinity;
  for (let one = frame; one !== undefined; one = one.outer) {
    if (one.kind === "within") latest = Math.min(latest, one.low + one.micros);
    else
      for (let at = one.at + 1; at < one.low.length; at++)
        latest = Math.min(latest, one.low[at] ?? Infinity);
  }
  return latest;
}

/** Nothing that ends sooner may be bound here. */
export function earliestEnd(frame: Frame | undefined): number {
  let earliest = -Infinity;
  for (let one = frame; one !== undefined; one = one.outer) {
    if (one.kind === "within") earliest = Math.max(earliest, one.high - one.micros);
    else
      for (let at = 0; at < one.at; at++) earliest = Math.max(earliest, one.high[at] ?? -Infinity);
  }
  return earliest;
}

/** The frames once an observation of the group is bound. */
export function bind(frame: Frame | undefined, group: Group): Frame | undefined {
  if (frame === undefined) return undefined;
  const outer = bind(frame.outer, group);
  if (frame.kind === "within") {
    const low = Math.min(frame.low, group.last);
    return { ...frame, low, high: Math.max(frame.high, group.first), outer };
  }
  const { at } = frame;
  const low = frame.low.with(at, Math.min(frame.low[at] ?? Infinity, group.last));
  return {
    ...frame,
    low,
    high: frame.high.with(at, Math.max(frame.high[at] ?? -Infinity, group.first)),
    outer,
  };
}

/** A frame for parts in order, with nothing bound. */
export function orderFrame(parts: number, outer: Frame | undefined): Frame {
  const low = Array.from({ length: parts }, () => Infinity);
  return { kind: "order", at: 0, low, high: low.map(() => -Infinity), outer };
}

import type { FeedEvents } from "./feed-events.ts";

/** Sorts events by time; those of one time stay as they are. */
export function orderByTime(events: Uint32Array, { timeOf }: FeedEvents): Uint32Array {
  const { length } = events;
  let isSorted = true;
  for (let at = 1; at < length && isSorted; at++)
    isSorted = timeOf(events[at - 1] as number) <= timeOf(events[at] as number);
  if (isSorted) return events;
  // Merges runs of twice the length each time.
  let from: Uint32Array = events;
  let to: Uint32Array = new Uint32Array(length);
  for (let run = 1; run < length; run *= 2) {
    for (let start = 0; start < length; start += 2 * run) mergeRuns(from, to, start, run, timeOf);
    [from, to] = [to, from];
  }
  return from;
}

function mergeRuns(
  from: Uint32Array,
  to: Uint32Array,
  start: number,
  run: number,
  timeOf: (event: number) => number,
): void {
  const middle = Math.min(start + run, from.length);
  const end = Math.min(middle + run, from.length);
  const time = (at: number, until: number): number =>
    at < until ? timeOf(from[at] as number) : Infinity;
  let left = start;
  let right = middle;
  let leftMs = time(left, middle);
  let rightMs = time(right, end);
  for (let at = start; at < end; at++) {
    if (leftMs <= rightMs) {
      to[at] = from[left++] as number;
      leftMs = time(left, middle);
    } else {
      to[at] = from[right++] as number;
      rightMs = time(right, end);
    }
  }
}

/** Of copies, which are of one time, only the first. The events are those of {@link orderByTime}. */
export function dropCopies(events: Uint32Array, { timeOf, identityOf }: FeedEvents): Uint32Array {
  let kept = 0;
  // Of one moment, events plus one, by their identity; a collision goes to the next place.
  let table = new Float64Array(16);
  for (let start = 0, end = 0; start < events.length; start = end) {
    const timeMs = timeOf(events[start] as number);
    while (end < events.length && timeOf(events[end] as number) === timeMs) end++;
    const count = end - start;
    if (count === 1) {
      events[kept++] = events[start] as number;
      continue;
    }
    if (table.length < 2 * count) table = new Float64Array(2 ** Math.ceil(Math.log2(2 * count)));
    const size = Math.max(4, 2 ** Math.ceil(Math.log2(2 * count)));
    table.fill(0, 0, size);
    for (let at = start; at < end; at++) {
      const event = events[at] as number;
      const { high, low } = identityOf(event);
      let place = (high ^ low) & (size - 1);
      let isCopy = false;
      for (; !isCopy && table[place] !== 0; place = (place + 1) & (size - 1)) {
        const known = identityOf((table[place] as number) - 1);
        isCopy = known.high === high && known.low === low;
      }
      if (isCopy) continue;
      table[place] = event + 1;
      events[kept++] = event;
    }
  }
  return kept === events.length ? events : events.slice(0, kept);
}

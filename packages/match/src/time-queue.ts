/** Things that wait for their time. */
export interface TimeQueue<T> {
  readonly size: number;
  /** The earliest time that something waits for. */
  readonly nextMs: number | undefined;
  push(timeMs: number, item: T): void;
  /** Takes what waits for the earliest time, in the order in which it came. */
  takeMoment(): readonly T[];
}

interface Waiting<T> {
  readonly timeMs: number;
  readonly rank: number;
  readonly item: T;
}

/** A heap by time and order of arrival. */
export function createTimeQueue<T>(): TimeQueue<T> {
  const heap: Waiting<T>[] = [];
  let rank = 0;
  const isBefore = (a: Waiting<T>, b: Waiting<T>): boolean =>
    a.timeMs < b.timeMs || (a.timeMs === b.timeMs && a.rank < b.rank);

  const takeFirst = (): Waiting<T> | undefined => {
    const first = heap[0];
    const last = heap.pop();
    if (last === undefined || last === first) return first;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      let least = heap[child];
      if (least === undefined) break;
      const other = heap[child + 1];
      if (other !== undefined && isBefore(other, least)) {
        least = other;
        child++;
      }
      if (isBefore(last, least)) break;
      heap[at] = least;
      at = child;
    }
    heap[at] = last;
    return first;
  };

  return {
    get size() {
      return heap.length;
    },
    get nextMs() {
      return heap[0]?.timeMs;
    },
    push(timeMs, item) {
      const waiting = { timeMs, rank: rank++, item };
      let at = heap.length;
      while (at > 0) {
        const parent = (at - 1) >> 1;
        const above = heap[parent];
        if (above === undefined || isBefore(above, waiting)) break;
        heap[at] = above;
        at = parent;
      }
      heap[at] = waiting;
    },
    takeMoment() {
      const items: T[] = [];
      let first = takeFirst();
      while (first !== undefined) {
        items.push(first.item);
        first = heap[0]?.timeMs === first.timeMs ? takeFirst() : undefined;
      }
      return items;
    },
  };
}

/** Lists of numbers, one for each of many things, in two arrays: tens of thousands of small lists cost little. */
export interface Lists {
  readonly starts: Int32Array;
  readonly items: Int32Array;
}

export function toLists(lists: Iterable<Iterable<number> | undefined>): Lists {
  const starts = [0];
  const items: number[] = [];
  for (const list of lists) {
    for (const item of list ?? []) items.push(item);
    starts.push(items.length);
  }
  return { starts: Int32Array.from(starts), items: Int32Array.from(items) };
}

/** Calls `sink` with each number of a list. */
export function eachOf(
  { starts, items }: Lists,
  index: number,
  sink: (item: number) => void,
): void {
  const end = starts[index + 1] as number;
  for (let at = starts[index] as number; at < end; at++) sink(items[at] as number);
}

/** Adds to the list of a key. */
export function push<T>(map: Map<string, T[]>, key: string, item: T): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [item]);
  else known.push(item);
}

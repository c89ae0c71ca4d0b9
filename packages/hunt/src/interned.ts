/** Things that are kept once, each under a number. */
export interface Interned<T> {
  readonly items: readonly T[];
  /** Gives the number of a thing, which `key` tells from others. */
  intern(key: string, item: T): number;
}

/** Nothing yet. */
export function createInterned<T>(): Interned<T> {
  const numbers = new Map<string, number>();
  const items: T[] = [];
  return {
    items,
    intern(key, item) {
      const known = numbers.get(key);
      if (known !== undefined) return known;
      numbers.set(key, items.length);
      return items.push(item) - 1;
    },
  };
}

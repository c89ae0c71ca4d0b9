/** Up to so many, a longer list is made for each: a list that grows makes room for 16 more at once. */
const SHORT_ROW = 8;
/** Below this many empty places at the beginning it is not worth moving the rest. */
const LEAST_GAP = 32;

/**
 * A row that grows at its end and shrinks at its beginning. Each step takes the same time on average, however
 * long the row. A class, since every group has one: closures would be made anew for each.
 */
export class Deque<T> {
  #items: (T | undefined)[] = [];
  #head = 0;

  get length(): number {
    return this.#items.length - this.#head;
  }

  push(item: T): void {
    // Most rows stay short.
    if (this.#items.length < SHORT_ROW) this.#items = this.#items.concat([item]);
    else this.#items.push(item);
  }

  shift(): T | undefined {
    const head = this.#head;
    if (head === this.#items.length) return undefined;
    const item = this.#items[head];
    this.#items[head] = undefined;
    this.#head = head + 1;
    if (this.#head === this.#items.length) {
      this.#items.length = 0;
      this.#head = 0;
    } else if (this.#head >= LEAST_GAP && this.#head * 2 > this.#items.length) {
      this.#items = this.#items.slice(this.#head);
      this.#head = 0;
    }
    return item;
  }

  /** 0 the oldest. */
  at(index: number): T | undefined {
    return this.#items[this.#head + index];
  }
}

/** What can stand in an {@link Order}, in one at a time. */
export interface Ordered<T> {
  before: T | undefined;
  behind: T | undefined;
}

/**
 * Things in the order in which they were put in, of which any can be taken out. Each step takes the same time; a `Map` keeps
 * the places of what was deleted, and goes over all of them to find its first.
 */
export class Order<T extends Ordered<T>> {
  first: T | undefined;
  #last: T | undefined;

  push(one: T): void {
    one.before = this.#last;
    one.behind = undefined;
    if (this.#last === undefined) this.first = one;
    else this.#last.behind = one;
    this.#last = one;
  }

  /** It must stand in this order. */
  remove(one: T): void {
    const { before, behind } = one;
    if (before === undefined) this.first = behind;
    else before.behind = behind;
    if (behind === undefined) this.#last = before;
    else behind.before = before;
    one.before = undefined;
    one.behind = undefined;
  }
}

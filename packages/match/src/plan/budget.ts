/** What all memos of a plan may hold together. When it is spent, all of them begin anew. */
export interface Budget {
  /** Goes up when everything that is kept is to be let go. */
  readonly epoch: number;
  /** Takes so many bytes; may end the epoch. */
  take(sizeBytes: number): void;
  /** Gives back what was taken in this epoch. */
  give(sizeBytes: number): void;
}

/** @param maxBytes in one epoch */
export function createBudget(maxBytes: number): Budget {
  return new MemoBudget(maxBytes);
}

// Not an object with accessors of its own: the engine keeps such a one as a table, to be searched at each access.
class MemoBudget implements Budget {
  epoch = 0;
  #spentBytes = 0;
  readonly #maxBytes: number;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  take(sizeBytes: number): void {
    this.#spentBytes += sizeBytes;
    if (this.#spentBytes <= this.#maxBytes) return;
    this.#spentBytes = 0;
    this.epoch++;
  }

  give(sizeBytes: number): void {
    this.#spentBytes -= sizeBytes;
  }
}

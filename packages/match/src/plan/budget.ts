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
  let spent = 0;
  let epoch = 0;
  return {
    get epoch() {
      return epoch;
    },
    take(sizeBytes) {
      spent += sizeBytes;
      if (spent <= maxBytes) return;
      spent = 0;
      epoch++;
    },
    give(sizeBytes) {
      spent -= sizeBytes;
    },
  };
}

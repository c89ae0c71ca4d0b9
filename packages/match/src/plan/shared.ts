import { createBudget } from "./budget.ts";
import type { Budget } from "./budget.ts";
import { createSearches } from "./raw-search.ts";
import type { SearchFor } from "./raw-search.ts";

/** What the programs of a plan have in common. */
export interface Shared {
  readonly budget: Budget;
  readonly searchFor: SearchFor;
}

/** @param memoBytes what all memos may hold together */
export function createShared(memoBytes: number): Shared {
  return { budget: createBudget(memoBytes), searchFor: createSearches() };
}

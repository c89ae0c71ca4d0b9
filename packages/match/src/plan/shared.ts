import { createBudget } from "./budget.ts";
import type { Budget } from "./budget.ts";
import { createSearches } from "./raw-search.ts";
import type { SearchFor } from "./raw-search.ts";

/** What the programs of a plan have in common. */
export interface Shared {
  readonly budget: Budget;
  readonly searchFor: SearchFor;
  /** Steps that the course of a program may keep. */
  readonly maxSteps: number;
}

const MAX_STEPS = 65_536;

/** @param memoBytes what all memos may hold together */
export function createShared(memoBytes: number, maxSteps: number = MAX_STEPS): Shared {
  return { budget: createBudget(memoBytes), searchFor: createSearches(), maxSteps };
}

import { createBudget } from "./budget.ts";
import type { Budget } from "./budget.ts";
import { createMatchKeys } from "./match-keys.ts";
import type { MatchKeys } from "./match-keys.ts";
import { createSearches } from "./raw-search.ts";
import type { SearchFor } from "./raw-search.ts";

/** What the programs of a plan have in common. */
export interface Shared {
  readonly budget: Budget;
  readonly searchFor: SearchFor;
  readonly keys: MatchKeys;
  readonly room: WayRoom;
}

/** How much of the ways of records all programs together may still keep. What comes often comes early. */
export interface WayRoom {
  states: number;
  steps: number;
}

/** A state takes 1 KiB or so at first, and little when few branches are left. */
const MAX_STATES = 8192;
const MAX_STEPS = 131_072;

/** @param memoBytes what all memos may hold together */
export function createShared(
  memoBytes: number,
  { states = MAX_STATES, steps = MAX_STEPS }: Partial<WayRoom> = {},
): Shared {
  return {
    budget: createBudget(memoBytes),
    searchFor: createSearches(),
    keys: createMatchKeys(),
    room: { states, steps },
  };
}

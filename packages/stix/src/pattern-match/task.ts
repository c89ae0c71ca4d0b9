import { earliestEnd, latestBeginning } from "./frame.ts";
import type { Frame } from "./frame.ts";
import type { Group, Plan } from "./plan.ts";

/** Observations that pass one test. */
export type Leaf = Extract<Plan, { kind: "leaf" }>;

/** Takes so many more observations of a leaf, from a place of its list on. */
export interface Take {
  readonly kind: "take";
  readonly leaf: Leaf;
  readonly from: number;
  readonly times: number;
}

/** One of several ways. */
interface Any {
  readonly kind: "any";
  readonly of: readonly Plan[];
}

/** What is still to be done. */
type Task =
  | Plan
  | Take
  /** Goes to a part of the order. */
  | { readonly kind: "at"; readonly at: number }
  /** Leaves the innermost frame. */
  | { readonly kind: "leave" };

/** Tasks, the next one first; never changed, so that a choice can keep them. */
export interface Tasks {
  readonly task: Task;
  readonly rest: Tasks | undefined;
}

/** A place to come back to. */
export interface Choice {
  readonly tasks: Tasks | undefined;
  readonly frame: Frame | undefined;
  /** How many bindings there were. */
  readonly mark: number;
  readonly of: Take | Any;
  /** The option to be tried next, and of `take` with how many observations at most. */
  next: number;
  most: number;
}

/** So many observations of a group, bound at once. */
export interface Bound {
  readonly group: number;
  readonly count: number;
}

/**
 * The places of a leaf's list that may fit into the frames, by time alone; the end is not among them.
 * Groups stand in order of their ends, so that both edges are found by halving.
 */
export function placesIn(
  leaf: Leaf,
  groups: readonly Group[],
  frame: Frame | undefined,
): readonly [start: number, end: number] {
  const earliest = earliestEnd(frame);
  const latest = latestBeginning(frame);
  const start = halve(leaf.groups.length, (at) => {
    const group = groups[leaf.groups[at] ?? -1];
    return group !== undefined && group.last < earliest;
  });
  return [start, halve(leaf.groups.length, (at) => (leaf.earliest[at] ?? Infinity) <= latest)];
}

/** The first place where something that holds up to a place no longer holds. */
function halve(length: number, holds: (at: number) => boolean): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (holds(middle)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** What leaves fewest ways first; several observations of one kind last, since by then little can go wrong. */
export function byCost(parts: readonly Plan[]): { readonly part: Plan; readonly at: number }[] {
  return parts
    .map((part, at) => ({ part, at, cost: costOf(part) }))
    .sort((a, b) => a.cost - b.cost || a.at - b.at);
}

/** How many observations of each group are bound. */
export function countBound(bound: readonly Bound[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const { group, count } of bound) counts.set(group, (counts.get(group) ?? 0) + count);
  return counts;
}

function costOf(part: Plan): number {
  if (part.kind !== "leaf") return 1e9;
  return part.times === 1 ? part.groups.length : 1e10 + part.groups.length;
}

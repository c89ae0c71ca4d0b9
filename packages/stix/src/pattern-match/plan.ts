import { StixError } from "../error.ts";
import { formatQualifier } from "../pattern-format.ts";
import type { ComparisonNode, PatternNode } from "../pattern-node.ts";
import { toMicroseconds } from "../pattern-time.ts";
import { spendSteps } from "./work.ts";
import type { Work } from "./work.ts";

/** Observations that no part of a pattern tells apart: of the same time, passing the same tests. */
export interface Group {
  /** Microseconds. */
  readonly first: number;
  readonly last: number;
  /** How many observations these are. */
  readonly count: number;
}

/**
 * What is to be bound. `leaf` takes `times` observations out of the groups named, in order; `all` needs every
 * part, `any` one, `order` every part in this order of time; `within` holds its part within a time.
 * No observation is taken twice.
 */
export type Plan =
  | {
      readonly kind: "leaf";
      readonly groups: readonly number[];
      /** By place in `groups`: when the first observation from there on began. */
      readonly earliest: readonly number[];
      /** By place in `groups`: how many observations stand before it; one more place than groups. */
      readonly before: readonly number[];
      readonly times: number;
    }
  | { readonly kind: "all" | "any" | "order"; readonly of: readonly Plan[] }
  | { readonly kind: "repeat"; readonly of: Plan; readonly times: number }
  | { readonly kind: "within"; readonly of: Plan; readonly micros: number };

/** What the planner knows of the observations. */
export interface Planned {
  readonly groups: readonly Group[];
  /** The groups that pass what stands in the brackets, in order. */
  readonly passing: (comparison: ComparisonNode) => readonly number[];
  readonly work: Work;
}

/** A span of time: the start belongs to it, the stop does not. Microseconds. */
interface Span {
  readonly start: number;
  readonly stop: number;
}

/**
 * Plans a pattern over observations; undefined if some part that is needed cannot be bound at all.
 * `START` and `STOP` say nothing but which observations count, so they end here.
 * @throws {StixError} `STIX_MATCH` for a count or a duration of nothing
 */
export function planPattern(node: PatternNode, known: Planned): Plan | undefined {
  checkQualifiers(node);
  return plan(node, known, []);
}

function plan(node: PatternNode, known: Planned, spans: readonly Span[]): Plan | undefined {
  switch (node.kind) {
    case "observation": {
      const groups = known.passing(node.comparison).filter((at) => {
        const group = known.groups[at];
        return (
          group !== undefined &&
          spans.every(({ start, stop }) => group.first < stop && group.last >= start)
        );
      });
      return leaf(groups, 1, known);
    }
    case "observation-or":
      return joinAny(
        node.of.flatMap((inner) => plan(inner, known, spans) ?? []),
        known,
      );
    case "observation-and":
      return joinAll(node.of, known, spans);
    case "followed-by": {
      const of = planEach(node.of, known, spans);
      return of && { kind: "order", of };
    }
    case "repeats":
      return repeat(plan(node.of, known, spans), node.times, known);
    case "within": {
      const of = plan(node.of, known, spans);
      // One observation is always within any time.
      if (of === undefined || (of.kind === "leaf" && of.times === 1)) return of;
      return { kind: "within", of, micros: Math.round(node.seconds * 1e6) };
    }
    case "start-stop": {
      const start = toMicroseconds(node.start) ?? 0;
      const stop = toMicroseconds(node.stop) ?? 0;
      return start < stop ? plan(node.of, known, [...spans, { start, stop }]) : undefined;
    }
  }
}

function leaf(
  groups: readonly number[],
  times: number,
  { groups: all, work }: Planned,
): Plan | undefined {
  spendSteps(work, groups.length);
  let there = 0;
  const before = [0];
  for (const at of groups) before.push((there += all[at]?.count ?? 0));
  if (there < times) return undefined;
  const earliest: number[] = [];
  let least = Infinity;
  for (const at of groups.toReversed()) {
    least = Math.min(least, all[at]?.first ?? Infinity);
    earliest.push(least);
  }
  return { kind: "leaf", groups, earliest: earliest.reverse(), before, times };
}

function planEach(
  nodes: readonly PatternNode[],
  known: Planned,
  spans: readonly Span[],
): Plan[] | undefined {
  const of: Plan[] = [];
  for (const node of nodes) {
    const one = plan(node, known, spans);
    if (one === undefined) return undefined;
    of.push(one);
  }
  return of;
}

/** Parts that can be bound to the same observations ask for so many of them. */
function joinAll(
  nodes: readonly PatternNode[],
  known: Planned,
  spans: readonly Span[],
): Plan | undefined {
  const of = planEach(nodes, known, spans);
  if (of === undefined) return undefined;
  const leaves = new Map<string, Extract<Plan, { kind: "leaf" }>>();
  const others: Plan[] = [];
  for (const one of of.flatMap((inner) => (inner.kind === "all" ? inner.of : [inner]))) {
    if (one.kind !== "leaf") {
      others.push(one);
      continue;
    }
    const key = one.groups.join();
    const same = leaves.get(key);
    leaves.set(key, same === undefined ? one : { ...one, times: same.times + one.times });
  }
  const joined: Plan[] = [];
  for (const { groups, times } of leaves.values()) {
    const one = leaf(groups, times, known);
    if (one === undefined) return undefined;
    joined.push(one);
  }
  const parts = [...joined, ...others];
  return parts.length === 1 ? parts[0] : { kind: "all", of: parts };
}

/** Alternatives of one observation each are one choice among all their groups. */
function joinAny(of: readonly Plan[], known: Planned): Plan | undefined {
  const single = new Set<number>();
  const others: Plan[] = [];
  for (const one of of) {
    if (one.kind === "leaf" && one.times === 1) for (const at of one.groups) single.add(at);
    else others.push(one);
  }
  const groups = [...single].sort((a, b) => a - b);
  const parts = [...(groups.length > 0 ? [leaf(groups, 1, known)] : []), ...others].filter(
    (one) => one !== undefined,
  );
  return parts.length <= 1 ? parts[0] : { kind: "any", of: parts };
}

function repeat(of: Plan | undefined, times: number, known: Planned): Plan | undefined {
  if (of === undefined || times === 1) return of;
  if (of.kind === "leaf") return leaf(of.groups, of.times * times, known);
  const there = known.groups.reduce((sum, { count }) => sum + count, 0);
  return leastOf(of) * times > there ? undefined : { kind: "repeat", of, times };
}

/** The fewest observations that can be bound to it. */
function leastOf(one: Plan): number {
  switch (one.kind) {
    case "leaf":
      return one.times;
    case "all":
    case "order":
      return one.of.reduce((sum, inner) => sum + leastOf(inner), 0);
    case "any":
      return one.of.reduce((least, inner) => Math.min(least, leastOf(inner)), Infinity);
    case "repeat":
      return one.times * leastOf(one.of);
    case "within":
      return leastOf(one.of);
  }
}

/** Holds for the whole pattern, also where nothing passes. */
function checkQualifiers(node: PatternNode): void {
  switch (node.kind) {
    case "observation":
      break;
    case "observation-and":
    case "observation-or":
    case "followed-by":
      for (const inner of node.of) checkQualifiers(inner);
      break;
    case "within":
    case "repeats": {
      const isRight = node.kind === "within" ? node.seconds > 0 : node.times >= 1;
      if (!isRight)
        throw new StixError("STIX_MATCH", "qualifier", "more than nothing", formatQualifier(node));
      checkQualifiers(node.of);
      break;
    }
    case "start-stop":
      checkQualifiers(node.of);
      break;
  }
}

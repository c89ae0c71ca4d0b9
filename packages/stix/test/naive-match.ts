import type { ComparisonNode, PatternNode } from "../src/index.ts";

/** One observation: its span in whole seconds, and what its only object holds. */
export interface Seen {
  readonly first: number;
  readonly last: number;
  readonly count: number;
  readonly value: number;
}

/** The instant that a number of {@link Seen} stands for. */
export function toInstant(second: number): string {
  return new Date(Date.UTC(2024, 6, 25, 10, 20, second)).toISOString();
}

/**
 * Matches as the definition reads: every set of observations that can be bound, built from the leaves up.
 * Grows without bound; for a handful of observations.
 */
export function naiveMatch(pattern: PatternNode, seen: readonly Seen[]): boolean {
  const each = seen.flatMap((one) => Array.from({ length: one.count }, () => one));
  return bindings(pattern, each).length > 0;
}

type Binding = readonly number[];

function bindings(node: PatternNode, each: readonly Seen[]): Binding[] {
  switch (node.kind) {
    case "observation":
      return [...each.keys()].filter((at) => passes(node.comparison, each[at])).map((at) => [at]);
    case "observation-or":
      return node.of.flatMap((inner) => bindings(inner, each));
    case "observation-and":
    case "followed-by":
      return node.of
        .map((inner) => bindings(inner, each))
        .reduce((left, right) =>
          left.flatMap((a) =>
            right
              .filter((b) => areApart(a, b))
              .filter((b) => node.kind === "observation-and" || canFollow(a, b, each))
              .map((b) => [...a, ...b]),
          ),
        );
    case "repeats": {
      const once = bindings(node.of, each);
      let all: Binding[] = [[]];
      for (let time = 0; time < node.times; time++)
        all = distinct(
          all.flatMap((a) => once.filter((b) => areApart(a, b)).map((b) => [...a, ...b])),
        );
      return all;
    }
    case "within":
      return bindings(node.of, each).filter(
        (binding) =>
          Math.max(...binding.map((at) => each[at]?.first ?? 0)) -
            Math.min(...binding.map((at) => each[at]?.last ?? 0)) <=
          node.seconds,
      );
    case "start-stop": {
      const [start, stop] = [node.start, node.stop].map((time) => Date.parse(time));
      return bindings(node.of, each).filter((binding) =>
        binding.every((at) => {
          const [first, last] = [each[at]?.first ?? 0, each[at]?.last ?? 0].map((second) =>
            Date.parse(toInstant(second)),
          );
          return (
            (start ?? 0) < (stop ?? 0) && (first ?? 0) < (stop ?? 0) && (last ?? 0) >= (start ?? 0)
          );
        }),
      );
    }
  }
}

function areApart(a: Binding, b: Binding): boolean {
  return a.every((at) => !b.includes(at));
}

function distinct(all: readonly Binding[]): Binding[] {
  const sorted = all.map((binding) => binding.toSorted((a, b) => a - b));
  return [...new Map(sorted.map((binding) => [binding.join(), binding])).values()];
}

function canFollow(a: Binding, b: Binding, each: readonly Seen[]): boolean {
  return a.every((x) => b.every((y) => (each[x]?.first ?? 0) <= (each[y]?.last ?? 0)));
}

function passes(node: ComparisonNode, seen: Seen | undefined): boolean {
  switch (node.kind) {
    case "comparison-and":
      return node.of.every((inner) => passes(inner, seen));
    case "comparison-or":
      return node.of.some((inner) => passes(inner, seen));
    case "exists":
      return !node.negated;
    case "test": {
      const value = seen?.value ?? Number.NaN;
      const wanted = node.values.map((literal) => Number(literal.value));
      const [first] = wanted;
      const holds = node.operator === "=" ? value === first : value > (first ?? 0);
      return holds !== node.negated;
    }
  }
}

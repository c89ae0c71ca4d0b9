import { formatComparison } from "../pattern-format.ts";
import type { PatternNode } from "../pattern-node.ts";
import { compileComparison } from "./comparison.ts";
import { readObservations } from "./observation.ts";
import type { Observation } from "./observation.ts";
import { planPattern } from "./plan.ts";
import type { Group } from "./plan.ts";
import { searchPlan } from "./search.ts";
import type { Work } from "./work.ts";

/** How {@link matchPattern} works. */
export interface PatternMatchOptions {
  /**
   * Most steps: tests of an object, observations tried while a binding is sought; long values, lists and
   * expressions are several. 10,000,000 unless told, which is some seconds at worst.
   */
  readonly maxSteps?: number;
}

/** Whether a pattern matched, and by what. */
export type PatternMatch =
  | { readonly matches: false }
  | {
      readonly matches: true;
      /** The `observed-data` objects of one binding as they were given, in the order given, each once. */
      readonly observed: readonly Readonly<Record<string, unknown>>[];
    };

/**
 * Matches a pattern against `observed-data`: bundles of STIX 2.1, or objects on their own, which in STIX 2.0
 * hold what they observed. An object with `number_observed` above 1 is so many observations. Each observation
 * of the pattern is bound to another observation; where one lasted, the most favourable instant of it counts.
 * What is given is only read, and nothing of it is kept.
 * Regular expressions run in linear time; what RE2 cannot express is refused.
 * @throws {StixError} `STIX_MATCH` for a test without meaning (a list of mixed kinds, an expression that is
 * refused, `REPEATS 0`), for a text compared with a timestamp that is none, and for `observed-data` without
 * times or count; `STIX_PATTERN_LIMIT` when it takes more than `maxSteps`
 * @see STIX 2.1 sections 9.4 to 9.7
 */
export function matchPattern(
  pattern: PatternNode,
  observations: readonly unknown[],
  options: PatternMatchOptions = {},
): PatternMatch {
  const of = options.maxSteps ?? 10_000_000;
  const work: Work = { left: of, of };
  const comparisons = new Map<string, (observation: Observation) => boolean>();
  collectComparisons(pattern, comparisons, work);
  const names = [...comparisons.keys()];
  const members = groupObservations(readObservations(observations), [...comparisons.values()]);
  const groups: Group[] = members.map(({ first, last, count }) => ({ first, last, count }));
  const passing = new Map<string, number[]>(names.map((name) => [name, []]));
  members.forEach(({ passed }, at) => {
    for (const index of passed) passing.get(names[index] ?? "")?.push(at);
  });
  const plan = planPattern(pattern, {
    groups,
    work,
    passing: (comparison) => passing.get(formatComparison(comparison)) ?? [],
  });
  if (plan === undefined) return { matches: false };
  const bound = searchPlan(plan, groups, work);
  if (bound === undefined) return { matches: false };
  const taken = [...bound].flatMap(([at, count]) => take(members[at]?.of ?? [], count));
  const observed = taken.sort((a, b) => a.at - b.at).map(({ observation }) => observation.source);
  return { matches: true, observed };
}

interface Placed {
  readonly observation: Observation;
  readonly at: number;
}

interface Members extends Group {
  /** The comparisons passed, by their number. */
  readonly passed: readonly number[];
  readonly of: Placed[];
  count: number;
}

/** Observations of the same time that pass the same tests, in order of their ends; what passes none is left out. */
function groupObservations(
  observations: readonly Observation[],
  tests: readonly ((observation: Observation) => boolean)[],
): Members[] {
  const groups = new Map<string, Members>();
  for (const [at, observation] of observations.entries()) {
    const passed = [...tests.keys()].filter((index) => tests[index]?.(observation) === true);
    if (passed.length === 0) continue;
    const { first, last, count } = observation;
    const key = `${first} ${last} ${passed.join()}`;
    const known = groups.get(key);
    if (known === undefined)
      groups.set(key, { first, last, count, passed, of: [{ observation, at }] });
    else {
      known.count += count;
      known.of.push({ observation, at });
    }
  }
  return [...groups.values()].sort((a, b) => a.last - b.last || a.first - b.first);
}

/** As many members as so many observations need. */
function take(of: readonly Placed[], count: number): Placed[] {
  const taken: Placed[] = [];
  let missing = count;
  for (const one of of) {
    if (missing <= 0) break;
    taken.push(one);
    missing -= one.observation.count;
  }
  return taken;
}

function collectComparisons(
  node: PatternNode,
  into: Map<string, (observation: Observation) => boolean>,
  work: Work,
): void {
  switch (node.kind) {
    case "observation": {
      const name = formatComparison(node.comparison);
      if (!into.has(name)) into.set(name, compileComparison(node.comparison, work));
      break;
    }
    case "observation-and":
    case "observation-or":
    case "followed-by":
      for (const inner of node.of) collectComparisons(inner, into, work);
      break;
    case "within":
    case "repeats":
    case "start-stop":
      collectComparisons(node.of, into, work);
      break;
  }
}

import { formatOperator, formatQualifier, formatValues } from "./pattern-format.ts";
import type { ComparisonNode, PathStep, PatternNode } from "./pattern-node.ts";

/** One test of a pattern in words. */
export interface InspectedComparison {
  /** The steps behind the object type. */
  readonly path: readonly PathStep[];
  /** With the `NOT` before it: `NOT !=`, `ISSUBSET`, `NOT EXISTS`. */
  readonly operator: string;
  /** The literal or list as the pattern language writes it; absent for `EXISTS`. */
  readonly value?: string;
}

/** What a pattern is made of. Order is that of the pattern's text. */
export interface PatternInspection {
  /** By object type: tests of its properties, each once. */
  readonly comparisons: ReadonlyMap<string, readonly InspectedComparison[]>;
  /** Operators between observations, each once. */
  readonly operators: readonly ("AND" | "OR" | "FOLLOWEDBY")[];
  /** Qualifiers as the pattern language writes them, each once. */
  readonly qualifiers: readonly string[];
}

const OPERATORS = {
  "observation-and": "AND",
  "observation-or": "OR",
  "followed-by": "FOLLOWEDBY",
} as const;

/** Says which properties a pattern tests and how, and which operators and qualifiers it has. Never throws. */
export function inspectPattern(pattern: PatternNode): PatternInspection {
  const comparisons = new Map<string, Map<string, InspectedComparison>>();
  const operators = new Set<"AND" | "OR" | "FOLLOWEDBY">();
  const qualifiers = new Set<string>();
  const visitComparison = (node: ComparisonNode): void => {
    if ("of" in node) {
      for (const inner of node.of) visitComparison(inner);
      return;
    }
    const { type, steps } = node.path;
    const one: InspectedComparison =
      node.kind === "test"
        ? { path: steps, operator: formatOperator(node), value: formatValues(node) }
        : { path: steps, operator: node.negated ? "NOT EXISTS" : "EXISTS" };
    const known = comparisons.get(type) ?? new Map<string, InspectedComparison>();
    comparisons.set(type, known.set(JSON.stringify(one), one));
  };
  const visit = (node: PatternNode): void => {
    switch (node.kind) {
      case "observation":
        visitComparison(node.comparison);
        break;
      case "observation-and":
      case "observation-or":
      case "followed-by":
        operators.add(OPERATORS[node.kind]);
        for (const inner of node.of) visit(inner);
        break;
      case "within":
      case "repeats":
      case "start-stop":
        visit(node.of);
        qualifiers.add(formatQualifier(node));
        break;
    }
  };
  visit(pattern);
  return {
    comparisons: new Map([...comparisons].map(([type, tests]) => [type, [...tests.values()]])),
    operators: [...operators],
    qualifiers: [...qualifiers],
  };
}

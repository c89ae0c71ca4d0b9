import type { ComparisonNode } from "../pattern-node.ts";
import { spend, spendText, testForm } from "./test-form.ts";
import type { Budget } from "./test-form.ts";

/** Tests that must all pass, sorted, each once. */
type Term = readonly string[];

/**
 * What stands in brackets as alternatives of tests: terms that hold another term are left out, and all is
 * sorted, so that the same meaning in other words gives the same text.
 */
export function comparisonForm(node: ComparisonNode, budget: Budget): string {
  const terms = absorb(toTerms(node, budget), budget).map((term) => toText(term, budget));
  return JSON.stringify(terms.sort());
}

function toTerms(node: ComparisonNode, budget: Budget): Term[] {
  switch (node.kind) {
    case "test":
    case "exists":
      return [[testForm(node)]];
    case "comparison-or":
      return absorb(
        node.of.flatMap((inner) => toTerms(inner, budget)),
        budget,
      );
    case "comparison-and": {
      let terms: Term[] = [[]];
      for (const inner of node.of) {
        const others = toTerms(inner, budget);
        const joined: Term[] = [];
        for (const term of terms)
          for (const other of others) {
            spend(budget, term.length + other.length);
            joined.push([...new Set([...term, ...other])].sort());
          }
        terms = absorb(joined, budget);
      }
      return terms;
    }
  }
}

/** A OR (A AND B) is A. Kept terms are found by their first test, so lists of single tests cost little. */
function absorb(terms: readonly Term[], budget: Budget): Term[] {
  const byFirst = new Map<string, Term[]>();
  const kept: Term[] = [];
  for (const term of terms.toSorted((a, b) => a.length - b.length)) {
    const tests = new Set(term);
    const isHeld = term.some((test) =>
      byFirst.get(test)?.some((shorter) => {
        spend(budget, shorter.length);
        return shorter.every((one) => tests.has(one));
      }),
    );
    if (isHeld) continue;
    kept.push(term);
    const [first] = term;
    if (first === undefined) continue;
    const known = byFirst.get(first);
    if (known === undefined) byFirst.set(first, [term]);
    else known.push(term);
  }
  return kept;
}

/** Counted before it is written: terms of long tests grow fast. */
function toText(term: Term, budget: Budget): string {
  for (const test of term) spendText(budget, test);
  return JSON.stringify(term);
}

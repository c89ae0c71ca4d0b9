import { allOf, and, anyOf } from "@tocsin/model";
import type { Predicate } from "@tocsin/model";
import { refuse } from "./leaf.ts";
import type { Clause } from "./leaf.ts";
import type { SourceKey } from "./sources.ts";

/** Alternatives: each kind of record answers those it can show. */
export function joinOr(clauses: readonly Clause[]): Clause {
  const by = new Map<SourceKey, Predicate[]>();
  const needs = new Set<string>();
  const observables = [];
  let plain = true;
  for (const clause of clauses) {
    if (clause.kind === "refused") return clause;
    if (clause.kind === "negative")
      return refuse("a negation as an alternative: it would match nearly every record");
    if (clause.kind === "implied")
      return refuse("a test of nothing but a reference's type as an alternative");
    for (const need of clause.needs) needs.add(need);
    if (clause.observables === undefined) plain = false;
    else observables.push(...clause.observables);
    for (const [source, predicate] of clause.by) {
      const known = by.get(source);
      if (known === undefined) by.set(source, [predicate]);
      else known.push(predicate);
    }
  }
  return {
    kind: "positive",
    by: new Map([...by].map(([source, of]) => [source, anyOf(of)])),
    needs,
    ...(plain && { observables }),
  };
}

/** All of them: only the kinds of record that show every positive clause. */
export function joinAnd(clauses: readonly Clause[]): Clause {
  const positive: Extract<Clause, { kind: "positive" }>[] = [];
  const negative: Extract<Clause, { kind: "negative" }>[] = [];
  for (const clause of clauses) {
    if (clause.kind === "refused") return clause;
    if (clause.kind === "positive") positive.push(clause);
    if (clause.kind === "negative") negative.push(clause);
  }
  const [first, ...others] = positive;
  if (first === undefined) {
    if (negative.length === 0) return { kind: "implied" };
    const sources = new Set(negative.flatMap(({ by }) => [...by.keys()]));
    return {
      kind: "negative",
      by: new Map(
        [...sources].map((key) => [key, allOf(negative.flatMap(({ by }) => by.get(key) ?? []))]),
      ),
    };
  }
  if (others.length === 0 && negative.length === 0) return first;
  const by = new Map<SourceKey, Predicate>();
  for (const [source, predicate] of first.by) {
    const rest = others.map((other) => other.by.get(source));
    if (rest.includes(undefined)) continue;
    const parts = rest.filter((part) => part !== undefined);
    const without = negative.flatMap((other) => other.by.get(source) ?? []);
    by.set(source, and(predicate, ...parts, ...without));
  }
  if (by.size === 0)
    return refuse("an AND of properties that no one kind of record shows together");
  return { kind: "positive", by, needs: new Set(positive.flatMap(({ needs }) => [...needs])) };
}

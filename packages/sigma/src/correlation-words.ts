// Conditions in words over correlated rules (Sigma enhancement proposal 198, approved for 2.2).
import type { CorrelationCondition } from "@tocsin/model";
import { fitsPattern, readCondition, tokenize } from "./condition.ts";
import { Refusal } from "./diagnostic.ts";
import type { Path } from "./diagnostic.ts";

const PATH: Path = ["correlation", "condition"];
const WORDS: ReadonlySet<string> = new Set([
  "and",
  "or",
  "not",
  "of",
  "all",
  "any",
  "them",
  "(",
  ")",
]);

/** What a condition in words asks, and of which rules. */
export interface WordedCondition {
  /** Ids, in the order of `rules`, or of the words where there are none. */
  readonly rules: readonly string[];
  readonly condition: CorrelationCondition;
}

/**
 * Reads `rule_a and not rule_b`, `1 of rule_*`, `all of them`. Where the correlation lists no rules, those it
 * names are meant, and patterns take in every rule that was loaded.
 * @param listed the correlation's `rules`, ids or names
 * @param ids what each id and name stands for
 * @throws {Refusal} `SIGMA_CORRELATION`
 */
export function readCorrelationWords(
  text: string,
  listed: readonly string[],
  ids: ReadonlyMap<string, string>,
): WordedCondition {
  const named = new Map<string, CorrelationCondition>();
  const add = (name: string): void => {
    const rule = ids.get(name);
    if (rule !== undefined) named.set(name, { kind: "rule", rule });
  };
  if (listed.length > 0) for (const name of listed) add(name);
  else for (const name of namedIn(text, ids)) add(name);
  const condition = readCondition<CorrelationCondition>(
    { text, path: PATH, code: "SIGMA_CORRELATION" },
    {
      noun: "rule",
      named,
      and: (of) => join("and", of),
      or: (of) => join("or", of),
      not: (of) => (of.kind === "not" ? of.of : { kind: "not", of }),
    },
  );
  if (holdsWithoutMatches(condition)) {
    const message = `the condition "${text.slice(0, 200)}" holds where no rule matched, so it never could be told`;
    throw new Refusal("SIGMA_CORRELATION", PATH, message);
  }
  const rules = new Set<string>();
  for (const one of named.values()) if (one.kind === "rule") rules.add(one.rule);
  return { rules: [...rules], condition };
}

function join(kind: "and" | "or", of: readonly CorrelationCondition[]): CorrelationCondition {
  const [only] = of;
  return only !== undefined && of.length === 1 ? only : { kind, of };
}

/** Names of rules in the words, in their order; those a pattern fits stand where the pattern does. */
function namedIn(text: string, ids: ReadonlyMap<string, string>): string[] {
  const names: string[] = [];
  for (const token of tokenize(text)) {
    const lower = token.toLowerCase();
    if (lower === "them") {
      const message = `"them" in the condition "${text.slice(0, 200)}" needs a list of rules`;
      throw new Refusal("SIGMA_CORRELATION", PATH, message);
    }
    if (WORDS.has(lower) || /^\d+$/.test(token)) continue;
    if (!token.includes("*")) names.push(token);
    else
      for (const [name, id] of ids) if (name !== id && fitsPattern(name, token)) names.push(name);
  }
  return names;
}

function holdsWithoutMatches(condition: CorrelationCondition): boolean {
  switch (condition.kind) {
    case "rule":
      return false;
    case "not":
      return !holdsWithoutMatches(condition.of);
    case "and":
      return condition.of.every(holdsWithoutMatches);
    case "or":
      return condition.of.some(holdsWithoutMatches);
  }
}

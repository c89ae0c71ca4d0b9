// Conditions as their authors wrote them, for questions that the predicate no longer answers.
import { fitsPattern } from "../condition.ts";
import type { Path } from "../diagnostic.ts";
import { isMap } from "./selection.ts";

/** A condition as a tree over names. */
export type ConditionNode =
  | { readonly kind: "and" | "or"; readonly of: readonly ConditionNode[] }
  | { readonly kind: "not"; readonly of: ConditionNode }
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "of"; readonly quantity: string; readonly pattern: string };

/** One condition of a rule. */
export interface LintCondition {
  readonly text: string;
  readonly path: Path;
  /** Undefined where it cannot be read: the loader tells why. */
  readonly tree: ConditionNode | undefined;
}

const MAX_DEPTH = 64;
const TOKEN = /[()|]|[^\s()|]+/g;

/** The conditions of a `detection` or `filter`. */
export function readConditions(detection: unknown, key: string): LintCondition[] {
  if (!isMap(detection)) return [];
  const { condition } = detection;
  const path = [key, "condition"];
  const list: readonly unknown[] = Array.isArray(condition) ? condition : [condition];
  return list.flatMap((text, index) =>
    typeof text === "string"
      ? [
          {
            text,
            path: Array.isArray(condition) ? [...path, index] : path,
            tree: parseCondition(text),
          },
        ]
      : [],
  );
}

/** Precedence: of, not, and, or. An old aggregation ends the condition. */
function parseCondition(text: string): ConditionNode | undefined {
  const tokens = [...text.matchAll(TOKEN)].map(([token]) => token);
  const end = tokens.indexOf("|");
  if (end >= 0) tokens.length = end;
  let at = 0;
  const isWord = (word: string): boolean => tokens[at]?.toLowerCase() === word;

  const chain = (
    kind: "and" | "or",
    next: (depth: number) => ConditionNode | undefined,
    depth: number,
  ): ConditionNode | undefined => {
    const of: ConditionNode[] = [];
    do {
      const part = next(depth);
      if (part === undefined) return undefined;
      of.push(part);
    } while (isWord(kind) && ++at > 0);
    const [only] = of;
    return of.length === 1 ? only : { kind, of };
  };
  const conjunction = (depth: number) => chain("and", negation, depth);
  const disjunction = (depth: number) => chain("or", conjunction, depth);
  const negation = (depth: number): ConditionNode | undefined => {
    if (depth > MAX_DEPTH) return undefined;
    if (!isWord("not")) return primary(depth);
    at++;
    const of = negation(depth + 1);
    return of && { kind: "not", of };
  };
  const primary = (depth: number): ConditionNode | undefined => {
    const token = tokens[at++];
    if (token === undefined || token === ")") return undefined;
    if (token === "(") {
      const inner = disjunction(depth + 1);
      return tokens[at++] === ")" ? inner : undefined;
    }
    if (isWord("of") && /^(?:all|any|\d+)$/i.test(token)) {
      at++;
      const pattern = tokens[at++];
      return pattern === undefined
        ? undefined
        : { kind: "of", quantity: token.toLowerCase(), pattern };
    }
    return { kind: "name", name: token };
  };
  const tree = disjunction(0);
  return at === tokens.length ? tree : undefined;
}

/** The selections that a name or pattern of a condition stands for. */
export function chosen(node: ConditionNode, names: readonly string[]): readonly string[] {
  if (node.kind === "name") return names.filter((name) => name === node.name);
  if (node.kind !== "of") return [];
  if (node.pattern.toLowerCase() === "them") return names.filter((name) => !name.startsWith("_"));
  return names.filter((name) => fitsPattern(name, node.pattern));
}

/** Calls `visit` for every node, parents first. */
export function walkCondition(node: ConditionNode, visit: (node: ConditionNode) => void): void {
  visit(node);
  if (node.kind === "and" || node.kind === "or")
    for (const inner of node.of) walkCondition(inner, visit);
  else if (node.kind === "not") walkCondition(node.of, visit);
}

/** What a condition says where it is known which selections hold. */
export function decide(
  node: ConditionNode,
  names: readonly string[],
  holds: (name: string) => boolean,
): boolean {
  switch (node.kind) {
    case "and":
      return node.of.every((inner) => decide(inner, names, holds));
    case "or":
      return node.of.some((inner) => decide(inner, names, holds));
    case "not":
      return !decide(node.of, names, holds);
    case "name":
      return holds(node.name);
    case "of": {
      const of = chosen(node, names);
      if (node.quantity === "all") return of.every(holds);
      const least = node.quantity === "any" ? 1 : Number(node.quantity);
      return of.filter(holds).length >= least;
    }
  }
}

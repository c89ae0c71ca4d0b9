// Sigma rules specification 2.1, "Condition". Precedence: of, not, and, or.
import { and, not, or } from "@tocsin/model";
import type { Predicate } from "@tocsin/model";
import { Refusal } from "./diagnostic.ts";
import type { Path } from "./diagnostic.ts";

const MAX_DEPTH = 64;
const TOKEN = /\s*(?:([()|])|([^\s()|]+))/y;

/** What a condition is read with. */
export interface ConditionInput {
  readonly text: string;
  readonly path: Path;
  /** Selections by name, `condition` and `timeframe` left out. */
  readonly selections: ReadonlyMap<string, Predicate>;
}

/** Reads one condition. @throws {Refusal} `SIGMA_CONDITION`, `SIGMA_AGGREGATION` */
export function readCondition(input: ConditionInput): Predicate {
  const tokens = tokenize(input.text);
  if (tokens.includes("|") || tokens[0]?.toLowerCase() === "near")
    throw new Refusal(
      "SIGMA_AGGREGATION",
      input.path,
      `"${input.text}" aggregates, which Sigma 2 does with correlations`,
    );
  const parser = createParser(tokens, input);
  const predicate = parser.disjunction(0);
  const rest = parser.peek();
  if (rest !== undefined) throw refuse(input, `unexpected "${rest}"`);
  return predicate;
}

function tokenize(text: string): string[] {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(text); match !== null; match = TOKEN.exec(text))
    tokens.push(match[1] ?? match[2] ?? "");
  return tokens;
}

function refuse({ path, text }: ConditionInput, message: string): Refusal {
  return new Refusal(
    "SIGMA_CONDITION",
    path,
    `${message} in the condition "${text.slice(0, 200)}"`,
  );
}

interface Parser {
  peek(): string | undefined;
  disjunction(depth: number): Predicate;
}

function createParser(tokens: readonly string[], input: ConditionInput): Parser {
  let at = 0;
  const peek = (): string | undefined => tokens[at];
  const isWord = (word: string): boolean => tokens[at]?.toLowerCase() === word;

  const chain = (word: "and" | "or", next: (depth: number) => Predicate, depth: number) => {
    const parts = [next(depth)];
    while (isWord(word)) {
      at++;
      parts.push(next(depth));
    }
    return word === "and" ? and(...parts) : or(...parts);
  };
  const disjunction = (depth: number): Predicate => {
    if (depth > MAX_DEPTH) throw refuse(input, `nested deeper than ${MAX_DEPTH} levels`);
    return chain("or", conjunction, depth);
  };
  const conjunction = (depth: number): Predicate => chain("and", negation, depth);
  const negation = (depth: number): Predicate => {
    if (depth > MAX_DEPTH) throw refuse(input, `nested deeper than ${MAX_DEPTH} levels`);
    if (!isWord("not")) return primary(depth);
    at++;
    return not(negation(depth + 1));
  };
  const primary = (depth: number): Predicate => {
    const token = tokens[at++];
    if (token === undefined) throw refuse(input, "expected a selection, got the end");
    if (token === "(") {
      const inner = disjunction(depth + 1);
      if (tokens[at++] !== ")") throw refuse(input, 'a parenthesis is not closed, expected ")"');
      return inner;
    }
    if (isWord("of") && /^(?:all|any|\d+)$/i.test(token)) {
      at++;
      return quantified(token.toLowerCase(), tokens[at++], input);
    }
    const selection = input.selections.get(token);
    if (selection === undefined) throw refuse(input, `there is no selection "${token}"`);
    return selection;
  };
  return { peek, disjunction };
}

function quantified(
  quantity: string,
  pattern: string | undefined,
  input: ConditionInput,
): Predicate {
  if (pattern === undefined) throw refuse(input, 'expected a name or "them" after "of"');
  const chosen: Predicate[] = [];
  for (const [name, predicate] of input.selections)
    if (pattern.toLowerCase() === "them" ? !name.startsWith("_") : fits(name, pattern))
      chosen.push(predicate);
  if (chosen.length === 0) throw refuse(input, `no selection is called "${pattern}"`);
  if (quantity === "all") return and(...chosen);
  if (quantity === "any" || quantity === "1") return or(...chosen);
  const least = Number(quantity);
  if (least === 0 || least > chosen.length)
    throw refuse(input, `${quantity} of ${chosen.length} selections is not possible`);
  return atLeast(least, chosen, input);
}

/** At least so many of them: the disjunction over all choices of that size. */
function atLeast(least: number, of: readonly Predicate[], input: ConditionInput): Predicate {
  const choices: Predicate[] = [];
  const choose = (from: number, chosen: readonly Predicate[]): void => {
    if (chosen.length === least) {
      if (choices.length >= 1000)
        throw refuse(input, `${least} of ${of.length} are too many choices`);
      choices.push(and(...chosen));
      return;
    }
    for (let index = from; index <= of.length - (least - chosen.length); index++) {
      const next = of[index];
      if (next !== undefined) choose(index + 1, [...chosen, next]);
    }
  };
  choose(0, []);
  return or(...choices);
}

/** `*` stands for any characters, anywhere in the pattern. */
function fits(name: string, pattern: string): boolean {
  const [first = "", ...rest] = pattern.split("*");
  const last = rest.pop();
  if (last === undefined) return name === pattern;
  if (!name.startsWith(first)) return false;
  let at = first.length;
  for (const part of rest) {
    const found = name.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return name.length - last.length >= at && name.endsWith(last);
}

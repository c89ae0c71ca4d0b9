// Sigma rules specification 2.1, "Condition". Precedence: of, not, and, or.
import { Refusal } from "./diagnostic.ts";
import type { Path, SigmaDiagnosticCode } from "./diagnostic.ts";

const MAX_DEPTH = 64;
/** Choices that `n of …` may be written out to. */
const MAX_CHOICES = 1000;
const TOKEN = /\s*(?:([()|])|([^\s()|]+))/y;

/** What a condition is made of, and what it is made into. */
export interface ConditionWords<T> {
  /** What a condition is about, by its name: selections, or rules. */
  readonly named: ReadonlyMap<string, T>;
  /** What they are called, for messages. */
  readonly noun: string;
  and(of: readonly T[]): T;
  or(of: readonly T[]): T;
  not(of: T): T;
}

/** A condition as it stands in a rule. */
export interface ConditionText {
  readonly text: string;
  readonly path: Path;
  readonly code: SigmaDiagnosticCode;
}

/** Reads one condition. @throws {Refusal} with the code given */
export function readCondition<T>(condition: ConditionText, words: ConditionWords<T>): T {
  const { text } = condition;
  const whole = words.named.get(text);
  if (whole !== undefined) return whole;
  const tokens = tokenize(text);
  const parser = createParser(tokens, condition, words);
  const made = parser.disjunction(0);
  const rest = parser.peek();
  if (rest !== undefined) throw refuse(condition, `unexpected "${rest}"`);
  return made;
}

/** Names, words and parentheses of a condition. */
export function tokenize(text: string): string[] {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(text); match !== null; match = TOKEN.exec(text))
    tokens.push(match[1] ?? match[2] ?? "");
  return tokens;
}

function refuse({ path, text, code }: ConditionText, message: string): Refusal {
  return new Refusal(code, path, `${message} in the condition "${text.slice(0, 200)}"`);
}

interface Parser<T> {
  peek(): string | undefined;
  disjunction(depth: number): T;
}

function createParser<T>(
  tokens: readonly string[],
  condition: ConditionText,
  words: ConditionWords<T>,
): Parser<T> {
  let at = 0;
  const peek = (): string | undefined => tokens[at];
  const isWord = (word: string): boolean => tokens[at]?.toLowerCase() === word;

  const chain = (word: "and" | "or", next: (depth: number) => T, depth: number): T => {
    const first = next(depth);
    if (!isWord(word)) return first;
    const parts = [first];
    while (isWord(word)) {
      at++;
      parts.push(next(depth));
    }
    return words[word](parts);
  };
  const disjunction = (depth: number): T => {
    if (depth > MAX_DEPTH) throw refuse(condition, `nested deeper than ${MAX_DEPTH} levels`);
    return chain("or", conjunction, depth);
  };
  const conjunction = (depth: number): T => chain("and", negation, depth);
  const negation = (depth: number): T => {
    if (depth > MAX_DEPTH) throw refuse(condition, `nested deeper than ${MAX_DEPTH} levels`);
    if (!isWord("not")) return primary(depth);
    at++;
    return words.not(negation(depth + 1));
  };
  const primary = (depth: number): T => {
    const token = tokens[at++];
    if (token === undefined) throw refuse(condition, `expected a ${words.noun}, got the end`);
    if (token === "(") {
      const inner = disjunction(depth + 1);
      if (tokens[at++] !== ")")
        throw refuse(condition, 'a parenthesis is not closed, expected ")"');
      return inner;
    }
    if (isWord("of") && /^(?:all|any|\d+)$/i.test(token)) {
      at++;
      return quantified(token.toLowerCase(), tokens[at++], condition, words);
    }
    const one = words.named.get(token);
    if (one === undefined) throw refuse(condition, `there is no ${words.noun} "${token}"`);
    return one;
  };
  return { peek, disjunction };
}

function quantified<T>(
  quantity: string,
  pattern: string | undefined,
  condition: ConditionText,
  words: ConditionWords<T>,
): T {
  if (pattern === undefined) throw refuse(condition, 'expected a name or "them" after "of"');
  const chosen: T[] = [];
  for (const [name, one] of words.named)
    if (pattern.toLowerCase() === "them" ? !name.startsWith("_") : fitsPattern(name, pattern))
      chosen.push(one);
  if (chosen.length === 0) throw refuse(condition, `no ${words.noun} is called "${pattern}"`);
  if (quantity === "all") return words.and(chosen);
  if (quantity === "any" || quantity === "1") return words.or(chosen);
  const least = Number(quantity);
  if (least === 0 || least > chosen.length)
    throw refuse(condition, `${quantity} of ${chosen.length} ${words.noun}s is not possible`);
  return atLeast(least, chosen, condition, words);
}

/** At least so many of them: the disjunction over all choices of that size. */
function atLeast<T>(
  least: number,
  of: readonly T[],
  condition: ConditionText,
  words: ConditionWords<T>,
): T {
  const choices: T[] = [];
  const choose = (from: number, chosen: readonly T[]): void => {
    if (chosen.length === least) {
      if (choices.length >= MAX_CHOICES)
        throw refuse(condition, `${least} of ${of.length} are too many choices`);
      choices.push(words.and(chosen));
      return;
    }
    for (let index = from; index <= of.length - (least - chosen.length); index++) {
      const next = of[index];
      if (next !== undefined) choose(index + 1, [...chosen, next]);
    }
  };
  choose(0, []);
  return words.or(choices);
}

/** Whether a name is of a pattern: `*` stands for any characters, anywhere in it. */
export function fitsPattern(name: string, pattern: string): boolean {
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

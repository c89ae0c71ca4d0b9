import type { PatternNode } from "../pattern-node.ts";
import { toTimeKey } from "../pattern-time.ts";
import { comparisonForm } from "./comparison-form.ts";
import { spend, spendText } from "./test-form.ts";
import type { Budget } from "./test-form.ts";

/**
 * One alternative: an observation or a group with a qualifier (`one`), or parts that must all be bound, in any
 * order (`and`) or in theirs (`then`). `text` is the same for what means the same.
 */
interface Form {
  readonly kind: "one" | "and" | "then";
  readonly text: string;
  readonly of: readonly Form[];
}

/**
 * The alternatives of a pattern, sorted, each once: AND and FOLLOWEDBY are drawn into OR, and an alternative
 * that asks for all another one asks for is left out. Qualifiers are not drawn in.
 */
export function observationForm(node: PatternNode, budget: Budget): string {
  return orText(toForms(node, budget));
}

function orText(forms: readonly Form[]): string {
  const texts = forms.map(({ text }) => text).sort();
  return texts.length === 1 ? (texts[0] ?? "") : `or(${texts.join()})`;
}

function toForms(node: PatternNode, budget: Budget): Form[] {
  switch (node.kind) {
    case "observation":
      return [one(comparisonForm(node.comparison, budget))];
    case "observation-or":
      return absorb(
        node.of.flatMap((inner) => toForms(inner, budget)),
        budget,
      );
    case "observation-and":
      return multiply("and", node.of, budget);
    case "followed-by":
      return multiply("then", node.of, budget);
    case "repeats":
      // Once is as often as it is bound anyway.
      return node.times === 1
        ? toForms(node.of, budget)
        : [one(`repeats ${node.times}(${observationForm(node.of, budget)})`)];
    case "within":
      return [one(`within ${node.seconds}(${observationForm(node.of, budget)})`)];
    case "start-stop": {
      const [start, stop] = [node.start, node.stop].map((time) => toTimeKey(time) ?? time);
      return [one(`from ${start} to ${stop}(${observationForm(node.of, budget)})`)];
    }
  }
}

function one(text: string): Form {
  return { kind: "one", text, of: [] };
}

/** Every choice of one alternative for each part. */
function multiply(kind: "and" | "then", nodes: readonly PatternNode[], budget: Budget): Form[] {
  let choices: (readonly Form[])[] = [[]];
  for (const node of nodes) {
    const forms = toForms(node, budget);
    const longer: (readonly Form[])[] = [];
    for (const choice of choices)
      for (const form of forms) {
        const parts = form.kind === kind ? form.of : [form];
        spend(budget, choice.length + parts.length);
        longer.push([...choice, ...parts]);
      }
    choices = longer;
  }
  return absorb(
    choices.map((parts) => {
      const of = kind === "then" ? parts : parts.toSorted(byText);
      const text = of.map((part) => spendText(budget, part.text)).join();
      return { kind, of, text: `${kind}(${text})` };
    }),
    budget,
  );
}

function byText(a: Form, b: Form): number {
  return a.text < b.text ? -1 : +(a.text > b.text);
}

/**
 * A OR (A AND B) is A, and so is A OR (A FOLLOWEDBY B): whatever binds the longer one holds a binding of the
 * shorter one. Parts are bound to different observations, so [A] AND [A] does not hold in [A].
 * Shorter ones are found by their whole or their first part, so long lists cost little.
 */
function absorb(forms: readonly Form[], budget: Budget): Form[] {
  const distinct = new Map(forms.map((form) => [form.text, form]));
  const byFirst = new Map<string, Form[]>();
  for (const form of distinct.values()) {
    const [first] = form.of;
    if (first === undefined) continue;
    const known = byFirst.get(first.text);
    if (known === undefined) byFirst.set(first.text, [form]);
    else known.push(form);
  }
  const holdsAnother = (form: Form): boolean =>
    form.of.some(
      ({ text }) =>
        distinct.has(text) ||
        byFirst.get(text)?.some((other) => other !== form && isHeldIn(other, form, budget)),
    );
  return [...distinct.values()].filter((form) => !holdsAnother(form));
}

/** In order for both kinds: parts of `and` are sorted, those of `then` stand in the order asked for. */
function isHeldIn(inner: Form, outer: Form, budget: Budget): boolean {
  spend(budget, 1);
  if (inner.kind !== outer.kind || inner.of.length >= outer.of.length) return false;
  spend(budget, outer.of.length);
  let at = 0;
  for (const { text } of outer.of) if (text === inner.of[at]?.text) at++;
  return at === inner.of.length;
}

import type { Predicate, Test } from "@tocsin/model";
import { evaluate } from "./evaluate.ts";
import type { Remembered } from "./remembered.ts";
import { compareText } from "./test.ts";
import { foldCase } from "./text.ts";

/** A predicate made ready to run. */
export type Matcher = (record: Remembered) => boolean;

/**
 * Makes a matcher that says what {@link evaluate} says, with the constants of the rule folded once and the
 * values of the record folded once. What is rare is left to the plain evaluator.
 */
export function compilePredicate(predicate: Predicate): Matcher {
  switch (predicate.kind) {
    case "and": {
      const parts = predicate.of.map(compilePredicate);
      return (record) => parts.every((part) => part(record));
    }
    case "or": {
      const parts = predicate.of.map(compilePredicate);
      return (record) => parts.some((part) => part(record));
    }
    case "not": {
      const inner = compilePredicate(predicate.of);
      return (record) => !inner(record);
    }
    case "field": {
      const { field, test } = predicate;
      const compare = foldedTest(test);
      if (compare === undefined) return (record) => evaluate(predicate, record);
      return (record) => {
        for (const text of record.folded(field)) if (compare(text)) return true;
        return false;
      };
    }
    case "any-field": {
      const compare = foldedTest(predicate.test);
      if (compare === undefined) return (record) => evaluate(predicate, record);
      return (record) => record.allFolded().some(compare);
    }
    case "constant":
    case "observable":
      return (record) => evaluate(predicate, record);
  }
}

/** The comparison of a folded text; undefined for tests that are no comparison of folded texts. */
function foldedTest(test: Test): ((text: string) => boolean) | undefined {
  switch (test.op) {
    case "equals":
    case "contains":
    case "startsWith":
    case "endsWith": {
      if (test.cased) return undefined;
      const { op } = test;
      const value = foldCase(test.value);
      return (text) => compareText(op, text, value);
    }
    default:
      return undefined;
  }
}

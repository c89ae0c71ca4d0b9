import type { Citation, Observable } from "@tocsin/model";

/** How a test compares. */
export type TestCondition =
  | "is"
  | "contains"
  | "starts-with"
  | "ends-with"
  | "matches"
  | "greater-than"
  | "less-than";

/** One test of a definition: a term of the source's own vocabulary and a value. */
export interface Test {
  readonly kind: "test";
  /** As the source names it: `FileItem/Md5sum`, `Address/Address_Value`. */
  readonly term: string;
  readonly condition: TestCondition;
  readonly isNegated: boolean;
  /** Value as the source writes it. */
  readonly text: string;
  /** What the value is by itself, where it is an observable. */
  readonly observable?: Observable;
  /** The STIX 2.1 path that asks for the term: `file:name`. */
  readonly path?: string;
  readonly citation: Citation;
}

/** Tests that hold together (`and`) or of which one suffices (`or`). */
interface Group {
  readonly kind: "and" | "or";
  readonly parts: readonly Expression[];
}

/** A definition of several tests. */
export type Expression = Test | Group;

/** All tests of a definition, in their order. Definitions are of bounded depth: their readers see to it. */
export function* testsOf(expression: Expression): Generator<Test> {
  if (expression.kind === "test") yield expression;
  else for (const part of expression.parts) yield* testsOf(part);
}

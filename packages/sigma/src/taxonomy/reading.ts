import type { Predicate, Scope, Test } from "@tocsin/model";

/** Sigma's field name → the name that some records have for it. */
export type FieldNames = Readonly<Record<string, string>>;

/** Records of one kind that a logsource stands for, and what its fields are called in them. */
export interface Reading {
  readonly scope: Scope;
  readonly fields?: FieldNames;
  /** A test that must hold too. */
  readonly requires?: Predicate;
  /**
   * A test of a Sigma field where not only its name but its values differ. Undefined: the test stands, under
   * the name that `fields` gives it.
   */
  readonly rewrite?: (name: string, test: Test) => Predicate | undefined;
  /**
   * The Sigma fields these records can answer for. A rule that asks for another one has no such reading:
   * negated, an absent field would make it hold for everything.
   */
  readonly answers?: ReadonlySet<string>;
}

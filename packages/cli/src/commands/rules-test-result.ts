import { formatPlace } from "@tocsin/model";
import type { CorrelatedMatch, Correlation, Detection, Diagnostic } from "@tocsin/model";
import type { PlacedTest } from "./rules-test-collect.ts";
import type { Miss } from "./rules-test-nearest.ts";

/** What came of a test. */
export interface TestResult {
  readonly test: PlacedTest;
  /** `broken`: it could not be run, or not over all its events. */
  readonly outcome: "passed" | "failed" | "broken";
  readonly reasons: readonly string[];
  readonly rule: Detection | Correlation | undefined;
  readonly events: number;
  /** Indexes of the events that matched, or that made a correlation hold; the first thousand. */
  readonly matched: readonly number[];
  /** Of a correlation, by time; the first thousand. */
  readonly matches?: readonly CorrelatedMatch[];
  /** Why expected matches did not come: the nearest ones. */
  readonly misses: readonly Miss[];
}

/** Most matches that are told one by one. */
export const MOST_MATCHED = 1000;

/** The result of a test that was not run. */
export function brokenTest(test: PlacedTest, rule: TestResult["rule"], reason: string): TestResult {
  return { test, outcome: "broken", reasons: [reason], rule, events: 0, matched: [], misses: [] };
}

/** What went wrong with the events, the first five. */
export function describeProblems(problems: readonly Diagnostic[]): readonly string[] {
  return problems
    .slice(0, 5)
    .map(({ message, place }) =>
      place === undefined ? message : `${formatPlace(place)}: ${message}`,
    );
}

/** `event 1, 2, 3`, the first twenty. */
export function listEvents(indexes: readonly number[]): string {
  const first = indexes.slice(0, 20).join(", ");
  const word = indexes.length === 1 ? "event" : "events";
  return `${word} ${first}${indexes.length > 20 ? ` and ${indexes.length - 20} more` : ""}`;
}

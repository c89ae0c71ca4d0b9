// What the commands for authors of rules write as JSON: docs/rules.md.
import type { Severity } from "./diagnostic.ts";
import type { RecordPlace } from "./place.ts";
import type { FieldValue, RecordSource } from "./record.ts";

/** Version of what is found in rules: of the report, and of each of its findings. */
export const RULE_LINT_VERSION = "1";
/** Version of what comes of tests: of the report, and of each of its results. */
export const RULE_TEST_VERSION = "1";
/** Version of why rules fire on a record, or do not. */
export const RULE_EXPLANATION_VERSION = "1";

/** Something an author of rules should look at: a line of `rules lint --format jsonl`. */
export interface RuleLintFinding {
  readonly version: typeof RULE_LINT_VERSION;
  readonly severity: Severity;
  readonly code: string;
  readonly message: string;
  readonly remedy: string;
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 units. */
  readonly column: number;
  /** UTF-16 units that are meant, from the column on. */
  readonly width: number;
}

/** `rules lint --format json`. */
export interface RuleLint {
  readonly version: typeof RULE_LINT_VERSION;
  readonly files: number;
  readonly documents: number;
  readonly counts: Readonly<Record<Severity, number>>;
  /** Findings that comments suppress. */
  readonly suppressed: number;
  readonly findings: readonly RuleLintFinding[];
}

/** A part of a rule on a record. `all`, `any` and `not` have parts; `test` has a test. */
export interface ExplainedPart {
  readonly kind: "all" | "any" | "not" | "test" | "constant";
  readonly holds: boolean;
  /** The parts in the order of the rule. */
  readonly of?: readonly ExplainedPart[];
  /** Parts that are not told. */
  readonly left?: number;
  /** Absent where any field may pass: keywords, and observables without named fields. */
  readonly field?: string;
  /** The test in words: `ends with "\powershell.exe"`. */
  readonly test?: string;
  /** The field's value as text, at most 2,000 characters; absent where the field is absent or null. */
  readonly value?: string;
  /** Why there is no value. */
  readonly missing?: "absent" | "null";
  /** Why the test cannot be run; it then never holds. */
  readonly refused?: string;
}

/** What of a source a record does not fit. */
export interface ExplainedMiss {
  readonly part: string;
  /** One of them is enough. */
  readonly wanted: readonly string[];
  readonly got?: string | undefined;
}

/** One reading of a rule, by its logsource, against one record. */
export interface ExplainedReading {
  /** The source it reads, in words. */
  readonly needs: string;
  /** Empty where the record is of that source. */
  readonly scope: readonly ExplainedMiss[];
  /** Why the engine refuses the reading. */
  readonly refused?: string;
  /** Every part; only where the record fits. */
  readonly tree?: ExplainedPart;
  /** The parts that decide. */
  readonly cause?: ExplainedPart;
}

/** Whether a rule fires on a record, and why. */
export interface ExplainedRule {
  readonly fires: boolean;
  readonly readings: readonly ExplainedReading[];
}

/** `explain --rule RULE --record PLACE --format json`. */
export interface RuleExplanation {
  readonly version: typeof RULE_EXPLANATION_VERSION;
  readonly record: {
    readonly place: RecordPlace;
    readonly source: RecordSource;
    /** With `--fields`. */
    readonly fields?: Readonly<Record<string, FieldValue>>;
  };
  readonly rules: readonly (ExplainedRule & {
    readonly id: string;
    readonly title: string;
    readonly origin?: RecordPlace;
  })[];
}

/** A match of a correlation among the events of a test. */
export interface CorrelatedMatch {
  /** Values of `group-by`, by name. */
  readonly group: Readonly<Record<string, readonly string[]>>;
  /** Index of the event with which it began to hold. */
  readonly completedBy: number;
  /** Indexes of the first ten of its events. */
  readonly events: readonly number[];
  readonly count: number;
  /** ISO 8601, UTC. */
  readonly first: string;
  readonly last: string;
}

/** An event that was expected to match and did not. */
export interface RuleTestMiss {
  /** Of the event, from 0. */
  readonly index: number;
  readonly place: string;
  /** The rule that it missed, where several feed a correlation. */
  readonly rule?: { readonly id: string; readonly title: string };
  readonly explained: ExplainedRule;
}

/** What came of one test: a line of `rules test --format jsonl`. */
export interface RuleTestResult {
  readonly version: typeof RULE_TEST_VERSION;
  /** `broken`: it could not be run, or not over all its events. */
  readonly outcome: "passed" | "failed" | "broken";
  readonly name: string;
  readonly place: string;
  /** As the test names it, and what was found by that. */
  readonly rule: { readonly wanted: string; readonly id?: string; readonly title?: string };
  readonly events: number;
  /** Indexes of the events that matched, or that made a correlation hold; the first thousand. */
  readonly matched: readonly number[];
  /** Of a correlation, by time; the first thousand. */
  readonly matches?: readonly CorrelatedMatch[];
  readonly reasons: readonly string[];
  /** The events that came nearest to a match that was missed. */
  readonly misses: readonly RuleTestMiss[];
}

/** `rules test --format json`. */
export interface RuleTests {
  readonly version: typeof RULE_TEST_VERSION;
  readonly counts: Readonly<Record<RuleTestResult["outcome"], number>>;
  readonly tests: readonly RuleTestResult[];
}

import type { CsafView } from "../csaf-view.ts";

/** What a test of the specification finds. */
export interface CsafProblem {
  /** JSON pointer of the part. */
  readonly at: string;
  /** Expected X, got Y. */
  readonly message: string;
}

/** One mandatory test of CSAF that needs no data besides the document. */
export interface CsafCheck {
  /** Number of the test in chapter 6 of the specification: `6.1.14`. */
  readonly id: string;
  /** Versions of CSAF that have the test; absent: both. */
  readonly only?: "2.0" | "2.1";
  readonly run: (view: CsafView) => Iterable<CsafProblem>;
}

/** The items that occur again after their first time, with what makes them the same. */
export function* repeated<T>(
  items: Iterable<T>,
  keyOf: (item: T) => string | undefined,
): Generator<{ readonly item: T; readonly key: string }> {
  const seen = new Set<string>();
  for (const item of items) {
    const key = keyOf(item);
    if (key === undefined) continue;
    if (seen.has(key)) yield { item, key };
    seen.add(key);
  }
}

/** A value of the document for a message. */
export function quote(value: string): string {
  return JSON.stringify(value.slice(0, 100));
}

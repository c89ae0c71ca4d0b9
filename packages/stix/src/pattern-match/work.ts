import { StixError } from "../error.ts";

/** What one match may still do, in steps: one is a test of a short value, or an observation tried. */
export interface Work {
  left: number;
  readonly of: number;
}

/** Takes steps, before the work they stand for. @throws {StixError} `STIX_PATTERN_LIMIT` when there were too many */
export function spendSteps(work: Work, steps: number): void {
  work.left -= steps;
  if (!(work.left >= 0))
    throw new StixError("STIX_PATTERN_LIMIT", "match", `at most ${work.of} steps`, "more");
}

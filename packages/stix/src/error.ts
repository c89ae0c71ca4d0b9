/** Codes of {@link StixError}, each with what it means and what to do. */
export const STIX_ERROR_CODES = {
  STIX_PATTERN:
    "A STIX pattern breaks the grammar or passes a limit. Correct the pattern at the place given.",
  STIX_MATCH:
    "A pattern cannot be tested: one of its tests has no meaning, or the observed data breaks the specification. Correct what the message names.",
  STIX_PATTERN_LIMIT:
    "Matching or comparing a pattern passes the limit on work. Give fewer observations or a simpler pattern, or raise the limit.",
} as const;

/** A code of {@link STIX_ERROR_CODES}. */
export type StixErrorCode = keyof typeof STIX_ERROR_CODES;

/** Where in a pattern the error lies; both count from 1, columns in UTF-16 units. */
export interface PatternPosition {
  readonly line: number;
  readonly column: number;
}

/**
 * What this package throws on a pattern that cannot be read, matched or compared. Bad bundles are diagnostics,
 * never an error.
 */
export class StixError extends Error {
  readonly code: StixErrorCode;
  /** The place in the pattern's text; absent where a test or an observation is meant and the message names it. */
  readonly position?: PatternPosition;
  /** What is asked for at this place. */
  readonly expected: string;
  /** What stands there. */
  readonly got: string;

  /** @param place where in the pattern's text, or which test or observation in words */
  constructor(code: StixErrorCode, place: PatternPosition | string, expected: string, got: string) {
    const where = typeof place === "string" ? place : `line ${place.line}, column ${place.column}`;
    // What is quoted is hostile text: it must not steer a terminal.
    super(`${where}: expected ${expected}, got ${got}`.replaceAll(/\p{Cc}/gu, "\ufffd"));
    this.name = "StixError";
    this.code = code;
    if (typeof place !== "string") this.position = place;
    this.expected = expected;
    this.got = got;
  }
}

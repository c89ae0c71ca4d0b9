/** Codes of {@link StixError}, each with what it means and what to do. */
export const STIX_ERROR_CODES = {
  STIX_PATTERN:
    "A STIX pattern breaks the grammar or passes a limit. Correct the pattern at the place given.",
} as const;

/** A code of {@link STIX_ERROR_CODES}. */
export type StixErrorCode = keyof typeof STIX_ERROR_CODES;

/** Where in a pattern the error lies; both count from 1, columns in UTF-16 units. */
export interface PatternPosition {
  readonly line: number;
  readonly column: number;
}

/** What this package throws on a pattern that cannot be read. Bad bundles are diagnostics, never an error. */
export class StixError extends Error {
  readonly code: StixErrorCode;
  readonly position: PatternPosition;
  /** What the grammar asks for at this place. */
  readonly expected: string;
  /** What stands there. */
  readonly got: string;

  constructor(code: StixErrorCode, position: PatternPosition, expected: string, got: string) {
    super(`line ${position.line}, column ${position.column}: expected ${expected}, got ${got}`);
    this.name = "StixError";
    this.code = code;
    this.position = position;
    this.expected = expected;
    this.got = got;
  }
}

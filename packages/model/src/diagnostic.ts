import type { Place } from "./place.ts";

/** How much a diagnostic costs: nothing, a part, or the whole thing it speaks of. */
export type Severity = "note" | "warning" | "error";

/**
 * Something about the input that a person must know: bad data, a rule that is refused, a part not read.
 * The work goes on. `message` says what happened, what was expected and what was met; `remedy` what to do.
 */
export interface Diagnostic {
  readonly severity: Severity;
  /** Upper snake case, prefixed by the package that found it: `SIGMA_MODIFIER_UNKNOWN`. */
  readonly code: string;
  readonly message: string;
  readonly place?: Place;
  readonly remedy?: string;
}

/** Receives diagnostics as they are met. */
export type DiagnosticSink = (diagnostic: Diagnostic) => void;

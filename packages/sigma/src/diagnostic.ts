import type { Diagnostic, Place } from "@tocsin/model";

/** Codes of this package's diagnostics, each with what it means and what to do. */
export const SIGMA_DIAGNOSTIC_CODES = {
  SIGMA_YAML: "The file is not YAML that can be read safely. Correct the place that is named.",
  SIGMA_RULE:
    "A part that every rule needs is missing or has the wrong form. See the Sigma rules specification.",
  SIGMA_MODIFIER:
    "A modifier is unknown or cannot stand where it stands. Correct its name or order.",
  SIGMA_VALUE: "A value does not fit its modifiers. Correct the value.",
  SIGMA_CONDITION:
    "A condition cannot be read or names a selection that is not there. Correct the condition.",
  SIGMA_AGGREGATION:
    "The condition aggregates in a way that no Sigma 2 correlation says exactly. Rewrite the rule as a correlation.",
  SIGMA_TRANSLATED:
    "The rule is written in an older or other form and was translated; nothing of it is lost. Rewrite it as Sigma 2 at leisure.",
  SIGMA_ACTION:
    "An action (global, repeat, reset) of older Sigma has nothing to work on, or is unknown. Write the rules out.",
  SIGMA_VERSION:
    "The rule is written for a version of Sigma that is not known here. Use a newer release of this product.",
  SIGMA_FOREIGN:
    "The rule is of another tool's kind and asks for something Sigma cannot say. Rewrite it as Sigma.",
  SIGMA_PLACEHOLDER:
    "A placeholder has no values. Give them (--placeholders FILE), or take the modifier expand away.",
  SIGMA_PLACEHOLDER_FILE:
    "A file of placeholders cannot be read, and none of it is used. Correct the place that is named.",
  SIGMA_CORRELATION: "A correlation cannot be read or names a rule that is not there. Correct it.",
  SIGMA_FILTER: "A filter cannot be read or names a rule that is not there. Correct it.",
  SIGMA_MAPPING:
    "A mapping of fields cannot be read, and none of it is used. Correct the place that is named.",
  SIGMA_LIMIT: "A file or rule is larger than any honest one. Split it.",
} as const;

/** A code of {@link SIGMA_DIAGNOSTIC_CODES}. */
export type SigmaDiagnosticCode = keyof typeof SIGMA_DIAGNOSTIC_CODES;

/** Keys and indexes from the root of a YAML document to the thing that is spoken of. */
export type Path = readonly (string | number)[];

/** Thrown inside this package where a rule cannot be taken; caught at the edge of its document. */
export class Refusal extends Error {
  readonly code: SigmaDiagnosticCode;
  readonly path: Path;

  constructor(code: SigmaDiagnosticCode, path: Path, message: string) {
    super(message);
    this.code = code;
    this.path = path;
  }
}

/** A word to the author of something that was taken. */
export function noted(code: SigmaDiagnosticCode, message: string, place: Place): Diagnostic {
  return { ...refused(code, message, place), severity: "note" };
}

/** The diagnostic of something that is refused as a whole. */
export function refused(code: SigmaDiagnosticCode, message: string, place: Place): Diagnostic {
  const remedy = SIGMA_DIAGNOSTIC_CODES[code].replace(/^[^.]*\. /, "").replace(/\.$/, "");
  return { severity: "error", code, message, place, remedy };
}

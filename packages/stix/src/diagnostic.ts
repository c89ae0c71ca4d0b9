import type { Diagnostic, Severity } from "@tocsin/model";

/** Codes of this package's diagnostics, each with what it means and what to do. */
export const STIX_DIAGNOSTIC_CODES = {
  STIX_BUNDLE: "The document is no STIX 2 bundle or object. Give a STIX 2.0 or 2.1 JSON document.",
  STIX_OBJECT: "An object has no type or no id, and is left out. Correct it at its source.",
  STIX_OBJECT_IGNORED:
    "Objects of a type that says nothing to a campaign are left out. Nothing needs to be done.",
  STIX_DUPLICATE:
    "Objects share an id: of several versions the latest is read; of different indicators, all. Nothing needs to be done.",
  STIX_REVOKED: "Objects their producer took back are left out. Nothing needs to be done.",
  STIX_PATTERN_BROKEN:
    "A pattern breaks the grammar: its indicator is left out. Correct it at its source, or hunt for its values by hand.",
  STIX_PATTERN_REPAIRED:
    "A pattern names a digest without the quotes the grammar asks for; it is read as if they stood there. Nothing needs to be done.",
  STIX_PATTERN_LANGUAGE:
    "An indicator's pattern is in a language that is not known here, and is left out. Use the tool it is made for.",
  STIX_NO_INDICATOR: "The bundle holds no indicator. Check that it is the right document.",
  STIX_TECHNIQUE: "Attack patterns without an ATT&CK id are left out. Look at them by hand.",
  STIX_LIMIT: "The bundle passes a limit: what lies beyond is left out. Split it.",
} as const;

/** A code of {@link STIX_DIAGNOSTIC_CODES}. */
export type StixDiagnosticCode = keyof typeof STIX_DIAGNOSTIC_CODES;

/** Receives the diagnostics of one reading. */
export type Report = (
  severity: Severity,
  code: StixDiagnosticCode,
  message: string,
  remedy?: string,
) => void;

/** Diagnostics kept of one reading. */
const MAX_DIAGNOSTICS = 1000;

/** Collects diagnostics, at most {@link MAX_DIAGNOSTICS}, each with the document as its place. */
export function collectDiagnostics(file: string, into: Diagnostic[]): Report {
  return (severity, code, message, remedy) => {
    if (into.length >= MAX_DIAGNOSTICS) return;
    into.push({
      severity,
      code,
      message,
      place: { file },
      ...(remedy !== undefined && { remedy }),
    });
  };
}

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
  STIX_BENIGN:
    "The producer of the bundle calls indicators benign; their values are kept as context. Nothing need be done.",
  STIX_NOTE: "The bundle holds notes or opinions of people. Read them.",
  STIX_TECHNIQUE: "Attack patterns without an ATT&CK id are left out. Look at them by hand.",
  STIX_RULE_JSON: "The text is no JSON. Correct it.",
  STIX_RULE_TYPE: "The name of an object's type breaks its rules. Correct it at its source.",
  STIX_RULE_ID:
    "An identifier is not of the form the specification asks for. Correct it at its source.",
  STIX_RULE_REQUIRED:
    "A property is missing, or stands where it may not. Correct the object at its source.",
  STIX_RULE_VALUE: "A value is not what its property asks for. Correct it at its source.",
  STIX_RULE_TIME: "A time is no time, or times are out of order. Correct it at its source.",
  STIX_RULE_REFERENCE:
    "A reference is no identifier, or leads to an object that may not stand there. Correct it at its source.",
  STIX_RULE_CUSTOM:
    "A property or type is not one of the specification. Define it by an extension, or give it another name.",
  STIX_RULE_EXTENSION: "An extension breaks the rules of extensions. Correct it at its source.",
  STIX_RULE_MARKING: "A marking breaks the rules of markings. Correct it at its source.",
  STIX_RULE_PATTERN: "An indicator's pattern is not valid. Correct it at its source.",
  STIX_RULE_LIMIT: "An object is nested too deep to be checked whole. Look at it by hand.",
  STIX_RULE_ADVICE:
    "The object does not do as the specification advises. Nothing needs to be done, except for a strict receiver.",
  STIX_RULE_NOTE:
    "The object has something uncommon that receivers take all the same. Nothing needs to be done.",
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

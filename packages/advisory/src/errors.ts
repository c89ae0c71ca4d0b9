/** Codes of {@link AdvisoryError}, each with what it means and what to do. */
export const ADVISORY_ERROR_CODES = {
  ADVISORY_EMPTY: "The document has no content. Check the download.",
  ADVISORY_FORMAT:
    "The document is of a format that is not read (an image, an old Office format, binary data, XML of another kind). Give another copy.",
  ADVISORY_DOCUMENT:
    "The document is encrypted, damaged or passes a limit, so that nothing of it can be read. The message says which; get another copy.",
  ADVISORY_JSON:
    "The document is JSON that does not parse, or JSON of no kind that advisories come in. Correct it or give another copy.",
  ADVISORY_NO_TEXT:
    "The document has no text: it was scanned or drawn. Nothing of it was read; give a copy with text.",
  ADVISORY_LIMIT: "The document is larger than the limit. Split it or raise the limit.",
} as const;

/** A code of {@link ADVISORY_ERROR_CODES}. */
export type AdvisoryErrorCode = keyof typeof ADVISORY_ERROR_CODES;

/** Codes of this package's diagnostics. */
export const ADVISORY_DIAGNOSTIC_CODES = {
  ADVISORY_NOTHING:
    "The document was read and says nothing to look for: no indicator, technique, vulnerability, name or mitigation. Check that it is the right document.",
  ADVISORY_UNLIKELY:
    "The document has nothing but a few names of files or paths: it does not read like a warning. Check that it is the right document.",
  ADVISORY_PAGES_UNREAD:
    "Pages of the document have no text: they were scanned or drawn and not read. Look at them yourself.",
  ADVISORY_ROW_UNREAD:
    "A row of a table of indicators has no value of a known type. Look for it by hand if it matters.",
  ADVISORY_ENCODING:
    "The text has bytes that are no UTF-8; they are shown as replacement characters. Save the document as UTF-8.",
  ADVISORY_MISP_VALUE:
    "A MISP attribute has not the form its type asks for and is left out. Correct the event.",
  ADVISORY_MISP_TYPE:
    "MISP attributes are of a type that is not read. Nothing need be done unless they matter.",
  ADVISORY_MISP_LIMIT: "The MISP event has more attributes than are read. Split the event.",
  ADVISORY_MISP_UNMARKED:
    "The MISP event marks nothing for detection; its observables are taken as indicators. Vet them.",
} as const;

/** A code of {@link ADVISORY_DIAGNOSTIC_CODES}. */
export type AdvisoryDiagnosticCode = keyof typeof ADVISORY_DIAGNOSTIC_CODES;

/** What {@link readAdvisory} throws when a document cannot be read at all. Bad parts are diagnostics. */
export class AdvisoryError extends Error {
  readonly code: AdvisoryErrorCode;

  constructor(code: AdvisoryErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "AdvisoryError";
    this.code = code;
  }
}

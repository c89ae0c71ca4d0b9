/** Codes of {@link DocumentError}, each with what it means and what to do. */
export const DOCUMENT_ERROR_CODES = {
  DOCUMENT_ENCRYPTED: "The document is encrypted. Give a copy without a password.",
  DOCUMENT_DAMAGED:
    "The document is cut off or damaged so that nothing of it can be read. Get it again.",
  DOCUMENT_LIMIT:
    "The document passes a limit on size, depth, pages or expansion. Split it or raise the limit.",
  DOCUMENT_XML: "The XML cannot be read at all. Correct it or get it again.",
} as const;

/** A code of {@link DOCUMENT_ERROR_CODES}. */
export type DocumentErrorCode = keyof typeof DOCUMENT_ERROR_CODES;

/** Codes of this package's diagnostics. */
export const DOCUMENT_DIAGNOSTIC_CODES = {
  DOCUMENT_XML_FORM:
    "The XML is not well formed; it was read on as far as it goes. Tell its publisher.",
} as const;

/** A code of {@link DOCUMENT_DIAGNOSTIC_CODES}. */
export type DocumentDiagnosticCode = keyof typeof DOCUMENT_DIAGNOSTIC_CODES;

/** What readers of this package throw when nothing of a document can be read. Bad parts are diagnostics. */
export class DocumentError extends Error {
  readonly code: DocumentErrorCode;

  constructor(code: DocumentErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "DocumentError";
    this.code = code;
  }
}

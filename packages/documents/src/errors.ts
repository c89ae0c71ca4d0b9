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
  DOCUMENT_CSV_FORM:
    "A quote in a text of rows does not close; quotes were taken as they stand. Correct the text.",
  DOCUMENT_CUT:
    "The document has more paragraphs, rows or files than are read; the rest was left. Split it or raise the limit.",
  DOCUMENT_LEFT_OUT:
    "Parts of the document that are not its text were left out: navigation, hidden or deleted text, comments. Look at the document where that matters.",
  DOCUMENT_LETTERS_INFERRED:
    "Fonts of the PDF name some shapes wrongly, so that letters come out as signs; they were inferred from the words around. Compare values with the page as it is shown.",
  DOCUMENT_MACROS:
    "The document carries macros. They were neither read nor run; handle the file with care.",
  DOCUMENT_PAGE_UNREAD:
    "A page of the document is damaged, or larger or slower to read than is allowed; it was left out in whole or in part. Look at the page yourself.",
  DOCUMENT_PART_UNREAD:
    "A file inside the document could not be taken out: it is encrypted, damaged or too large. Give it by itself.",
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

/** Codes of {@link KnowledgeError}, each with what it means and what to do. */
export const KNOWLEDGE_ERROR_CODES = {
  KNOWLEDGE_JSON: "The text is no JSON. Get the file again.",
  KNOWLEDGE_FORM:
    "The JSON has not the form of Tocsin's knowledge. Make it anew with npm run knowledge.",
  KNOWLEDGE_VERSION:
    "The knowledge has a form of another version of Tocsin. Update Tocsin, or make the knowledge anew.",
  KNOWLEDGE_LIMIT:
    "The knowledge passes a limit on size, entries or lengths. Look whether it is the right file.",
  KNOWLEDGE_UNKNOWN:
    "The file is of no kind that knowledge is made of. Give an ATT&CK bundle, a MISP galaxy cluster, Microsoft's table of names or a MISP warning list.",
} as const;

/** A code of {@link KNOWLEDGE_ERROR_CODES}. */
export type KnowledgeErrorCode = keyof typeof KNOWLEDGE_ERROR_CODES;

/** Codes of this package's diagnostics. */
export const KNOWLEDGE_DIAGNOSTIC_CODES = {
  KNOWLEDGE_ENTRY:
    "An entry of a source has no usable name, id or form and is left out. Look at the source.",
} as const;

/** A code of {@link KNOWLEDGE_DIAGNOSTIC_CODES}. */
export type KnowledgeDiagnosticCode = keyof typeof KNOWLEDGE_DIAGNOSTIC_CODES;

/** What stops the loading of knowledge, or the reading of a source it is made of. */
export class KnowledgeError extends Error {
  readonly code: KnowledgeErrorCode;

  constructor(code: KnowledgeErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "KnowledgeError";
    this.code = code;
  }
}

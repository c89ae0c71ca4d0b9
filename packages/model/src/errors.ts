/** Codes of {@link ModelError}, each with what it means and what to do. */
export const MODEL_ERROR_CODES = {
  MODEL_OBSERVABLE:
    "A value does not have the form of its observable type. Correct the value or its type.",
} as const;

/** A code of {@link MODEL_ERROR_CODES}. */
export type ModelErrorCode = keyof typeof MODEL_ERROR_CODES;

/** What the model throws on misuse. Bad data is a `Diagnostic`, never an error. */
export class ModelError extends Error {
  readonly code: ModelErrorCode;

  constructor(code: ModelErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "ModelError";
    this.code = code;
  }
}

/** Codes of {@link EvtxError}, each with what it means and what to do. */
export const EVTX_ERROR_CODES = {
  EVTX_OPTION: "An option has a value that cannot be used. Correct the caller.",
  EVTX_UNFINISHED:
    "A reader of pieces got the next one before all records of the last were taken, which would be lost, or after its end. Go through all that push gives.",
} as const;

/** A code of {@link EVTX_ERROR_CODES}. */
export type EvtxErrorCode = keyof typeof EVTX_ERROR_CODES;

/** What this package throws on misuse. Bad data is an `EvtxDiagnostic`, never an error. */
export class EvtxError extends Error {
  readonly code: EvtxErrorCode;

  constructor(code: EvtxErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "EvtxError";
    this.code = code;
  }
}

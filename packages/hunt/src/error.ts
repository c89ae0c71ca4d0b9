/** Codes of {@link HuntError}, each with what it means and what to do. */
export const HUNT_ERROR_CODES = {
  HUNT_PATH: "A path of the evidence or the rules does not exist. Correct it.",
  HUNT_MAPPING: "A mapping of fields cannot be read. Correct the place that is named.",
  HUNT_WORKER: "A worker ended without a result. Run again with fewer workers, and report it.",
  HUNT_TEMPORARY:
    "What feeds correlations needs a temporary file, and it cannot be written or read. Free space where it lies, or name another folder in TMPDIR.",
} as const;

/** Codes of this package's diagnostics. */
export const HUNT_DIAGNOSTIC_CODES = {
  HUNT_UNREADABLE: "A file or folder could not be read. Look at its permissions.",
  HUNT_FORMAT: "A file is of a format that this version does not read; it was left out.",
  HUNT_SHORTER:
    "A file became shorter while it was read; what was cut off is not known. Copy it first, and hunt in the copy.",
  HUNT_EMPTY: "A file is empty; nothing could be read from it.",
  HUNT_OUTSIDE: "A symbolic link or a special file was not followed. Give its target by name.",
  HUNT_DAMAGE: "Something in an event log is damaged; what is sound around it was read.",
  HUNT_NOTE: "Something in an event log is odd; nothing was lost.",
  HUNT_GZIP: "Compressed data is damaged or cut off; what came out before was read.",
  HUNT_LIMIT: "A bound was passed; what lies beyond was left out.",
  HUNT_PATTERN: "A pattern of the warning cannot be run on records. It is counted as not visible.",
} as const;

/** What a hunt throws; bad evidence is never an error. */
export class HuntError extends Error {
  readonly code: keyof typeof HUNT_ERROR_CODES;

  constructor(code: keyof typeof HUNT_ERROR_CODES, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "HuntError";
    this.code = code;
  }
}

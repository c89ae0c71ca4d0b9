/** Codes of {@link HuntError}, each with what it means and what to do. */
export const HUNT_ERROR_CODES = {
  HUNT_PATH: "A path of the evidence does not exist. Correct it.",
} as const;

/** Codes of this package's diagnostics. */
export const HUNT_DIAGNOSTIC_CODES = {
  HUNT_UNREADABLE: "A file or folder could not be read. Look at its permissions.",
  HUNT_FORMAT: "A file is of a format that this version does not read; it was left out.",
  HUNT_OUTSIDE: "A symbolic link leads elsewhere and was not followed. Give its target by name.",
  HUNT_DAMAGE: "Something in an event log is damaged; what is sound around it was read.",
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

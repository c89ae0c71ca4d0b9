/** What the command's exit code says; `docs/exit-codes.md` has it for users. */
export const EXIT = {
  /** Everything given was used, and nothing was found. */
  nothing: 0,
  /** Something was found. */
  found: 1,
  /** The command was called in a way that makes no sense. */
  usage: 2,
  /** A result is given, but not everything could be read or used. */
  incomplete: 3,
  /** No result. */
  failed: 4,
} as const;

/** One of {@link EXIT}. */
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

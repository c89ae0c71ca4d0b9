/** Codes of {@link CommandError}, each with what it means and what to do. */
export const CLI_ERROR_CODES = {
  CLI_USAGE: "The command was called in a way it does not know. Read its --help.",
  CLI_INPUT: "A file or folder named on the command line cannot be used. Correct the path.",
  CLI_ADVISORY: "No advisory could be read. Give another copy of the warning.",
  CLI_TLP:
    "The warning is marked for fewer people than the audience named. Leave the restricted document out, or ask its publisher.",
  CLI_OUTPUT: "A result could not be written. Free some space or name another folder.",
} as const;

/** A code of {@link CLI_ERROR_CODES}. */
export type CommandErrorCode = keyof typeof CLI_ERROR_CODES;

/** What stops a command; its message is shown to the user as it is. */
export class CommandError extends Error {
  readonly code: CommandErrorCode;
  /** One sentence: what to do. */
  readonly remedy: string;

  constructor(code: CommandErrorCode, message: string, remedy: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "CommandError";
    this.code = code;
    this.remedy = remedy;
  }
}

/** What a command needs of the world. */
export interface World {
  /** The folder of the data sets. */
  readonly corpora: string;
  readonly print: (text: string) => void;
  readonly printError: (text: string) => void;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
}

/** A wrong use of the command line: exit code 2, told with the usage. */
export class UsageError extends Error {}

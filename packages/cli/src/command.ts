import type { ExitCode } from "./exit-code.ts";
import type { Io } from "./io.ts";

/** An option of a command. Without `value` it is a switch. */
export interface OptionSpec {
  /** What its value is called in the help: `PATH`. */
  readonly value?: string;
  /** Takes every argument that follows, up to the next option; may be repeated. */
  readonly many?: boolean;
  /** Closed list of values. */
  readonly choices?: readonly string[];
  readonly describe: string;
}

/** What stands on the command line without an option. */
export interface OperandSpec {
  /** `ADVISORY`. */
  readonly name: string;
  readonly many: boolean;
  /** Whether the command can do without it. Default false. */
  readonly optional?: boolean;
  readonly describe: string;
}

/** An example of the help: what it is for, and the line to type. */
interface Example {
  readonly describe: string;
  readonly line: string;
}

/** What the help and the parser know of a command. */
export interface CommandSpec {
  /** One word, or two for a command of a group: `rules lint`. */
  readonly name: string;
  readonly summary: string;
  readonly operand?: OperandSpec;
  readonly options: Readonly<Record<string, OptionSpec>>;
  readonly examples: readonly Example[];
  readonly notes?: readonly string[];
  /** Loads the body; the rooms it needs are loaded only when it runs. */
  load(): Promise<CommandBody>;
}

/** A parsed command line. */
export interface Invocation {
  readonly operands: readonly string[];
  /** Values by option, in order; a switch that is set has one empty value. */
  readonly values: Readonly<Record<string, readonly string[]>>;
}

/** Does the work. */
export type CommandBody = (invocation: Invocation, io: Io) => Promise<ExitCode>;

/** The last value of an option that takes one. */
export function valueOf(invocation: Invocation, option: string): string | undefined {
  return invocation.values[option]?.at(-1);
}

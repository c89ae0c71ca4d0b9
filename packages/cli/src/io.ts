import { once } from "node:events";
import { fstatSync, writeSync } from "node:fs";
import { homedir } from "node:os";
import type { Writable } from "node:stream";
import { cacheFolderOf, type Environment } from "./cache-folder.ts";
import { dataFolderOf } from "./data-folder.ts";
import { CommandError } from "./error.ts";

/** The outside world of a command: everything it says, and how it is told to stop. */
export interface Io {
  /** Writes to stdout and waits while the reader is slower than we are. */
  out(text: string): Promise<void>;
  /** Writes to stderr. */
  err(text: string): void;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
  readonly version: string;
  /** Columns of the terminal that stdout is, or 100. */
  readonly columns: number;
  /** Whether stdout is a terminal that takes colours. */
  readonly color: boolean;
  /** Whether characters beyond ASCII can be shown, by what the environment says of it. */
  readonly unicode: boolean;
  readonly errIsTerminal: boolean;
  /** Where what was made of rules is kept for the next time. */
  readonly cacheFolder: string;
  /** Where what the user took in is kept. */
  readonly dataFolder: string;
}

/** What of a process matters here. */
export interface ProcessStreams {
  readonly stdout: Writable;
  readonly stderr: Writable;
  /**
   * `NO_COLOR` and `TERM` decide over colours, `TERM` and the locale over characters, {@link cacheFolderOf} says
   * what decides over the cache, {@link dataFolderOf} over the data.
   */
  readonly env: Environment;
  readonly platform: string;
}

/** What of a terminal matters here. */
interface Terminal {
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** Joins the command to the streams of a process. */
export function connectIo(streams: ProcessStreams, signal: AbortSignal, version: string): Io {
  const { stdout, stderr, env, platform } = streams;
  const { isTTY: isTerminal = false, columns } = stdout as Terminal;
  const file = fileOf(stdout);
  return {
    async out(text) {
      if (file !== undefined) writeWhole(file, text);
      else if (!stdout.write(text)) await once(stdout, "drain");
    },
    err(text) {
      stderr.write(text);
    },
    signal,
    version,
    columns: Math.max(40, isTerminal ? (columns ?? 100) : 100),
    color: isTerminal && (env["NO_COLOR"] ?? "") === "" && env["TERM"] !== "dumb",
    unicode: env["TERM"] !== "dumb" && isUnicode(env),
    errIsTerminal: (stderr as Terminal).isTTY === true,
    cacheFolder: cacheFolderOf(env, platform, homedir()),
    dataFolder: dataFolderOf(env, platform, homedir()),
  };
}

/** A locale that names another character set, or none such as C. Windows names no locale. */
function isUnicode(env: Environment): boolean {
  const locale = [env["LC_ALL"], env["LC_CTYPE"], env["LANG"]].find((one) => (one ?? "") !== "");
  return locale === undefined || /utf-?8/i.test(locale);
}

/** The descriptor of a stream that goes to a file, whose own writer gives up after a part when a disk is full. */
function fileOf(stream: Writable): number | undefined {
  const { fd } = stream as { readonly fd?: number };
  return fd !== undefined && fstatSync(fd).isFile() ? fd : undefined;
}

/** @throws {CommandError} `CLI_OUTPUT` */
function writeWhole(descriptor: number, text: string): void {
  const bytes = Buffer.from(text);
  try {
    for (let at = 0; at < bytes.length;) at += writeSync(descriptor, bytes, at);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new CommandError(
      "CLI_OUTPUT",
      `stdout could not be written: ${reason}`,
      "Free some space or write elsewhere, and run again",
      { cause },
    );
  }
}

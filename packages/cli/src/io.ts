import { once } from "node:events";
import type { Writable } from "node:stream";

/** The outside world of a command: everything it says, and how it is told to stop. */
export interface Io {
  /** Writes to stdout and waits while the reader is slower than we are. */
  out(text: string): Promise<void>;
  /** Writes to stderr. */
  err(text: string): void;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
  readonly version: string;
}

/** What of a process matters here. */
export interface ProcessStreams {
  readonly stdout: Writable;
  readonly stderr: Writable;
}

/** Joins the command to the streams of a process. */
export function connectIo(streams: ProcessStreams, signal: AbortSignal, version: string): Io {
  const { stdout, stderr } = streams;
  return {
    async out(text) {
      if (!stdout.write(text)) await once(stdout, "drain");
    },
    err(text) {
      stderr.write(text);
    },
    signal,
    version,
  };
}

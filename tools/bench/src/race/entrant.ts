import type { Command } from "./meter.ts";

/** A reader at a job, as the races start it. */
export interface Entrant {
  readonly name: string;
  readonly version: string;
  /** What it does, in a few words. */
  readonly job: string;
  readonly threads: number;
  /** So slow that it runs once, over one round of the tile. */
  readonly slow: boolean;
  /**
   * How it is held to the expected: it answers with sums as the last line of stderr; or it prints JSON
   * lines, which a run that is not timed counts, with their EventRecordIDs.
   */
  readonly checks: readonly ("answer" | "lines")[];
  /** The processes that read the files: one, or one a file where the reader takes no more. */
  commands(files: readonly string[]): readonly Command[];
}

/** A rival that is not where it should be. */
export interface Absent {
  readonly name: string;
  readonly why: string;
}

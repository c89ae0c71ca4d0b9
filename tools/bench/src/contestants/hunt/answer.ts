/** What an engine has counted. Plain data; the last line of stderr without `counts`. */
export interface HuntAnswer {
  readonly records: number;
  readonly matches: number;
  /** Rules that are run, and those that are not. */
  readonly rules: number;
  readonly refused: number;
  /** From files to detections, and from these to something that runs. */
  readonly loadMs: number;
  readonly planMs: number;
  /** Matches by the id of the rule. */
  readonly counts: Readonly<Record<string, number>>;
}

/** A rule and a record that it matches. */
export interface Pair {
  readonly rule: string;
  /** What tells the record from others of the input. */
  readonly key: string;
}

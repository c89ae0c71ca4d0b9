/** One number that says how good, where there is no pass or fail. */
export interface Measure {
  /** Kebab-case and stable, such as `cve-recall`. */
  readonly name: string;
  /** The number; shares are between 0 and 1. */
  readonly value: number;
  /** How many things were measured. */
  readonly n: number;
  /** The things that pull the number down most, worst first, one line each; bounded. */
  readonly worst: readonly string[];
}

/** What is measured together, on one corpus. */
export interface Area {
  /** The argument of `npm run quality -- AREA`, kebab-case. */
  readonly name: string;
  /**
   * Measures in a stable order. Yields nothing when the area's folders are not there.
   * @param corporaRoot the folder that contains `hunting` and `advisory`
   */
  measure(corporaRoot: string): AsyncIterable<Measure> | Promise<readonly Measure[]>;
}

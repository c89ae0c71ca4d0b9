/** One case of a suite: a file, a rule, a sentence, as the corpus divides itself. */
export interface Case {
  /** Stable and unique in its suite; a path in the corpus is best, with forward slashes. */
  readonly id: string;
  /** True where tools and authors disagree what is right; counted apart. */
  readonly contested?: boolean;
  /**
   * Judges the case as the corpus README says. Passed: gives nothing. Failed: throws, or gives the
   * reason in one line.
   */
  run(): void | string | Promise<void | string>;
}

/** What all cases of one kind have in common. */
export interface Suite {
  /** The name of `--suite`, kebab-case. */
  readonly name: string;
  /** The corpus its cases come from: a folder of the corpora root, such as `hunting`. */
  readonly corpus: string;
  /**
   * Lists the cases in a stable order, and reads as little as that needs.
   * Yields nothing when the suite's folder is not there.
   * @param corporaRoot the folder that contains `hunting` and `advisory`
   */
  load(corporaRoot: string): AsyncIterable<Case> | Iterable<Case> | Promise<readonly Case[]>;
  /** Lines on what was met, asked for once all cases have run: counts that passing or failing does not show. */
  notes?(): readonly string[];
}

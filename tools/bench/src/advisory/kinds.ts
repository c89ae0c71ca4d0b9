/** The kinds that all extractors of the race can be asked for, but where one has none of it. */
export const KINDS = ["sha256", "sha1", "md5", "ipv4", "domain", "url", "email"] as const;

/** One of {@link KINDS}. */
export type Kind = (typeof KINDS)[number];

/** Values of one text by kind; a kind that was not looked for is absent. */
export type Values = Readonly<Partial<Record<Kind, readonly string[]>>>;

/** What an extractor gives of all texts, in their order, and how long it searched. */
export interface Answer {
  readonly milliseconds: number;
  /** User and system time of the search, all threads. */
  readonly cpuMilliseconds: number;
  readonly found: readonly Values[];
}

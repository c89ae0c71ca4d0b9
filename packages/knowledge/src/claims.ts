import type { KnowledgeSource, NamedEntry } from "./part.ts";

/** An entry with the source that has it. */
export interface KnownEntry {
  readonly entry: NamedEntry;
  readonly source: KnowledgeSource;
}

/**
 * How a name relates to another. `same` and `formerly` join names for the source that says so, and for no other;
 * `linked` is what a source calls similar, a variant, or tied in some other way.
 */
export type ClaimRelation = "same" | "formerly" | "part-of" | "overlaps" | "linked" | "not-same";

/** Who says something. */
export interface ClaimSource {
  readonly title: string;
  readonly version?: string;
  /** ISO 8601 date. */
  readonly date?: string;
  readonly url: string;
}

/** What one source says of a name: `name` is `relation` to `of`. Claims are never merged. */
export interface KnownClaim {
  readonly name: string;
  readonly relation: ClaimRelation;
  readonly of: string;
  readonly source: ClaimSource;
  /** Whose name it is by its form; inferred, no source says it of this name. */
  readonly by?: string;
  /** Set where the relation is inferred, or where the source's own word says less or more than `relation`. */
  readonly note?: string;
}

/** Two sources, or two entries of one, that do not agree. */
export type NameConflict =
  | {
      /** One source gives one name to several entries. */
      readonly kind: "several-entries";
      readonly name: string;
      readonly source: ClaimSource;
      readonly entries: readonly string[];
    }
  | {
      /** A source puts names in one entry that another keeps in two. */
      readonly kind: "kept-apart";
      readonly source: ClaimSource;
      /** The entry that has them together. */
      readonly entry: string;
      readonly names: readonly string[];
      readonly otherSource: ClaimSource;
      /** The entry of the other source that has `names` and not the name asked for. */
      readonly otherEntry: string;
    };

/** The source of an entry as the source of a claim. */
export function claimSourceOf(source: KnowledgeSource): ClaimSource {
  const { title, version, date, url } = source;
  return { title, version, url, ...(date !== undefined && { date }) };
}

import type { Logsource, Severity } from "@tocsin/model";
import type { Path } from "../diagnostic.ts";
import type { LintDocument, NodePart } from "./document.ts";

/** Tells of one fault: where it stands, what is wrong there, and how to mend it if the table's advice is too general. */
export type Report = (
  path: Path,
  message: string,
  more?: {
    readonly part?: NodePart;
    /** A text within the thing, which alone is meant. */
    readonly within?: string;
    readonly how?: string;
    readonly document?: LintDocument;
  },
) => void;

/** What checks are told beside the documents. */
export interface LintFacts {
  /** Field names of a logsource's records; undefined where nobody can list them. */
  readonly knownFields: (logsource: Logsource) => ReadonlySet<string> | undefined;
  /** Whether the taxonomy knows the logsource. */
  readonly knownLogsource: (logsource: Logsource) => boolean;
  /** Why the engine refuses a regular expression; undefined if it takes it. */
  readonly refuseRegex: ((source: string, flags: string) => string | undefined) | undefined;
}

/** Looks at one document. */
export type FindInOne = (document: LintDocument, report: Report, facts: LintFacts) => void;

/** Looks at all documents together; each fault must name its document. */
export type FindInAll = (documents: readonly LintDocument[], report: Report) => void;

/** One check of the table. */
export interface Check {
  readonly severity: Severity;
  /** What is wrong, in general. */
  readonly what: string;
  /** How to mend it. */
  readonly how: string;
  /** Code of the loader's refusal that this check tells more exactly; at the same line only this one is told. */
  readonly replaces?: string;
  readonly one?: FindInOne;
  readonly all?: FindInAll;
}

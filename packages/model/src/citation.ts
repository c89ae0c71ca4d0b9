/** Where a fact stands in a published document, so that a person can check it. */
export interface Citation {
  /** Name of the document (its file name), one of `Campaign.documents`. */
  readonly document: string;
  /** 1-based page of a paged document. */
  readonly page?: number;
  /** 1-based line of a text; of a document without pages or lines, the number of the paragraph. */
  readonly line?: number;
  /** 1-based number of the table in the document. */
  readonly table?: number;
  /** 1-based row of the table, its header counted. */
  readonly row?: number;
  /** Identifier of the object in a machine format: a STIX id, a MISP UUID. */
  readonly object?: string;
  /** The words around the fact as they stand, at most 400 characters, blanks levelled. */
  readonly passage: string;
}

/** Longest passage kept, in UTF-16 units. */
export const MAX_PASSAGE = 400;

/** Levels blanks and cuts a passage to {@link MAX_PASSAGE}. */
export function toPassage(text: string): string {
  const levelled = text
    .slice(0, MAX_PASSAGE * 4)
    .replaceAll(/\s+/g, " ")
    .trim();
  return levelled.length <= MAX_PASSAGE ? levelled : `${levelled.slice(0, MAX_PASSAGE - 1)}…`;
}

/** One line for a person: `aa24-207a.md line 12` or `bundle.json object indicator--…`. */
export function formatCitation(citation: Citation): string {
  let text = citation.document;
  if (citation.page !== undefined) text += ` page ${citation.page}`;
  if (citation.line !== undefined) text += ` line ${citation.line}`;
  if (citation.table !== undefined) text += ` table ${citation.table}`;
  if (citation.row !== undefined) text += ` row ${citation.row}`;
  if (citation.object !== undefined) text += ` object ${citation.object}`;
  return text;
}

import type { Diagnostic } from "@tocsin/model";

/** Where a block stands: pages and lines count from 1. */
export interface BlockPlace {
  /** Page of a paged document. */
  readonly page?: number;
  /** Line of the source (HTML, text, mail), or number of the paragraph (Word). */
  readonly line?: number;
}

/** A stretch of a text that leads somewhere. */
export interface TextLink {
  /** Half open, in UTF-16 units of the text it stands in. */
  readonly start: number;
  readonly end: number;
  /** The target as the document gives it. */
  readonly url: string;
}

/** A text of a block or a cell, blanks levelled, words whole; the lines of code keep their breaks. */
export interface RichText {
  readonly text: string;
  readonly links: readonly TextLink[];
}

/** A heading; `depth` counts from 1, outermost first. */
export interface HeadingBlock extends BlockPlace, RichText {
  readonly kind: "heading";
  readonly depth: number;
}

/** A paragraph, a caption, a note below the text, or what stands on every page. */
export interface TextBlock extends BlockPlace, RichText {
  readonly kind: "paragraph" | "caption" | "footnote" | "page-header" | "page-footer";
}

/** One item of a list; `depth` counts from 1. Its bullet or number is not in the text. */
export interface ListItemBlock extends BlockPlace, RichText {
  readonly kind: "list-item";
  readonly depth: number;
}

/** Text whose line breaks and blanks are its own: code, detection rules, output of commands. */
export interface CodeBlock extends BlockPlace, RichText {
  readonly kind: "code";
}

/** One cell; a cell that spans several columns stands once, followed by empty ones. */
export interface TableCell extends RichText {
  readonly isHeader: boolean;
}

/** One row of a table with its own page: tables run over pages. */
export interface TableRow extends BlockPlace {
  readonly cells: readonly TableCell[];
}

/** A table; a header that is repeated on the next page stands once. */
export interface TableBlock extends BlockPlace {
  readonly kind: "table";
  /** Name of the sheet of a workbook, or the table's caption. */
  readonly name?: string;
  readonly rows: readonly TableRow[];
}

/** One piece of a document, in reading order. */
export type Block = HeadingBlock | TextBlock | ListItemBlock | CodeBlock | TableBlock;

/** What a document says of itself beside its text. Absent where it says nothing. ISO 8601, UTC. */
export interface DocumentProperties {
  readonly title?: string;
  readonly author?: string;
  readonly subject?: string;
  readonly keywords?: string;
  readonly created?: string;
  readonly modified?: string;
  readonly language?: string;
  /** The page's own address (canonical link, Open Graph), the message's identifier. */
  readonly source?: string;
  /** Publisher or site name. */
  readonly publisher?: string;
}

/** A file inside the document: an attachment of a mail, a file of an archive, an embedded file of a PDF. */
export interface DocumentPart {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** A document's text with its layout. */
export interface Document {
  readonly format: "pdf" | "docx" | "html" | "email" | "xlsx" | "csv" | "archive";
  readonly properties: DocumentProperties;
  readonly blocks: readonly Block[];
  readonly parts: readonly DocumentPart[];
  /** Pages counted, of those without any text the numbers. Only of paged documents. */
  readonly pages?: { readonly count: number; readonly withoutText: readonly number[] };
  readonly diagnostics: readonly Diagnostic[];
}

/** Bounds of reading one document. */
export interface DocumentLimits {
  /** Bytes after expansion, of all parts together. Default 256 MiB. */
  readonly maxExpandedBytes?: number;
  /** Pages. Default 2,000. */
  readonly maxPages?: number;
  /** Blocks, rows of tables counted. Default 200,000. */
  readonly maxBlocks?: number;
  /** Nesting of elements. Default 200. */
  readonly maxDepth?: number;
  /** Files in an archive, attachments in a mail. Default 1,000. */
  readonly maxParts?: number;
}

/** The limits with nothing left open. */
export const DOCUMENT_LIMITS: Required<DocumentLimits> = {
  maxExpandedBytes: 256 * 1024 * 1024,
  maxPages: 2000,
  maxBlocks: 200_000,
  maxDepth: 200,
  maxParts: 1000,
};

import { MAX_PASSAGE, toPassage } from "@tocsin/model";
import type { Citation } from "@tocsin/model";
import { lineAt } from "../text/layout.ts";
import type { Line } from "../text/layout.ts";

/** A text document being read: its name, its lines. */
export interface TextSource {
  readonly document: string;
  readonly text: string;
  readonly layout: readonly Line[];
}

/** Most citations one fact keeps; the first ones. */
export const MAX_CITATIONS = 20;

/** The citation of a place in a text: its line, and of a long line the words around the place. */
export function citePlace(source: TextSource, place: number): Citation {
  const line = lineAt(source.layout, place);
  return line === undefined
    ? { document: source.document, passage: "" }
    : citeLine(source, line, place - line.start);
}

/** The citation of a line, or of the words around a unit of it. */
export function citeLine(source: TextSource, line: Line, at = 0): Citation {
  const from = line.text.length > MAX_PASSAGE ? Math.max(0, at - MAX_PASSAGE / 2) : 0;
  return {
    document: source.document,
    ...(line.place ?? { line: line.number }),
    passage: toPassage(line.text.slice(from, from + MAX_PASSAGE * 2)),
  };
}

/** Joins citations, each place once, at most {@link MAX_CITATIONS}; beyond that one of every further document. */
export function joinCitations(a: readonly Citation[], b: readonly Citation[]): Citation[] {
  const joined = [...a];
  for (const citation of b) {
    const isFull = joined.length >= MAX_CITATIONS;
    if (isFull && joined.some(({ document }) => document === citation.document)) continue;
    const isKnown = joined.some(
      (other) =>
        other.document === citation.document &&
        other.line === citation.line &&
        other.page === citation.page &&
        other.table === citation.table &&
        other.row === citation.row &&
        other.object === citation.object &&
        other.passage === citation.passage,
    );
    if (!isKnown) joined.push(citation);
  }
  return joined;
}

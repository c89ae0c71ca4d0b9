// Documents of a rule file with the exact place of every key and value, for checks and their carets.
import { LineCounter, parseAllDocuments } from "yaml";
import type { Document } from "yaml";
import type { Path } from "../diagnostic.ts";
import { readConditions } from "./condition.ts";
import type { LintCondition } from "./condition.ts";
import { isMap, readSelections } from "./selection.ts";
import type { LintSelection } from "./selection.ts";

/** Which half of an entry of a map is meant. */
export type NodePart = "key" | "value";

/** A place with the width of what stands there. */
interface Span {
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  /** 1-based, in UTF-16 units. */
  readonly column: number;
  /** UTF-16 units of the first line of it, at least 1. */
  readonly width: number;
}

/** What a document is, by its keys. */
type DocumentKind = "rule" | "correlation" | "filter";

/** One document, read as far as it can be: checks meet whatever stands there. */
export interface LintDocument {
  readonly file: string;
  readonly kind: DocumentKind;
  /** Whether its file has older Sigma's actions, which make rules out of several documents. */
  readonly isPart: boolean;
  readonly map: Readonly<Record<string, unknown>>;
  /** The map with selections and condition: `detection`, or `filter` of a filter. */
  readonly detectionKey: "detection" | "filter";
  readonly selections: readonly LintSelection[];
  readonly conditions: readonly LintCondition[];
  /**
   * Where the thing at a path stands; of what is not there, the nearest thing above. `within` narrows it to a text
   * in its first line, if it is there.
   */
  spanOf(path: Path, part?: NodePart, within?: string): Span;
}

const MAX_ALIASES = 100;

/**
 * Reads the documents of one file. What is no map, and what does not parse, is left out: the loader tells of it.
 * The caller has made sure that the text is within the loader's bounds.
 */
export function readLintDocuments(text: string, file: string): LintDocument[] {
  const lines = new LineCounter();
  const documents = parseAllDocuments(text, { lineCounter: lines, prettyErrors: false });
  const found = (documents as Document.Parsed[]).flatMap((document) => {
    const value = document.errors.length > 0 ? undefined : plainValue(document);
    return isMap(value) ? [{ value, document }] : [];
  });
  const isPart = found.some(({ value }) => typeof value["action"] === "string");
  return found.map(({ value, document }) =>
    toLintDocument(value, document, { text, file, lines, isPart }),
  );
}

/** Undefined where aliases pass the bound, which the loader refuses by name. */
function plainValue(document: Document.Parsed): unknown {
  try {
    return document.toJS({ maxAliasCount: MAX_ALIASES });
  } catch (error) {
    if (error instanceof ReferenceError) return undefined;
    throw error;
  }
}

function toLintDocument(
  map: Readonly<Record<string, unknown>>,
  document: Document.Parsed,
  source: {
    readonly text: string;
    readonly file: string;
    readonly lines: LineCounter;
    readonly isPart: boolean;
  },
): LintDocument {
  const kind: DocumentKind =
    map["correlation"] !== undefined
      ? "correlation"
      : map["filter"] !== undefined
        ? "filter"
        : "rule";
  const detectionKey = kind === "filter" ? "filter" : "detection";
  const { text, file, lines, isPart } = source;
  return {
    file,
    kind,
    isPart,
    map,
    detectionKey,
    selections: kind === "correlation" ? [] : readSelections(map[detectionKey], detectionKey),
    conditions: kind === "correlation" ? [] : readConditions(map[detectionKey], detectionKey),
    spanOf(path, part = "key", within = "") {
      for (let length = path.length; length >= 0; length--) {
        const wanted = length === path.length ? part : "key";
        const range = rangeOf(document, path.slice(0, length), wanted);
        if (range === undefined) continue;
        const [start, end] = range;
        const { line, col } = lines.linePos(start);
        // Of a missing thing and of a whole document only the beginning is marked.
        const whole = length === 0 || length < path.length;
        const stop = whole ? firstWordEnd(text, start) : end;
        const first = text.slice(start, Math.max(stop, start + 1)).split(/\r?\n/, 1)[0] ?? "";
        const at = within === "" || whole ? -1 : first.lastIndexOf(within);
        if (at >= 0) return { file, line, column: col + at, width: within.length };
        return { file, line, column: col, width: Math.max(1, first.trimEnd().length) };
      }
      return { file, line: 1, column: 1, width: 1 };
    },
  };
}

function firstWordEnd(text: string, start: number): number {
  const stop = text.slice(start, start + 200).search(/[\s:]/);
  return stop < 0 ? start + 1 : start + stop;
}

type Range = readonly [start: number, end: number];

function rangeOf(document: Document.Parsed, path: Path, part: NodePart): Range | undefined {
  const last = path.at(-1);
  if (last === undefined) return toRange(document.contents);
  const parent: unknown =
    path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
  const items = (parent as { items?: unknown } | null | undefined)?.items;
  if (!Array.isArray(items)) return undefined;
  if (typeof last === "number") return toRange(items[last]);
  const pair = (items as { key?: { value?: unknown }; value?: unknown }[]).find(
    ({ key }) => String(key?.value) === last,
  );
  return (part === "value" ? toRange(pair?.value) : undefined) ?? toRange(pair?.key);
}

function toRange(node: unknown): Range | undefined {
  const range = (node as { range?: readonly number[] } | null | undefined)?.range;
  const [start, end] = range ?? [];
  return start === undefined || end === undefined ? undefined : [start, end];
}

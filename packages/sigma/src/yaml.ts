import type { Diagnostic, Place } from "@tocsin/model";
// YAML 1.2 (core schema) of hostile files: size, aliases and nesting are bounded.
import { LineCounter, parseAllDocuments } from "yaml";
import type { Document } from "yaml";
import type { Path } from "./diagnostic.ts";
import { refused } from "./diagnostic.ts";

const MAX_FILE_CHARACTERS = 4_000_000;
const MAX_ALIASES = 100;
/** Deeper nesting is refused before the parser recurses into it. */
const MAX_NESTING = 200;

/** One document of a file, as plain values. */
export interface YamlDocument {
  readonly value: unknown;
  /** Where the thing at a path stands; the nearest thing above it that is there. */
  placeOf(path: Path): Place;
}

/** Reads every document of a file. What is broken is reported with line and column, the others are given. */
export function readYaml(
  text: string,
  file: string,
  onDiagnostic: (diagnostic: Diagnostic) => void,
): YamlDocument[] {
  if (text.length > MAX_FILE_CHARACTERS) {
    const message = `file has ${text.length} characters, expected at most ${MAX_FILE_CHARACTERS}`;
    onDiagnostic(refused("SIGMA_LIMIT", message, { file }));
    return [];
  }
  const deep = deepLine(text);
  if (deep !== undefined) {
    onDiagnostic(
      refused("SIGMA_YAML", `nested deeper than ${MAX_NESTING} levels`, { file, line: deep }),
    );
    return [];
  }
  const lines = new LineCounter();
  const documents = parseAllDocuments(text, { lineCounter: lines, prettyErrors: false });
  const found: YamlDocument[] = [];
  for (const document of documents as Document.Parsed[]) {
    const [error] = document.errors;
    if (error !== undefined) {
      const { line, col } = lines.linePos(error.pos[0]);
      onDiagnostic(
        refused("SIGMA_YAML", firstSentence(error.message), { file, line, column: col }),
      );
      continue;
    }
    const placeOf = (path: Path): Place => {
      for (let length = path.length; length >= 0; length--) {
        const node: unknown = length === 0 ? document.contents : keyAt(document, path, length);
        const start = rangeStart(node);
        if (start === undefined) continue;
        const { line, col } = lines.linePos(start);
        return { file, line, column: col };
      }
      return { file, line: 1 };
    };
    try {
      const value: unknown = document.toJS({ maxAliasCount: MAX_ALIASES });
      found.push({ value, placeOf });
    } catch (cause) {
      const message = cause instanceof Error ? cause.message : String(cause);
      onDiagnostic(refused("SIGMA_YAML", firstSentence(message), placeOf([])));
    }
  }
  return found;
}

/** The key of the last step of a path, or the item of a list. */
function keyAt(document: Document.Parsed, path: Path, length: number): unknown {
  const parent: unknown =
    length === 1 ? document.contents : document.getIn(path.slice(0, length - 1), true);
  const last = path[length - 1];
  const items = (parent as { items?: unknown } | null | undefined)?.items;
  if (!Array.isArray(items)) return undefined;
  if (typeof last === "number") return items[last];
  return (items as { key?: { value?: unknown } }[]).find(({ key }) => key?.value === last)?.key;
}

function rangeStart(node: unknown): number | undefined {
  const range = (node as { range?: readonly number[] } | null | undefined)?.range;
  return range?.[0];
}

/** The line where indentation and brackets pass the bound; strings are not told apart, which errs on the safe side. */
function deepLine(text: string): number | undefined {
  let line = 1;
  let brackets = 0;
  let dashes = 0;
  let indent = 0;
  let atStart = true;
  for (let at = 0; at < text.length; at++) {
    const c = text.charCodeAt(at);
    if (c === 10) {
      line++;
      atStart = true;
      indent = 0;
      dashes = 0;
      continue;
    }
    if (atStart && c === 32) {
      indent++;
      // Each level of a block takes a column at least, but long blocks of text are indented too.
      if (indent > MAX_NESTING * 20) return line;
    } else if (atStart && c === 45) {
      if (++dashes > MAX_NESTING) return line;
    } else atStart = false;
    if (c === 91 || c === 123) {
      if (++brackets > MAX_NESTING * 5) return line;
    } else if ((c === 93 || c === 125) && brackets > 0) brackets--;
  }
  return undefined;
}

function firstSentence(message: string): string {
  return message.split("\n", 1)[0]?.replace(/ at line \d+.*$/, "") ?? message;
}

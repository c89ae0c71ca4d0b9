// The parser that knows places: three times slower, so only for files of which a place is asked for.
import type { Diagnostic, Place } from "@tocsin/model";
import { LineCounter, parseAllDocuments } from "yaml";
import type { Document } from "yaml";
import type { Path } from "./diagnostic.ts";
import { refused } from "./diagnostic.ts";

const MAX_ALIASES = 100;
/** Deeper nesting is refused before the parser recurses into it. */
const MAX_NESTING = 200;
/** Brackets may stand in texts, too: they are counted without telling them apart. */
const MAX_BRACKETS = 2 * MAX_NESTING;

/** One document of a file, as plain values. */
export interface YamlDocument {
  readonly value: unknown;
  /** Where the thing at a path stands; the nearest thing above it that is there. */
  placeOf(path: Path): Place;
}

/** Reads every document of a file. What is broken is reported with line and column, the others are given. */
export function readPlacedYaml(
  text: string,
  file: string,
  onDiagnostic: (diagnostic: Diagnostic) => void,
): readonly YamlDocument[] {
  const deep = deepLine(text);
  if (deep !== undefined) {
    onDiagnostic(
      refused("SIGMA_YAML", `nested deeper than ${MAX_NESTING} levels`, { file, line: deep }),
    );
    return [];
  }
  const lines = new LineCounter();
  const documents = parseAllDocuments(text, {
    lineCounter: lines,
    prettyErrors: false,
    logLevel: "error",
    resolveKnownTags: false,
    // The parser's own check compares every key with every other.
    uniqueKeys: false,
  });
  const found: YamlDocument[] = [];
  for (const document of documents as Document.Parsed[]) {
    // A tag that is not known is a warning there; its value would be taken for something it is not.
    const error = document.errors[0] ?? document.warnings.find(isUnknownTag);
    if (error !== undefined) {
      const { line, col } = lines.linePos(error.pos[0]);
      onDiagnostic(
        refused("SIGMA_YAML", firstSentence(error.message), { file, line, column: col }),
      );
      continue;
    }
    const twice = keyTwice(document.contents);
    if (twice !== undefined) {
      const { line, col } = lines.linePos(rangeStart(twice) ?? 0);
      onDiagnostic(
        refused("SIGMA_YAML", "a key stands twice in a map", { file, line, column: col }),
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
      if (isCircular(value, new Set(), new Set()))
        onDiagnostic(
          refused("SIGMA_YAML", "an alias stands within what it stands for", placeOf([])),
        );
      else found.push({ value, placeOf });
    } catch (cause) {
      const message = cause instanceof Error ? cause.message : String(cause);
      onDiagnostic(refused("SIGMA_YAML", firstSentence(message), placeOf([])));
    }
  }
  return found;
}

/** The first key that its map has already. */
function keyTwice(node: unknown): unknown {
  const items = (node as { readonly items?: unknown } | null | undefined)?.items;
  if (!Array.isArray(items)) return undefined;
  const keys = new Set<unknown>();
  for (const item of items as readonly unknown[]) {
    const pair = item as { readonly key?: unknown; readonly value?: unknown } | null;
    if (typeof pair !== "object" || pair === null || !("key" in pair)) {
      const inner = keyTwice(item);
      if (inner !== undefined) return inner;
      continue;
    }
    const { key } = pair;
    const scalar = typeof key === "object" && key !== null && "value" in key ? key.value : key;
    const name = keyName(scalar);
    if (keys.has(name)) return key;
    keys.add(name);
    const inner = keyTwice(pair.value);
    if (inner !== undefined) return inner;
  }
  return undefined;
}

/** A key as the object that is made has it: 1 and "1" are one. */
function keyName(value: unknown): unknown {
  switch (typeof value) {
    case "number":
    case "boolean":
    case "bigint":
      return String(value);
    case "symbol":
      // The parser's own mark for `<<`.
      return value.description;
    default:
      return value ?? "";
  }
}

/** Whether a value holds itself, which nothing that reads rules could end on. */
function isCircular(value: unknown, above: Set<unknown>, done: Set<unknown>): boolean {
  if (typeof value !== "object" || value === null || done.has(value)) return false;
  if (above.has(value)) return true;
  above.add(value);
  for (const inner of Object.values(value)) if (isCircular(inner, above, done)) return true;
  above.delete(value);
  done.add(value);
  return false;
}

function isUnknownTag({ code }: { readonly code: string }): boolean {
  return code === "TAG_RESOLVE_FAILED";
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
      if (++brackets > MAX_BRACKETS) return line;
    } else if ((c === 93 || c === 125) && brackets > 0) brackets--;
  }
  return undefined;
}

function firstSentence(message: string): string {
  return message.split("\n", 1)[0]?.replace(/ at line \d+.*$/, "") ?? message;
}

// YAML 1.2 (core schema) of hostile files: size, aliases and nesting are bounded.
// Rules are read by js-yaml, several times faster than the parser that knows places; that one reads a file
// again where a place is asked for, and decides where the fast one refuses or where the two would differ.
import type { Diagnostic } from "@tocsin/model";
import { CORE_SCHEMA, loadAll, mapTag, YAMLException } from "js-yaml";
import { refused } from "./diagnostic.ts";
import { readPlacedYaml } from "./yaml-placed.ts";
import type { YamlDocument } from "./yaml-placed.ts";
import { documentStarts } from "./yaml-starts.ts";

export type { YamlDocument } from "./yaml-placed.ts";

const MAX_FILE_CHARACTERS = 4_000_000;
/** Deeper nesting is left to the parser with places, which has a wider bound. */
const MAX_FAST_DEPTH = 100;

/** A key that is longer is none (YAML 1.2.2 section 7.4.2). */
const MAX_KEY_CHARACTERS = 1000;

/** Keys of other types, and long ones, are read differently by the two parsers: the one with places decides. */
const SCHEMA = CORE_SCHEMA.withTags({
  ...mapTag,
  addPair(map: Record<string, unknown>, key: unknown, value: unknown): string {
    if (typeof key !== "string" || key.length > MAX_KEY_CHARACTERS) return "the key is disputed";
    return mapTag.addPair(map, key, value);
  },
});

/** Reads every document of a file. What is broken is reported with line and column, the others are given. */
export function readYaml(
  text: string,
  file: string,
  onDiagnostic: (diagnostic: Diagnostic) => void,
): readonly YamlDocument[] {
  if (text.length > MAX_FILE_CHARACTERS) {
    const message = `file has ${text.length} characters, expected at most ${MAX_FILE_CHARACTERS}`;
    onDiagnostic(refused("SIGMA_LIMIT", message, { file }));
    return [];
  }
  // A byte order mark is no part of the text; it would move the first column.
  const bare = text.startsWith("\uFEFF") ? text.slice(1) : text;
  return readFast(bare, file) ?? readPlacedYaml(bare, file, onDiagnostic);
}

/** The documents without their places; undefined where the parser with places must decide. */
function readFast(text: string, file: string): YamlDocument[] | undefined {
  if (isDisputed(text)) return undefined;
  const values = parseFast(text);
  // What is no map is no rule, and not worth a difference.
  if (values?.every((value) => value === null || isMap(value)) !== true) return undefined;
  const starts = documentStarts(text, values.length);
  if (starts === undefined) return undefined;
  let placed: readonly YamlDocument[] | undefined;
  return values.map((value, index) => ({
    value,
    placeOf(path) {
      const start = starts[index] ?? { line: 1, column: 1 };
      if (path.length === 0) return { file, ...start };
      placed ??= readPlacedYaml(text, file, () => undefined);
      return placed[index]?.placeOf(path) ?? { file, ...start };
    },
  }));
}

/**
 * What the two read differently: directives (`yaml` knows YAML 1.1), ends of documents, tags, anchors, documents in braces, tabs at the
 * beginning of a line, byte order marks within, and carriage returns alone, which only js-yaml takes for the end of a line.
 */
function isDisputed(text: string): boolean {
  if (text.includes("\uFEFF") || ODD_LINES.some((start) => startsLine(text, start))) return true;
  // Each expression is tried where its one character is there at all.
  if ((text.includes("!") || text.includes("&")) && PROPERTY.test(text)) return true;
  if (text.includes("\t") && /^ *\t/m.test(text)) return true;
  return text.includes("\r") && /\r(?!\n)/.test(text);
}

/** A tag or anchor where a node may begin. */
const PROPERTY = /(?:^[ \t]*|[-?:,\]}"'][ \t]+|[[{,][ \t]*)[!&]\S/m;
const ODD_LINES = ["%", "...", "{"] as const;

function startsLine(text: string, start: string): boolean {
  return text.startsWith(start) || text.includes(`\n${start}`);
}

function isMap(value: unknown): boolean {
  return typeof value === "object" && !Array.isArray(value);
}

function parseFast(text: string): unknown[] | undefined {
  try {
    return loadAll(text, { schema: SCHEMA, maxDepth: MAX_FAST_DEPTH, maxAliases: 0 });
  } catch (error) {
    // What is wrong is for the parser with places to say.
    if (error instanceof YAMLException) return undefined;
    throw error;
  }
}

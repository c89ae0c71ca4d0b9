// A user's values for %placeholders% (Sigma 2.1, modifier expand): docs/sigma.md, "Your own placeholders".
import type { Diagnostic } from "@tocsin/model";
import type { Placeholders } from "./context.ts";
import { Refusal } from "./diagnostic.ts";
import type { Path } from "./diagnostic.ts";
import { shown } from "./item.ts";
import { readSettings } from "./settings.ts";

/** What a file of placeholders came to: values by name, or why there are none. */
export interface PlaceholdersResult {
  readonly placeholders?: Placeholders;
  /** Of code `SIGMA_PLACEHOLDER_FILE`, `SIGMA_YAML` or `SIGMA_LIMIT`, with line and column. */
  readonly diagnostics: readonly Diagnostic[];
}

const MAX_NAMES = 10_000;
const MAX_VALUES = 100_000;
const MAX_VALUE_CHARACTERS = 10_000;
/** What a rule may write between the percent signs. */
const NAME = /^[\p{L}\p{N}_.-]+$/u;
const BARE = 'Leave the percent signs away, or write "%name%" in quotes';

/**
 * Reads placeholders: YAML or JSON, a map from a name, with or without its percent signs, to a text, a number, or a
 * list of them. They are taken whole or not at all: the first thing that is wrong with each name is told with its
 * place. Never throws on data.
 */
export function readPlaceholders(text: string, file: string): PlaceholdersResult {
  const result = readAll(text, file);
  // YAML takes a bare `%` at the beginning of a line for a word of its own, and says nothing that helps.
  return result.placeholders === undefined && /^[ \t]*%/m.test(text)
    ? { diagnostics: result.diagnostics.map((one) => ({ ...one, remedy: BARE })) }
    : result;
}

function readAll(text: string, file: string): PlaceholdersResult {
  const found = new Map<string, readonly (string | number)[]>();
  let left = MAX_VALUES;
  const keep = (key: string, value: unknown): void => {
    const name = readName(key);
    if (found.has(name)) throw refusal([key], `${shown(key)} is given already`);
    const values = readValues(key, value);
    left -= values.length;
    if (left < 0)
      throw new Refusal("SIGMA_LIMIT", [key], `over ${MAX_VALUES} values in all, expected less`);
    found.set(name, values);
  };
  const diagnostics = readSettings(text, file, "SIGMA_PLACEHOLDER_FILE", (all, attempt) => {
    for (const [key, value] of entriesOf(all)) attempt(() => keep(key, value));
  });
  return diagnostics.length > 0
    ? { diagnostics }
    : { placeholders: Object.fromEntries(found), diagnostics };
}

function entriesOf(value: unknown): [string, unknown][] {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw refusal([], `expected a map from names to values, got ${shown(value)}`);
  const entries = Object.entries(value);
  if (entries.length === 0) throw refusal([], "it gives no placeholder");
  if (entries.length > MAX_NAMES) {
    const message = `${entries.length} placeholders, expected at most ${MAX_NAMES}`;
    throw new Refusal("SIGMA_LIMIT", [], message);
  }
  return entries;
}

function readName(key: string): string {
  const name = key.length > 2 && key.startsWith("%") && key.endsWith("%") ? key.slice(1, -1) : key;
  if (NAME.test(name)) return name;
  const message = `${shown(key)} is no name of a placeholder; expected letters, digits, "_", "." and "-"`;
  throw refusal([key], message);
}

function readValues(key: string, value: unknown): readonly (string | number)[] {
  if (!Array.isArray(value)) return [readValue(value, [key])];
  const list: readonly unknown[] = value;
  if (list.length === 0) throw refusal([key], `${shown(key)} has no values`);
  return list.map((one, index) => readValue(one, [key, index]));
}

function readValue(value: unknown, path: Path): string | number {
  if (typeof value === "number") {
    if (Number.isFinite(value) && Math.abs(value) <= Number.MAX_SAFE_INTEGER) return value;
    throw refusal(path, `the number ${value} cannot be kept exactly; write it as a text`);
  }
  if (typeof value !== "string")
    throw refusal(path, `${shown(value)} is no text or number; write it in quotes if it is a text`);
  // In the middle of a text it would match everything.
  if (value === "") throw refusal(path, "the value is an empty text");
  if (value.length <= MAX_VALUE_CHARACTERS) return value;
  const message = `the value has ${value.length} characters, expected at most ${MAX_VALUE_CHARACTERS}`;
  throw new Refusal("SIGMA_LIMIT", path, message);
}

function refusal(path: Path, message: string): Refusal {
  return new Refusal("SIGMA_PLACEHOLDER_FILE", path, message);
}

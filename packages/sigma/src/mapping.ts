// A user's mapping of the fields of their own export: docs/sigma.md, "Your own export".
import type { Diagnostic, MappingCondition, MappingEntry, RecordMapping } from "@tocsin/model";
import { Refusal } from "./diagnostic.ts";
import type { Path } from "./diagnostic.ts";
import { readSettings } from "./settings.ts";
import { WINDOWS_SERVICES } from "./taxonomy/windows-services.ts";

/** What a file of mappings came to: a mapping, or why there is none. */
export interface MappingResult {
  readonly mapping?: RecordMapping;
  /** Of code `SIGMA_MAPPING`, `SIGMA_YAML` or `SIGMA_LIMIT`, with line and column. */
  readonly diagnostics: readonly Diagnostic[];
}

type YamlMap = Readonly<Record<string, unknown>>;

const MAX_ENTRIES = 500;
const MAX_FIELDS = 2000;
const ENTRY_KEYS = [
  "name",
  "when",
  "logsource",
  "channel",
  "provider",
  "event-id",
  "fields",
  "time",
  "host",
];

/**
 * Reads a mapping: YAML with a list under `mappings`. It is taken whole or not at all: the first thing that is
 * wrong in each entry is told with its place.
 */
export function readMapping(text: string, file: string): MappingResult {
  const entries: MappingEntry[] = [];
  const diagnostics = readSettings(text, file, "SIGMA_MAPPING", (value, attempt) => {
    const root = toMap(value, [], ["mappings"]);
    const list = root["mappings"];
    if (!Array.isArray(list) || list.length === 0)
      throw refusal(["mappings"], "mappings is no list of entries");
    if (list.length > MAX_ENTRIES)
      throw refusal(["mappings"], `${list.length} entries, expected at most ${MAX_ENTRIES}`);
    for (const [at, one] of (list as readonly unknown[]).entries())
      attempt(() => void entries.push(readEntry(one, ["mappings", at])));
  });
  return diagnostics.length > 0 ? { diagnostics } : { mapping: { entries }, diagnostics };
}

function readEntry(value: unknown, path: Path): MappingEntry {
  const entry = toMap(value, path, ENTRY_KEYS);
  const when = readCondition(entry["when"], [...path, "when"]);
  const logsource = readLogsource(entry["logsource"], [...path, "logsource"]);
  const channel = text(entry, "channel", path) ?? channelOf(logsource);
  const provider = text(entry, "provider", path);
  const eventId = entry["event-id"];
  if (eventId !== undefined && (!Number.isSafeInteger(eventId) || Number(eventId) < 0))
    throw refusal([...path, "event-id"], `event-id ${shown(eventId)} is no whole number`);
  const fields = readFields(entry["fields"], [...path, "fields"]);
  const time = texts(entry["time"], [...path, "time"]);
  const host = texts(entry["host"], [...path, "host"]);
  const says = Object.keys(logsource).length > 0 || channel !== undefined;
  if (!says && Object.keys(fields).length === 0)
    throw refusal(path, "the entry gives neither a logsource nor fields");
  return {
    when,
    ...logsource,
    ...(channel !== undefined && { channel }),
    ...(provider !== undefined && { provider }),
    ...(eventId !== undefined && { eventId: Number(eventId) }),
    fields,
    ...(time !== undefined && { time }),
    ...(host !== undefined && { host }),
  };
}

function readCondition(value: unknown, path: Path): MappingCondition {
  if (value === undefined)
    throw refusal(path, "when is missing: which records the entry is for, by has or equals");
  const when = toMap(value, path, ["format", "has", "equals"]);
  const format = text(when, "format", path);
  const has = texts(when["has"], [...path, "has"]);
  const equals: [name: string, value: string | number | boolean][] = [];
  if (when["equals"] !== undefined)
    for (const [name, one] of Object.entries(toMap(when["equals"], [...path, "equals"]))) {
      if (typeof one !== "string" && typeof one !== "number" && typeof one !== "boolean")
        throw refusal([...path, "equals", name], `${name} is to equal ${shown(one)}, no value`);
      equals.push([name, one]);
    }
  if (format === undefined && has === undefined && equals.length === 0)
    throw refusal(path, "when says nothing: give has, equals or format");
  return {
    ...(format !== undefined && { format }),
    ...(has !== undefined && { has }),
    ...(equals.length > 0 && { equals: Object.fromEntries(equals) }),
  };
}

type Logsource = Pick<MappingEntry, "product" | "category" | "service">;

function readLogsource(value: unknown, path: Path): Logsource {
  if (value === undefined) return {};
  const map = toMap(value, path, ["product", "category", "service"]);
  const product = text(map, "product", path);
  const category = text(map, "category", path);
  const service = text(map, "service", path);
  return {
    ...(product !== undefined && { product }),
    ...(category !== undefined && { category }),
    ...(service !== undefined && { service }),
  };
}

/** Rules of a service of Windows ask for its channel. */
function channelOf({ product, service }: Logsource): string | undefined {
  if (product !== "windows" || service === undefined) return undefined;
  return Object.hasOwn(WINDOWS_SERVICES, service) ? WINDOWS_SERVICES[service]?.[0] : undefined;
}

function readFields(value: unknown, path: Path): Readonly<Record<string, readonly string[]>> {
  if (value === undefined) return {};
  const map = toMap(value, path);
  const names = Object.keys(map);
  if (names.length > MAX_FIELDS)
    throw refusal(path, `${names.length} fields, expected at most ${MAX_FIELDS}`);
  return Object.fromEntries(
    names.map((name) => {
      const paths = texts(map[name], [...path, name]);
      if (paths === undefined) throw refusal([...path, name], `${name} names no field`);
      return [name, paths];
    }),
  );
}

function toMap(value: unknown, path: Path, keys?: readonly string[]): YamlMap {
  const name = path.at(-1) ?? "the file";
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw refusal(path, `${typeof name === "number" ? `entry ${name + 1}` : name} is no map`);
  const unknown = keys && Object.keys(value).find((key) => !keys.includes(key));
  if (unknown !== undefined)
    throw refusal(
      [...path, unknown],
      `"${unknown}" is not known here; expected ${keys?.join(", ")}`,
    );
  return value as YamlMap;
}

function text(map: YamlMap, key: string, path: Path): string | undefined {
  const value = map[key];
  if (value === undefined) return undefined;
  if (typeof value !== "string" || value === "")
    throw refusal([...path, key], `${key} ${shown(value)} is no text`);
  return value;
}

/** One text or a list of some. */
function texts(value: unknown, path: Path): readonly string[] | undefined {
  if (value === undefined) return undefined;
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (list.length === 0 || !list.every((one) => typeof one === "string" && one !== ""))
    throw refusal(path, `${path.at(-1)} ${shown(value)} is no field name or list of them`);
  return list as readonly string[];
}

function refusal(path: Path, message: string): Refusal {
  return new Refusal("SIGMA_MAPPING", path, message);
}

function shown(value: unknown): string {
  return (JSON.stringify(value) ?? String(value)).slice(0, 60);
}

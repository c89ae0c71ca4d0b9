// Hayabusa's rules (`ruletype: Hayabusa`) are Sigma with paths for fields and, in older ones, maps for values.
import { Refusal } from "../diagnostic.ts";
import type { Path } from "../diagnostic.ts";
import type { YamlDocument } from "../yaml.ts";
import { eventField } from "./event-field.ts";

type Values = Readonly<Record<string, unknown>>;

/** Longest text that a pattern of repetition is written for. */
const MAX_LENGTH = 1000;

/** Hayabusa's words for parts of a value, and Sigma's modifiers for them. */
const PARTS: Readonly<Record<string, string>> = {
  value: "",
  starts_with: "|startswith",
  ends_with: "|endswith",
  contains: "|contains",
};

/** The document as Sigma; itself if it is none of Hayabusa's. @throws {Refusal} `SIGMA_FOREIGN` */
export function fromHayabusa(document: YamlDocument): YamlDocument {
  const { value } = document;
  if (!isMap(value) || !/^hayabusa$/i.test(String(value["ruletype"]))) return document;
  const detection = value["detection"];
  if (!isMap(detection)) return document;
  /** New keys, with those they were made of: places are told by what is written. */
  const written = new Map<string, string>();
  const selections: Record<string, unknown> = {};
  for (const [name, selection] of Object.entries(detection))
    selections[name] =
      name === "condition" || name === "timeframe"
        ? selection
        : rewrite(selection, ["detection", name], written);
  return {
    value: {
      ...value,
      ...(value["logsource"] === undefined && { logsource: { product: "windows" } }),
      detection: selections,
    },
    placeOf: (path) =>
      document.placeOf(
        path.map((step) => (typeof step === "string" ? (written.get(step) ?? step) : step)),
      ),
  };
}

function rewrite(selection: unknown, path: Path, written: Map<string, string>): unknown {
  if (Array.isArray(selection))
    return selection.map((one: unknown, index) => rewrite(one, [...path, index], written));
  if (!isMap(selection)) return selection;
  const items: Record<string, unknown> = {};
  const add = (key: string, value: unknown, from: string): void => {
    if (Object.hasOwn(items, key))
      throw new Refusal("SIGMA_FOREIGN", [...path, from], `"${key}" is asked for twice`);
    items[key] = value;
    if (key !== from) written.set(key, from);
  };
  for (const [from, value] of Object.entries(selection)) {
    const key = renameKey(from, [...path, from]);
    if (!isMap(value)) add(key, value, from);
    else
      for (const [part, inner] of Object.entries(value)) {
        const [suffix, given] = readPart(part, inner, [...path, from, part]);
        add(`${key}${suffix}`, given, from);
      }
  }
  return items;
}

function renameKey(key: string, path: Path): string {
  if (!key.startsWith("Event.")) return key;
  const [name = "", ...modifiers] = key.split("|");
  const field = eventField(name);
  if (field === undefined)
    throw new Refusal("SIGMA_FOREIGN", path, `"${name}" is no field that Sigma has a name for`);
  return [field, ...modifiers].join("|");
}

function readPart(
  part: string,
  value: unknown,
  path: Path,
): readonly [suffix: string, value: unknown] {
  const suffix = Object.hasOwn(PARTS, part) ? PARTS[part] : undefined;
  if (suffix !== undefined) return [suffix, value];
  if (part !== "min_length")
    throw new Refusal(
      "SIGMA_FOREIGN",
      path,
      part === "regexes" || part === "allowlist"
        ? `"${part}" reads a file of Hayabusa's own, which Sigma has no word for`
        : `"${part}" is no Sigma`,
    );
  if (typeof value !== "number" || !Number.isInteger(value) || value < 1 || value > MAX_LENGTH)
    throw new Refusal("SIGMA_FOREIGN", path, `min_length is 1 to ${MAX_LENGTH} here`);
  return ["|re", `^[\\s\\S]{${value}}`];
}

function isMap(value: unknown): value is Values {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

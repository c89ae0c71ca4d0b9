// Sigma rules specification 2.1, "Detection"; Sigma modifiers appendix 2.1.
import { and, anyField, field, not, or, parseNetwork } from "@tocsin/model";
import type { Predicate, Test, TextTest, WildcardPart } from "@tocsin/model";
import { Refusal } from "./diagnostic.ts";
import type { Path } from "./diagnostic.ts";
import { base64Offsets, exchangeDashes, toBase64, toRaw, toUtf16, toUtf8 } from "./encode.ts";
import type { Encoding, FieldName } from "./modifier.ts";
import { readFieldName } from "./modifier.ts";
import { literalOf, openEnds, parseText, toTextTest } from "./text.ts";

/** Values of `%name%`, by name. */
export type Placeholders = Readonly<Record<string, readonly (string | number)[]>>;

const MAX_EXPANDED = 10_000;

/** One item of a selection: `Field|modifiers: value`. @throws {Refusal} */
export function readItem(
  key: string,
  value: unknown,
  path: Path,
  placeholders: Placeholders,
): Predicate {
  const name = readFieldName(key, path);
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (values.length === 0) throw new Refusal("SIGMA_VALUE", path, `"${key}" has no value`);
  const tests = values.map((one, index) =>
    readValue(name, one, Array.isArray(value) ? [...path, index] : path, placeholders),
  );
  const joined = name.all ? and(...tests) : or(...tests);
  return name.negated ? not(joined) : joined;
}

function readValue(
  name: FieldName,
  value: unknown,
  path: Path,
  placeholders: Placeholders,
): Predicate {
  if (typeof value === "object" && value !== null)
    throw new Refusal("SIGMA_VALUE", path, "expected a text, a number, true, false or null");
  const forms = name.expand ? expand(value, path, placeholders) : undefined;
  if (forms !== undefined) return or(...forms.map((form) => readText(name, form, path)));
  switch (name.test) {
    case "text":
      return readPlain(name, value, path);
    case "re":
      return onText(name, { op: "regex", source: text(value, path), flags: flagsOf(name) }, path);
    case "cidr": {
      const network = text(value, path);
      if (parseNetwork(network) === undefined)
        throw new Refusal("SIGMA_VALUE", path, `"${network}" is no network`);
      return onField(name, { op: "cidr", network }, path);
    }
    case "exists": {
      if (typeof value !== "boolean")
        throw new Refusal("SIGMA_VALUE", path, `exists takes true or false, got ${shown(value)}`);
      const there = onField(name, { op: "exists" }, path);
      return value ? there : not(there);
    }
    case "fieldref": {
      const other = text(value, path);
      const mode = name.anchor ?? "equals";
      return onField(name, { op: "sameAs", field: other, mode, cased: name.cased }, path);
    }
    case "lt":
    case "lte":
    case "gt":
    case "gte":
      return onField(
        name,
        { op: "compare", comparison: name.test, value: number(value, path) },
        path,
      );
    default:
      return onField(
        name,
        {
          op: "time",
          part: name.test,
          comparison: name.comparison,
          value: number(value, path),
        },
        path,
      );
  }
}

function flagsOf({ flags, cased }: FieldName): string {
  return cased ? flags.replaceAll("i", "") : [...new Set(flags)].join("");
}

function readPlain(name: FieldName, value: unknown, path: Path): Predicate {
  if (value === null || value === undefined) {
    if (name.anchor !== undefined || name.encodings.length > 0)
      throw new Refusal("SIGMA_VALUE", path, "null cannot stand with modifiers of text");
    return onField(name, { op: "null" }, path);
  }
  if (typeof value === "string") return readText(name, parseText(value), path);
  if (typeof value !== "number" && typeof value !== "boolean")
    throw new Refusal("SIGMA_VALUE", path, `expected a text or a number, got ${shown(value)}`);
  if (name.field !== undefined && name.anchor === undefined && name.encodings.length === 0)
    return field(name.field, { op: "is", value });
  return readText(name, [String(value)], path);
}

/** A pattern of text, encoded and anchored as the modifiers say. */
function readText(name: FieldName, parts: readonly WildcardPart[], path: Path): Predicate {
  const forms = encode([...parts], name.encodings, path);
  // Keywords are looked for within the values of the record.
  const anchor = name.anchor ?? (name.field === undefined ? "contains" : undefined);
  const tests = forms.map((form) =>
    toTextTest(anchor === undefined ? form : openEnds(form, anchor), name.cased),
  );
  return or(...tests.map((test) => onText(name, test, path)));
}

function onText(name: FieldName, test: TextTest & Test, path: Path): Predicate {
  return name.field === undefined ? anyField(test) : onField(name, test, path);
}

function onField(name: FieldName, test: Test, path: Path): Predicate {
  if (name.field === undefined)
    throw new Refusal("SIGMA_MODIFIER", path, `"${name.test}" needs the name of a field`);
  return field(name.field, test);
}

function encode(
  parts: readonly WildcardPart[],
  encodings: readonly Encoding[],
  path: Path,
): readonly (readonly WildcardPart[])[] {
  let forms: readonly (readonly WildcardPart[])[] = [parts];
  let bytes: Uint8Array | undefined;
  for (const encoding of encodings) {
    if (encoding === "windash") {
      forms = forms.flatMap(exchangeDashes);
      continue;
    }
    const literal = literalOf(forms[0] ?? []);
    if (literal === undefined || forms.length > 1)
      throw new Refusal("SIGMA_VALUE", path, `"${encoding}" takes a text without wildcards`);
    bytes ??= encoding.startsWith("base64") ? toUtf8(literal) : undefined;
    if (encoding === "base64") forms = [[toBase64(bytes ?? toUtf8(literal))]];
    else if (encoding === "base64offset")
      forms = base64Offsets(bytes ?? toUtf8(literal)).map((form) => [form]);
    else {
      bytes = toUtf16(literal, {
        bigEndian: encoding === "utf16be",
        mark: encoding === "utf16",
      });
      forms = [[toRaw(bytes)]];
    }
  }
  return forms;
}

/** Every form of a text with its placeholders replaced; undefined for what is no text. */
function expand(
  value: unknown,
  path: Path,
  placeholders: Placeholders,
): readonly (readonly WildcardPart[])[] | undefined {
  if (typeof value !== "string") return undefined;
  let forms: string[] = [""];
  let rest = 0;
  for (const match of value.matchAll(/(?<!\\)%([\p{L}\p{N}_.-]+)%/gu)) {
    const [whole, key = ""] = match;
    const values = Object.hasOwn(placeholders, key) ? placeholders[key] : undefined;
    if (values === undefined || values.length === 0)
      throw new Refusal("SIGMA_PLACEHOLDER", path, `there are no values for %${key}%`);
    const before = value.slice(rest, match.index);
    if (forms.length * values.length > MAX_EXPANDED)
      throw new Refusal("SIGMA_LIMIT", path, `placeholders give over ${MAX_EXPANDED} values`);
    forms = forms.flatMap((form) => values.map((one) => form + before + String(one)));
    rest = match.index + whole.length;
  }
  const tail = value.slice(rest);
  return forms.map((form) => parseText((form + tail).replaceAll("\\%", "%")));
}

function text(value: unknown, path: Path): string {
  if (typeof value === "string") return value;
  if (typeof value === "number") return String(value);
  throw new Refusal("SIGMA_VALUE", path, `expected a text, got ${shown(value)}`);
}

function number(value: unknown, path: Path): number {
  const given = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  if (typeof given === "number" && Number.isFinite(given)) return given;
  throw new Refusal("SIGMA_VALUE", path, `expected a number, got ${shown(value)}`);
}

/** A value as a message quotes it. */
export function shown(value: unknown): string {
  const json = JSON.stringify(value) ?? typeof value;
  return json.length <= 60 ? json : `${json.slice(0, 59)}…`;
}

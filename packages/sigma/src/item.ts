// Sigma rules specification 2.1, "Detection"; Sigma modifiers appendix 2.1.
import { allOf, anyOf, not, or, parseNetwork } from "@tocsin/model";
import type { Predicate, Test, WildcardPart } from "@tocsin/model";
import { plainOp } from "./context.ts";
import type { LoadContext, Placeholders } from "./context.ts";
import { Refusal } from "./diagnostic.ts";
import type { Path } from "./diagnostic.ts";
import { base64Offsets, exchangeDashes, toBase64, toRaw, toUtf16, toUtf8 } from "./encode.ts";
import type { Encoding, FieldName } from "./modifier.ts";
import { isPlain, literalOf, openEnds, parseText, toPlainTest, toTextTest } from "./text.ts";
import { readTimePart } from "./time-part.ts";

export type { Placeholders } from "./context.ts";

const MAX_EXPANDED = 10_000;

/** One item of a selection: `Field|modifiers: value`. @throws {Refusal} */
export function readItem(key: string, value: unknown, path: Path, context: LoadContext): Predicate {
  const name = context.fieldName(key, path);
  const isPlainText = name.test === "text" && !name.expand && name.encodings.length === 0;
  const plain = isPlainText ? context.plainTests(name) : undefined;
  const reader: ItemReader = { name, context, path, plain };
  if (!Array.isArray(value)) {
    const test = readValue(reader, value);
    return name.negated ? not(test) : test;
  }
  const values: readonly unknown[] = value;
  if (values.length === 0) throw new Refusal("SIGMA_VALUE", path, `"${key}" has no value`);
  const tests = values.map((one, index) => readValueAt(reader, one, index));
  const joined = name.all ? allOf(tests) : anyOf(tests);
  return name.negated ? not(joined) : joined;
}

/** What the values of one item are read with. */
interface ItemReader {
  readonly name: FieldName;
  readonly context: LoadContext;
  readonly path: Path;
  /** Where plain texts are all that is asked: those that are known. */
  readonly plain: Map<string | number | boolean, Predicate> | undefined;
}

/** A value of a list: what is wrong with it is wrong at its own place. */
function readValueAt(reader: ItemReader, value: unknown, index: number): Predicate {
  try {
    return readValue(reader, value);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw new Refusal(error.code, [...reader.path, index], error.message);
  }
}

function readValue(reader: ItemReader, value: unknown): Predicate {
  const { name, path, context, plain } = reader;
  if (plain !== undefined && typeof value === "string" && isPlain(value)) {
    const known = plain.get(value);
    if (known !== undefined) return known;
    return context.textTest(name.field, { op: plainOp(name), value, cased: name.cased });
  }
  if (typeof value === "object" && value !== null)
    throw new Refusal("SIGMA_VALUE", path, "expected a text, a number, true, false or null");
  if (name.expand && typeof value === "string") {
    const texts = expand(value, path, context.placeholders);
    return or(
      ...texts.map((one) =>
        name.test === "cidr" ? readNetwork(reader, one) : readText(reader, parseText(one)),
      ),
    );
  }
  switch (name.test) {
    case "text":
      return readPlain(reader, value);
    case "re":
      return context.textTest(name.field, {
        op: "regex",
        source: text(value, path),
        flags: name.flags,
      });
    case "cidr":
      return readNetwork(reader, text(value, path));
    case "exists": {
      if (typeof value !== "boolean")
        throw new Refusal("SIGMA_VALUE", path, `exists takes true or false, got ${shown(value)}`);
      const there = onField(reader, { op: "exists" });
      return value ? there : not(there);
    }
    case "fieldref": {
      const other = text(value, path);
      const mode = name.anchor ?? "equals";
      return onField(reader, { op: "sameAs", field: other, mode, cased: name.cased });
    }
    case "lt":
    case "lte":
    case "gt":
    case "gte":
      return onField(reader, { op: "compare", comparison: name.test, value: number(value, path) });
    default:
      return onField(reader, readTimePart(name.test, name.comparison, number(value, path), path));
  }
}

function readNetwork(reader: ItemReader, network: string): Predicate {
  if (parseNetwork(network) === undefined)
    throw new Refusal("SIGMA_VALUE", reader.path, `"${network}" is no network`);
  return onField(reader, { op: "cidr", network });
}

function readPlain(reader: ItemReader, value: unknown): Predicate {
  const { name, path } = reader;
  if (value === null || value === undefined) {
    if (name.anchor !== undefined || name.encodings.length > 0 || name.cased)
      throw new Refusal("SIGMA_VALUE", path, "null cannot stand with modifiers of text");
    return onField(reader, { op: "null" });
  }
  if (typeof value === "string") return readText(reader, parseText(value));
  if (typeof value !== "number" && typeof value !== "boolean")
    throw new Refusal("SIGMA_VALUE", path, `expected a text or a number, got ${shown(value)}`);
  if (typeof value === "number" && !Number.isFinite(value))
    throw new Refusal("SIGMA_VALUE", path, `expected a number, got ${value}`);
  if (name.field !== undefined && name.anchor === undefined && name.encodings.length === 0)
    return onField(reader, { op: "is", value });
  return readText(reader, [String(value)]);
}

/** A pattern of text, encoded and anchored as the modifiers say. */
function readText({ name, context, path }: ItemReader, parts: readonly WildcardPart[]): Predicate {
  const op = plainOp(name);
  const anchor = op === "equals" ? undefined : op;
  if (name.encodings.length === 0) return textTest(parts);
  const forms = encode([...parts], name.encodings, path);
  return anyOf(forms.map(textTest));

  function textTest(form: readonly WildcardPart[]): Predicate {
    const test =
      toPlainTest(form, anchor, name.cased) ??
      toTextTest(anchor === undefined ? form : openEnds(form, anchor), name.cased);
    return context.textTest(name.field, test);
  }
}

function onField({ name, context, path }: ItemReader, test: Test): Predicate {
  if (name.field === undefined)
    throw new Refusal(
      "SIGMA_MODIFIER",
      path,
      `"${test.op === "null" ? "null" : name.test}" needs the name of a field`,
    );
  return context.test(name.field, test);
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

/** Every form of a text with its placeholders replaced. */
function expand(value: string, path: Path, placeholders: Placeholders): readonly string[] {
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
  return forms.map((form) => (form + tail).replaceAll("\\%", "%"));
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

// Sigma modifiers appendix 2.1, and which of them may stand together.
import { Refusal } from "./diagnostic.ts";
import type { Path } from "./diagnostic.ts";

const TIME_PARTS = ["minute", "hour", "day", "week", "month", "year"] as const;
const COMPARISONS = ["lt", "lte", "gt", "gte"] as const;
const ANCHORS = { contains: "contains", startswith: "startsWith", endswith: "endsWith" } as const;
const ENCODINGS = [
  "windash",
  "base64",
  "base64offset",
  "utf16le",
  "utf16be",
  "utf16",
  "wide",
] as const;

type Comparison = (typeof COMPARISONS)[number];
type TimePart = (typeof TIME_PARTS)[number];
/** A modifier that turns a text into other texts or bytes. */
export type Encoding = (typeof ENCODINGS)[number];

/** A field with what its modifiers ask, in the order in which they work on values. */
export interface FieldName {
  /** As written, for messages. */
  readonly key: string;
  /** Undefined for keywords. */
  readonly field: string | undefined;
  readonly all: boolean;
  readonly negated: boolean;
  readonly cased: boolean;
  readonly anchor: (typeof ANCHORS)[keyof typeof ANCHORS] | undefined;
  /** Transformations of text, in the order given. */
  readonly encodings: readonly Encoding[];
  readonly expand: boolean;
  /** The kind of test, where it is not a comparison of text. */
  readonly test: "text" | "re" | "cidr" | "exists" | "fieldref" | Comparison | TimePart;
  /** For a time part that is compared: `hour|gte`. */
  readonly comparison: Comparison | "eq";
  /** `i`, `m`, `s` of `re`. */
  readonly flags: string;
}

/** Long names of the flags, as pySigma takes them. */
const FLAGS: Readonly<Record<string, string>> = {
  i: "i",
  ignorecase: "i",
  m: "m",
  multiline: "m",
  s: "s",
  dotall: "s",
};

/** Hayabusa's older names, with what they are in Sigma (its rules' README, "Deprecated Field Modifiers"). */
const OTHER_NAMES: Readonly<Record<string, readonly string[]>> = {
  equalsfield: ["fieldref"],
  endswithfield: ["fieldref", "endswith"],
};

/** Reads `Field|modifier|…`. @throws {Refusal} `SIGMA_MODIFIER` */
export function readFieldName(key: string, path: Path): FieldName {
  const refuse = (message: string): never => {
    throw new Refusal("SIGMA_MODIFIER", path, message);
  };
  const [name = "", ...written] = key.split("|").map((part) => part.trim());
  const modifiers = written.flatMap((one) =>
    Object.hasOwn(OTHER_NAMES, one) ? (OTHER_NAMES[one] ?? []) : [one],
  );
  const twice = modifiers.find((one, index) => modifiers.indexOf(one) !== index);
  if (twice !== undefined) refuse(`"${twice}" stands twice in "${key}"`);
  const quantifier = /\[(?:any|all)\]$/.exec(name)?.[0];
  if (quantifier !== undefined)
    refuse(
      `"${quantifier}" in "${key}" is of a draft of Sigma 2.2; several values match by any of them`,
    );
  let test: FieldName["test"] = "text";
  let comparison: FieldName["comparison"] = "eq";
  let anchor: string | undefined;
  let flags = "";
  const encodings: Encoding[] = [];
  for (const [index, modifier] of modifiers.entries()) {
    if (GENERIC.has(modifier)) continue;
    if (Object.hasOwn(ANCHORS, modifier)) {
      if (anchor !== undefined)
        refuse(`"${anchor}" and "${modifier}" exclude each other in "${key}"`);
      anchor = modifier;
    } else if (isOneOf(ENCODINGS, modifier)) encodings.push(modifier);
    else if (modifier === "re" || modifier === "cidr" || modifier === "exists") {
      if (test !== "text") refuse(`"${modifier}" cannot follow "${test}" in "${key}"`);
      if (!modifiers.slice(0, index).every((one) => one === "expand"))
        refuse(`"${modifier}" must be the first modifier of "${key}"`);
      test = modifier;
    } else if (modifier === "fieldref") {
      if (test !== "text") refuse(`"fieldref" cannot follow "${test}" in "${key}"`);
      test = modifier;
    } else if (test === "re" && FLAGS[modifier] !== undefined) flags += FLAGS[modifier];
    else if (isOneOf(TIME_PARTS, modifier)) {
      if (test !== "text") refuse(`"${modifier}" cannot follow "${test}" in "${key}"`);
      test = modifier;
    } else if (isOneOf(COMPARISONS, modifier)) {
      if (isOneOf(TIME_PARTS, test) && comparison === "eq") comparison = modifier;
      else if (test === "text") test = modifier;
      else refuse(`"${modifier}" cannot follow "${test}" in "${key}"`);
    } else refuse(`unknown modifier "${modifier}" in "${key}"${hint(modifier)}`);
  }
  const generic = new Set(modifiers.filter((one) => GENERIC.has(one)));
  checkTogether({ key, test, anchor, encodings, flags, generic }, refuse);
  return {
    key,
    field: name === "" ? undefined : name,
    all: generic.has("all"),
    negated: generic.has("neq"),
    cased: generic.has("cased") || written.includes("equalsfield"),
    anchor: anchor === undefined ? undefined : ANCHORS[anchor as keyof typeof ANCHORS],
    encodings,
    expand: generic.has("expand"),
    test,
    comparison,
    flags: [...new Set(flags)].join(""),
  };
}

const GENERIC: ReadonlySet<string> = new Set(["all", "neq", "cased", "expand"]);

function isOneOf<T extends string>(list: readonly T[], one: string): one is T {
  return (list as readonly string[]).includes(one);
}

function hint(modifier: string): string {
  const lower = modifier.toLowerCase();
  const known = [...GENERIC, ...Object.keys(ANCHORS), ...ENCODINGS, ...TIME_PARTS, ...COMPARISONS];
  if (lower !== modifier && [...known, "re", "cidr", "exists", "fieldref"].includes(lower))
    return `; modifiers are written in small letters: "${lower}"`;
  return FLAGS[modifier] === undefined ? "" : `; it belongs behind "re"`;
}

interface Together {
  readonly key: string;
  readonly test: FieldName["test"];
  readonly anchor: string | undefined;
  readonly encodings: readonly Encoding[];
  readonly flags: string;
  readonly generic: ReadonlySet<string>;
}

/** Modifiers that mean nothing together, or two things. */
function checkTogether(
  { key, test, anchor, encodings, flags, generic }: Together,
  refuse: (message: string) => never,
): void {
  const apart = (one: string, other: string): never =>
    refuse(`"${one}" cannot stand with "${other}" in "${key}"`);
  const [encoding] = encodings;
  if (test !== "text" && encoding !== undefined)
    refuse(`"${encoding}" works on text and cannot stand with "${test}" in "${key}"`);
  if (anchor !== undefined && test === "re")
    refuse(`"re" is unanchored and takes no contains, startswith or endswith in "${key}"`);
  if (anchor !== undefined && test !== "text" && test !== "fieldref")
    refuse(`"${test}" cannot stand with contains, startswith or endswith in "${key}"`);
  if (test === "exists") for (const one of generic) apart(one, test);
  if (generic.has("cased") && test !== "text" && test !== "fieldref" && test !== "re")
    apart("cased", test);
  if (generic.has("cased") && flags.includes("i")) apart("cased", "i");
  if (generic.has("expand") && test !== "text" && test !== "cidr") apart("expand", test);
  if (generic.has("all") && generic.has("neq"))
    refuse(`"neq" and "all" say two things in "${key}": none of the values, or not all of them`);
  const binary = encodings.findIndex((one) => one !== "windash");
  const dash = encodings.indexOf("windash");
  if (binary >= 0 && dash > binary)
    refuse(`"windash" must stand before "${encodings[binary]}" in "${key}"`);
  const last = encodings.findIndex((one) => one.startsWith("base64"));
  if (last >= 0 && last < encodings.length - 1)
    refuse(`"${encodings[last + 1]}" must stand before "${encodings[last]}" in "${key}"`);
  const wide = encodings.filter((one) => one.startsWith("utf16") || one === "wide");
  if (wide.length > 1) apart(wide[0] ?? "", wide[1] ?? "");
}

import { Refusal } from "./diagnostic.ts";
import type { Path } from "./diagnostic.ts";

const TIME_PARTS = ["minute", "hour", "day", "week", "month", "year"] as const;
const COMPARISONS = ["lt", "lte", "gt", "gte"] as const;
const ANCHORS = { contains: "contains", startswith: "startsWith", endswith: "endsWith" } as const;

/** A field with what its modifiers ask, in the order in which they work on values. */
export interface FieldName {
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

type Comparison = (typeof COMPARISONS)[number];
type TimePart = (typeof TIME_PARTS)[number];
/** A modifier that turns a text into other texts or bytes. */
export type Encoding =
  | "windash"
  | "base64"
  | "base64offset"
  | "utf16le"
  | "utf16be"
  | "utf16"
  | "wide";

const ENCODINGS: ReadonlySet<string> = new Set<Encoding>([
  "windash",
  "base64",
  "base64offset",
  "utf16le",
  "utf16be",
  "utf16",
  "wide",
]);
/** Long names of the flags, as pySigma takes them. */
const FLAGS: Readonly<Record<string, string>> = {
  i: "i",
  ignorecase: "i",
  m: "m",
  multiline: "m",
  s: "s",
  dotall: "s",
};

/** Reads `Field|modifier|…`. @throws {Refusal} `SIGMA_MODIFIER` */
export function readFieldName(key: string, path: Path): FieldName {
  const [name = "", ...modifiers] = key.split("|").map((part) => part.trim());
  const refuse = (message: string): never => {
    throw new Refusal("SIGMA_MODIFIER", path, message);
  };
  let all = false;
  let negated = false;
  let cased = false;
  let expand = false;
  let anchor: FieldName["anchor"];
  let test: FieldName["test"] = "text";
  let comparison: FieldName["comparison"] = "eq";
  let flags = "";
  const encodings: Encoding[] = [];
  for (const [index, modifier] of modifiers.entries()) {
    const first = index === 0 || modifiers.slice(0, index).every((one) => one === "expand");
    if (modifier === "all") all = true;
    else if (modifier === "neq") negated = true;
    else if (modifier === "cased") cased = true;
    else if (modifier === "expand") expand = true;
    else if (Object.hasOwn(ANCHORS, modifier)) anchor = ANCHORS[modifier as keyof typeof ANCHORS];
    else if (ENCODINGS.has(modifier)) encodings.push(modifier as Encoding);
    else if (modifier === "re" || modifier === "cidr" || modifier === "exists") {
      if (!first) refuse(`"${modifier}" must be the first modifier of "${key}"`);
      test = modifier;
    } else if (modifier === "fieldref") {
      test = "fieldref";
    } else if (test === "re" && FLAGS[modifier] !== undefined) flags += FLAGS[modifier];
    else if ((TIME_PARTS as readonly string[]).includes(modifier)) {
      if (test !== "text") refuse(`"${modifier}" cannot follow "${test}" in "${key}"`);
      test = modifier as TimePart;
    } else if ((COMPARISONS as readonly string[]).includes(modifier)) {
      if ((TIME_PARTS as readonly string[]).includes(test)) comparison = modifier as Comparison;
      else if (test === "text") test = modifier as Comparison;
      else refuse(`"${modifier}" cannot follow "${test}" in "${key}"`);
    } else refuse(`unknown modifier "${modifier}" in "${key}"`);
  }
  if (test !== "text" && encodings.length > 0)
    refuse(`"${encodings[0]}" works on text and cannot stand with "${test}" in "${key}"`);
  if (anchor !== undefined && test !== "text" && test !== "fieldref" && test !== "re")
    refuse(`"${test}" cannot stand with contains, startswith or endswith in "${key}"`);
  if (anchor !== undefined && test === "re")
    refuse(`"re" is unanchored and takes no contains, startswith or endswith in "${key}"`);
  checkEncodings(encodings, key, refuse);
  return {
    field: name === "" ? undefined : name,
    all,
    negated,
    cased,
    anchor,
    encodings,
    expand,
    test,
    comparison,
    flags,
  };
}

function checkEncodings(
  encodings: readonly Encoding[],
  key: string,
  refuse: (message: string) => never,
): void {
  const at = encodings.findIndex((one) => one.startsWith("base64"));
  if (at >= 0 && at < encodings.length - 1)
    refuse(`"${encodings[at + 1]}" must stand before "${encodings[at]}" in "${key}"`);
}

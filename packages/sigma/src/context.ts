import { anyField, field } from "@tocsin/model";
import type { Predicate, Test, TextTest } from "@tocsin/model";
import type { Path } from "./diagnostic.ts";
import { readFieldName } from "./modifier.ts";
import type { FieldName } from "./modifier.ts";
import type { Anchor } from "./text.ts";

/** Values of `%name%`, by name. */
export type Placeholders = Readonly<Record<string, readonly (string | number)[]>>;

/**
 * What the documents of one call share. Equal tests are one object, across rules and files: two thirds of the
 * tests of public rules are made once, and an engine may know them by identity.
 */
export interface LoadContext {
  readonly placeholders: Placeholders;
  /** `Field|modifier|…`, read once for each text. @throws {Refusal} `SIGMA_MODIFIER` */
  fieldName(key: string, path: Path): FieldName;
  /** Every plain test of text that was made for a field and its modifiers, by the text. */
  plainTests(name: FieldName): Map<string | number | boolean, Predicate>;
  /** The one predicate for a test of a field; of any field where the name is undefined. */
  test(name: string | undefined, test: Test): Predicate;
  /** The same for a test of text, which keywords may be too. */
  textTest(name: string | undefined, test: TextTest): Predicate;
}

/** A context with nothing in it yet. */
export function createContext(placeholders: Placeholders): LoadContext {
  const names = new Map<string, FieldName>();
  // By field, by kind of test, by value: the texts are there already, so nothing is joined to be looked up.
  const known = new Map<
    string | undefined,
    Map<string, Map<string | number | boolean, Predicate>>
  >();

  const tests = (
    name: string | undefined,
    kind: string,
  ): Map<string | number | boolean, Predicate> => {
    let kinds = known.get(name);
    if (kinds === undefined)
      known.set(name, (kinds = new Map<string, Map<string | number | boolean, Predicate>>()));
    let values = kinds.get(kind);
    if (values === undefined)
      kinds.set(kind, (values = new Map<string | number | boolean, Predicate>()));
    return values;
  };
  const intern = (name: string | undefined, one: Test, make: () => Predicate): Predicate => {
    const values = tests(name, kindOf(one));
    const value = valueOf(one);
    let predicate = values.get(value);
    if (predicate === undefined) values.set(value, (predicate = make()));
    return predicate;
  };
  const plain = new Map<FieldName, Map<string | number | boolean, Predicate>>();
  return {
    placeholders,
    plainTests(name) {
      let found = plain.get(name);
      if (found === undefined) {
        found = tests(name.field, kindOf({ op: plainOp(name), value: "", cased: name.cased }));
        plain.set(name, found);
      }
      return found;
    },
    fieldName(key, path) {
      let name = names.get(key);
      if (name === undefined) names.set(key, (name = readFieldName(key, path)));
      return name;
    },
    test(name, one) {
      if (name === undefined) throw new TypeError(`"${one.op}" needs the name of a field`);
      return intern(name, one, () => field(name, one));
    },
    textTest: (name, one) =>
      intern(name, one, () => (name === undefined ? anyField(one) : field(name, one))),
  };
}

/** Where a text stands in a value; keywords are looked for within. */
export function plainOp({ anchor, field }: FieldName): Anchor | "equals" {
  return anchor ?? (field === undefined ? "contains" : "equals");
}

const CASED: Readonly<Record<string, string>> = {
  equals: "equals cased",
  contains: "contains cased",
  startsWith: "startsWith cased",
  endsWith: "endsWith cased",
};

/** What a test does, its value left out. */
function kindOf(one: Test): string {
  switch (one.op) {
    case "equals":
    case "contains":
    case "startsWith":
    case "endsWith":
      return one.cased ? (CASED[one.op] ?? one.op) : one.op;
    case "is":
    case "cidr":
    case "exists":
    case "null":
      return one.op;
    default:
      return "other";
  }
}

function valueOf(one: Test): string | number | boolean {
  switch (one.op) {
    case "equals":
    case "contains":
    case "startsWith":
    case "endsWith":
      return one.value;
    case "is":
      // A map holds 0 and -0 for the same, and so do the tests.
      return one.value;
    case "cidr":
      return one.network;
    case "exists":
    case "null":
      return true;
    default:
      return JSON.stringify(one);
  }
}

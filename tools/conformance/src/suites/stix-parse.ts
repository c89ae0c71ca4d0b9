import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { validateStix } from "@tocsin/stix";
import type { Case, Suite } from "../suite.ts";

interface ParseCase {
  readonly id: string;
  readonly test: string;
  readonly input: unknown;
  readonly allow_custom: unknown;
  readonly parses: boolean;
}

type Content = Readonly<Record<string, unknown>>;

/** Custom types and extensions the tests of the reference library register before they parse. */
const REGISTERED = ["my-favorite-sdo", "my-favorite-sco", "x-new-observable", "x-new-ext"];

/** What the reference library takes because it mends or does not look; a validator may not. */
const CONTESTED: Readonly<Record<string, string>> = {
  "stix-parse-1d718263d721": "a UUID without a version and variant; section 2.9",
  "stix-parse-40c7c8b03ab6": "mends a number where a text must stand; section 2.11",
  "stix-parse-4fff7e9e3c8e": "mends times of versions without milliseconds; section 3.2",
  "stix-parse-535f01c1451a": "sample_ref to a mail address; section 4.12",
  "stix-parse-62e14b5240a4": "an extension without extension_type; section 7.3",
  "stix-parse-d5c7330bc610": "mends a number where a text must stand; section 2.11",
  "stix-parse-d64845d9aa97": "an object of Python as its text, which is no JSON",
  "stix-parse-df4f19267429": "mends times of versions without milliseconds; section 3.2",
  "stix-parse-e5e2d07ef6ca": "mends times of versions without milliseconds; section 3.2",
  "stix-parse-fdc442d54f68": "mends times of versions without milliseconds; section 3.2",
};

const UUID = "00000000-0000-4000-8000-000000000000";
const UUID_5 = "00000000-0000-5000-8000-000000000000";
const TIME = "2024-01-01T00:00:00.000Z";
const OBSERVABLES: ReadonlySet<unknown> = new Set([
  "artifact",
  "domain-name",
  "email-addr",
  "email-message",
  "file",
  "my-favorite-sco",
  "mutex",
  "network-traffic",
  "url",
  "x-foobar-observable",
  "x-new-observable",
]);

/** What the reference library fills in where it is not given: the version, an id and times. */
function fill(json: unknown): unknown {
  if (typeof json !== "object" || json === null || Array.isArray(json)) return json;
  const object = json as Content;
  const { type } = object;
  if (type === "bundle" && Array.isArray(object["objects"]))
    return { ...object, objects: object["objects"].map(fill) };
  const isObservable = OBSERVABLES.has(type);
  const times =
    type === "marking-definition" ? { created: TIME } : { created: TIME, modified: TIME };
  return {
    spec_version: "2.1",
    id: `${String(type)}--${isObservable ? UUID_5 : UUID}`,
    ...(isObservable ? {} : times),
    ...object,
  };
}

function judge(one: ParseCase): string | undefined {
  const json: unknown = typeof one.input === "string" ? JSON.parse(one.input) : one.input;
  const isCustomAllowed = one.allow_custom === true;
  const { isValid, faults } = validateStix(fill(json), {
    known: REGISTERED,
    ...(!isCustomAllowed && { strictTypes: true, strictProperties: true }),
  });
  if (isValid === one.parses) return undefined;
  const first = faults.find(({ severity }) => severity === "error");
  return one.parses ? `expected to parse, got: ${first?.message}` : "expected to be refused";
}

/** Objects that the OASIS library for Python takes or refuses. */
export const suite: Suite = {
  name: "stix-parse",
  corpus: "advisory",
  *load(corporaRoot): Generator<Case> {
    const folder = join(corporaRoot, "advisory", "stix", "parse");
    if (!existsSync(folder)) return;
    for (const name of readdirSync(folder).toSorted()) {
      if (!name.endsWith(".json")) continue;
      const one = JSON.parse(readFileSync(join(folder, name), "utf8")) as ParseCase;
      const contested = Object.hasOwn(CONTESTED, one.id);
      const test = one.test.split("::").at(-1) ?? "";
      yield { id: `${one.id} ${test}`, contested, run: () => judge(one) };
    }
  },
};

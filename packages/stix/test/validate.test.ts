import { readdirSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { cpuNow } from "../../../tools/testkit/src/index.ts";
import { validateStix } from "../src/index.ts";
import type { ValidateOptions } from "../src/index.ts";
import { makeDeterministicId } from "../src/validate/deterministic-id.ts";
import { OBJECT_TYPES } from "../src/validate/types.ts";
import { corpus, corpusIsThere, readJson } from "./corpus.ts";

type Content = Readonly<Record<string, unknown>>;

const uuid = "00000000-0000-4000-8000-000000000001";
const time = "2024-01-01T00:00:00.000Z";

function make(type: string, more: Content): Content {
  return {
    type,
    spec_version: "2.1",
    id: `${type}--${uuid}`,
    created: time,
    modified: time,
    ...more,
  };
}

function scene(more: Content): Content {
  return make("indicator", {
    name: "C2",
    description: "A server.",
    indicator_types: ["malicious-activity"],
    pattern: "[domain-name:value = 'c2.example']",
    pattern_type: "stix",
    valid_from: time,
    ...more,
  });
}

/** The faults as `severity clause property`. */
function faults(input: unknown, options: ValidateOptions = {}): string[] {
  return validateStix(input, options).faults.map(({ severity, clause, property = "" }) =>
    `${severity} ${clause} ${property}`.trim(),
  );
}

const VALID: readonly Content[] = [
  scene({}),
  make("attack-pattern", {
    name: "Phishing",
    external_references: [{ source_name: "capec", external_id: "CAPEC-98" }],
  }),
  make("campaign", { name: "One", first_seen: time, last_seen: time }),
  make("course-of-action", { name: "Patch" }),
  make("grouping", { context: "unspecified", object_refs: [`malware--${uuid}`] }),
  make("identity", { name: "Agency", identity_class: "organization", sectors: ["defense"] }),
  make("incident", { name: "One" }),
  make("infrastructure", { name: "Servers", infrastructure_types: ["command-and-control"] }),
  make("intrusion-set", { name: "Group", goals: ["espionage"] }),
  make("location", { country: "KR", latitude: 37.5, longitude: 127 }),
  make("malware", { name: "OneRAT", is_family: true, malware_types: ["remote-access-trojan"] }),
  make("malware-analysis", { product: "one-engine", result: "malicious" }),
  make("note", { content: "Text", object_refs: [`malware--${uuid}`] }),
  make("observed-data", {
    first_observed: time,
    last_observed: time,
    number_observed: 1,
    object_refs: [`ipv4-addr--${uuid}`],
  }),
  make("opinion", { opinion: "agree", object_refs: [`malware--${uuid}`] }),
  make("report", { name: "R", published: time, object_refs: [`malware--${uuid}`] }),
  make("threat-actor", { name: "Group", threat_actor_types: ["nation-state"] }),
  make("tool", { name: "Tunnel", tool_types: ["remote-access"] }),
  make("vulnerability", {
    name: "CVE-2021-44228",
    external_references: [{ source_name: "cve", external_id: "CVE-2021-44228" }],
  }),
  make("relationship", {
    relationship_type: "uses",
    source_ref: `intrusion-set--${uuid}`,
    target_ref: `malware--${uuid}`,
  }),
  make("sighting", { sighting_of_ref: `indicator--${uuid}`, count: 2 }),
  make("language-content", { object_ref: `report--${uuid}`, contents: { ko: { name: "보고서" } } }),
  {
    type: "marking-definition",
    spec_version: "2.1",
    id: "marking-definition--f88d31f6-486f-44da-b317-01333bde0b82",
    created: "2017-01-20T00:00:00.000Z",
    name: "TLP:AMBER",
    definition_type: "tlp",
    definition: { tlp: "amber" },
  },
  make("extension-definition", {
    created_by_ref: `identity--${uuid}`,
    name: "One",
    description: "Of one.",
    schema: "https://example.com/schema",
    version: "1.0",
    extension_types: ["property-extension"],
  }),
];

test.each(VALID.map((object) => [String(object["type"]), object]))(
  "validateStix takes a strict %s",
  (_type, object) => {
    const options = { strict: true, strictTypes: true, strictProperties: true };
    expect(faults(object, options)).toEqual([]);
    expect(faults(JSON.stringify(object), options)).toEqual([]);
  },
);

test("validateStix has a valid sample of every type that is no observable", () => {
  const types = Object.entries(OBJECT_TYPES)
    .filter(([, { family }]) => family !== "observable" && family !== "bundle")
    .map(([name]) => name);
  expect(new Set(VALID.map(({ type }) => type))).toEqual(new Set(types));
});

test.each<readonly [string, Content, string]>([
  ["an id of another type", scene({ id: `malware--${uuid}` }), "error 2.9 id"],
  ["an id that is no UUID", scene({ id: "indicator--1" }), "error 2.9 id"],
  ["a time of no calendar", scene({ valid_from: "2023-02-29T00:00:00Z" }), "error 2.16 valid_from"],
  [
    "a version without milliseconds",
    scene({ created: "2024-01-01T00:00:00Z" }),
    "error 3.2 created",
  ],
  [
    "a version before its object",
    scene({ modified: "2023-01-01T00:00:00.000Z" }),
    "error 3.6 modified",
  ],
  ["an end that is no later", scene({ valid_until: time }), "error 4.7 valid_until"],
  ["a broken pattern", scene({ pattern: "[file:name = ]" }), "error 9 pattern"],
  ["an empty list", scene({ labels: [] }), "error 2.12 labels"],
  ["a confidence above 100", scene({ confidence: 101 }), "error 2.10 confidence"],
  ["a text for a list", scene({ labels: "a" }), "error 2.12 labels"],
  ["a reserved name", scene({ severity: "high" }), "error 3.8 severity"],
  ["a language that is none", scene({ lang: "not a tag" }), "error 3.2 lang"],
  [
    "a selector that leads nowhere",
    scene({
      granular_markings: [
        { marking_ref: `marking-definition--${uuid}`, selectors: ["labels.[0]"] },
      ],
    }),
    "error 7.2.3.1 granular_markings[0].selectors",
  ],
  [
    "a CVE that is none",
    scene({ external_references: [{ source_name: "cve", external_id: "x" }] }),
    "error 2.5 external_references[0].external_id",
  ],
  [
    "a marking that is none",
    scene({ object_marking_refs: [`malware--${uuid}`] }),
    "error 2.9 object_marking_refs[0]",
  ],
  [
    "a sighting of an observable",
    make("sighting", { sighting_of_ref: `file--${uuid}` }),
    "error 2.9 sighting_of_ref",
  ],
  [
    "a relationship of a relationship",
    make("relationship", {
      relationship_type: "uses",
      source_ref: `relationship--${uuid}`,
      target_ref: `tool--${uuid}`,
    }),
    "error 2.9 source_ref",
  ],
  ["a family without a name", make("malware", { is_family: true }), "error 4.11"],
  [
    "an opinion of no scale",
    make("opinion", { opinion: "maybe", object_refs: [`tool--${uuid}`] }),
    "error 2.4 opinion",
  ],
  ["a place without a place", make("location", { name: "Here" }), "error 4.10"],
  ["half of a place", make("location", { latitude: 1 }), "error 4.10"],
  [
    "a colour of another level",
    { ...VALID.find(({ type }) => type === "marking-definition"), definition: { tlp: "red" } },
    "error 7.2.1.4 definition",
  ],
  [
    "a digest of another length",
    { type: "file", id: `file--${uuid}`, hashes: { MD5: "ab" } },
    "error 10.7 hashes.MD5",
  ],
  ["a file of nothing", { type: "file", id: `file--${uuid}`, size: 1 }, "error 6.7"],
  [
    "an address that is none",
    { type: "ipv4-addr", id: `ipv4-addr--${uuid}`, value: "300.0.0.1" },
    "error 6.8 value",
  ],
  ["a type of capitals", { ...scene({}), type: "Indicator" }, "error 3.1 type"],
])("validateStix refuses %s and names the clause", (_what, object, fault) => {
  expect(faults(object)).toContain(fault);
  expect(validateStix(object).isValid).toBe(false);
});

test.each<readonly [string, Content, string, string]>([
  [
    "a term of no vocabulary",
    scene({ indicator_types: ["odd"] }),
    "indicator-types",
    "10.10 indicator_types[0]",
  ],
  ["a custom property", scene({ x_acme_rank: 1 }), "extensions-use", "7.3 x_acme_rank"],
  [
    "a link without a digest",
    scene({ external_references: [{ source_name: "a", url: "https://example.com/" }] }),
    "extref-hashes",
    "2.5 external_references[0]",
  ],
  [
    "an id that is not random",
    scene({ id: "indicator--00000000-0000-5000-8000-000000000001" }),
    "uuid-check",
    "2.9 id",
  ],
  [
    "an indicator without a name",
    make("indicator", { pattern: "[file:name = 'a']", pattern_type: "stix", valid_from: time }),
    "indicator-properties",
    "4.7",
  ],
  ["a country of no code", make("location", { country: "Nowhere" }), "countries", "4.10 country"],
  [
    "a relationship that is not suggested",
    make("relationship", {
      relationship_type: "mitigates",
      source_ref: `malware--${uuid}`,
      target_ref: `tool--${uuid}`,
    }),
    "relationship-types",
    "3.7 relationship_type",
  ],
])("validateStix warns of %s, and refuses it when strict", (_what, object, check, fault) => {
  expect(faults(object)).toEqual([`warning ${fault}`]);
  expect(faults(object, { strict: true })).toEqual([`error ${fault}`]);
  const without = [check] as ValidateOptions["without"];
  const left = validateStix(object, { strict: true, ...(without && { without }) }).faults;
  expect(left.filter((one) => one.check === check)).toEqual([]);
});

test("validateStix takes a property an extension of the bundle vouches for", () => {
  const definition = make("extension-definition", {
    created_by_ref: `identity--${uuid}`,
    name: "One",
    description: "Of one.",
    schema: "https://example.com/schema",
    version: "1.0",
    extension_types: ["toplevel-property-extension"],
    extension_properties: ["rank"],
  });
  const extensions = {
    [String(definition["id"])]: { extension_type: "toplevel-property-extension" },
  };
  const bundle = (more: Content): Content => ({
    type: "bundle",
    id: `bundle--${uuid}`,
    objects: [definition, scene({ extensions, ...more })],
  });
  expect(faults(bundle({ rank: 1 }), { strict: true })).toEqual([]);
  expect(faults(bundle({ grade: 1 }), { strict: true })).toEqual(["error 7.3 grade"]);
});

test("validateStix holds an object without a version against STIX 2.0", () => {
  const { spec_version: _version, ...old } = make("malware", { name: "OneRAT" });
  expect(faults(old)).toEqual(["error 3.2 labels"]);
  expect(faults({ ...old, labels: ["trojan"] })).toEqual([]);
});

test("validateStix looks into the objects of observed data", () => {
  const { spec_version: _version, ...old } = make("observed-data", {
    first_observed: time,
    last_observed: time,
    number_observed: 1,
    objects: {
      "0": { type: "ipv4-addr", value: "192.0.2.1" },
      "1": { type: "network-traffic", src_ref: "0", protocols: ["icmp"] },
    },
  });
  expect(faults(old)).toEqual([]);
  const traffic = { type: "network-traffic", src_ref: "9", protocols: ["icmp"] };
  expect(faults({ ...old, objects: { "1": traffic } })).toEqual(["error 2.9 src_ref"]);
});

test("validateStix asks for the joined objects only when told", () => {
  const relationship = make("relationship", {
    relationship_type: "uses",
    source_ref: `intrusion-set--${uuid}`,
    target_ref: `malware--${uuid}`,
  });
  expect(faults([relationship])).toEqual([]);
  expect(faults([relationship], { enforceRefs: true })).toEqual([
    "error 5.1 source_ref",
    "error 5.1 target_ref",
  ]);
});

test.each<readonly [string, readonly string[], Content, string]>([
  // Ids that the examples of STIX 2.1 section 6 bear.
  ["ipv4-addr", ["value"], { value: "198.51.100.3" }, "28bb3599-77cd-5a82-a950-b5bc3caf07c4"],
  [
    "directory",
    ["path"],
    { path: "C:\\Windows\\System32" },
    "0a58d0c1-59e6-5afd-8252-dcd3f13e5622",
  ],
  ["autonomous-system", ["number"], { number: 15139 }, "3aa27478-50b5-5ab8-9da9-cdc12b657fff"],
  [
    "email-addr",
    ["value"],
    { value: "john@example.com", display_name: "x" },
    "7165e2a9-671f-585d-b1e1-ca59c671d934",
  ],
])(
  "the id of an object of type %s is made of its properties",
  (type, contributing, object, made) => {
    expect(makeDeterministicId(type, contributing, object)).toBe(`${type}--${made}`);
  },
);

test("validateStix never throws on arbitrary input", () => {
  const names = [
    "id",
    "created",
    "extensions",
    "granular_markings",
    "objects",
    "pattern",
    "hashes",
  ];
  const object = fc
    .tuple(
      fc.constantFrom(...Object.keys(OBJECT_TYPES), "x-other"),
      fc.dictionary(fc.constantFrom(...names, "kill_chain_phases", "labels"), fc.jsonValue()),
    )
    .map(([type, more]) => ({ id: `${type}--${uuid}`, ...more, type }));
  fc.assert(
    fc.property(fc.oneof(fc.jsonValue(), object, fc.array(object), fc.string()), (input) => {
      const { isValid, faults: found } = validateStix(input);
      expect(isValid).toBe(!found.some(({ severity }) => severity === "error"));
    }),
  );
});

test("validateStix is done at once with hostile names", () => {
  const long = `${"a".repeat(200_000)}!`;
  const started = cpuNow();
  expect(validateStix({ type: long, id: `${long}--${uuid}` }).isValid).toBe(false);
  expect(validateStix(scene({ [long]: 1, pattern: long, lang: long })).isValid).toBe(false);
  let deep: unknown = 1;
  for (let level = 0; level < 5000; level++) deep = [deep];
  expect(validateStix(scene({ x_acme_deep: deep })).isValid).toBe(false);
  expect(cpuNow() - started).toBeLessThan(2000);
});

interface Schema {
  readonly properties?: Content;
  readonly required?: readonly string[];
  readonly allOf?: readonly Schema[];
}

function propertiesOf({ properties = {}, allOf = [] }: Schema): string[] {
  return [...Object.keys(properties), ...allOf.flatMap(propertiesOf)];
}

function requiredOf({ required = [], allOf = [] }: Schema): string[] {
  return [...required, ...allOf.flatMap(requiredOf)];
}

test.skipIf(!corpusIsThere)("the tables know every property of the schemas of OASIS", () => {
  const missing: string[] = [];
  let count = 0;
  for (const folder of ["sdos", "sros", "observables"])
    for (const file of readdirSync(corpus("stix", "schemas", folder))) {
      const name = file.replace(/\.json$/, "");
      const fields = OBJECT_TYPES[name]?.fields ?? {};
      const schema = readJson(join(corpus("stix", "schemas", folder), file)) as Schema;
      count++;
      for (const property of propertiesOf(schema))
        if (fields[property] === undefined) missing.push(`${name}.${property}`);
      for (const property of requiredOf(schema))
        if (fields[property]?.isRequired !== true) missing.push(`${name}.${property} is required`);
    }
  expect(missing).toEqual([]);
  expect(count).toBe(39);
});

test("validateStix finds an error that stands behind more warnings than are kept", () => {
  const warned = Array.from({ length: 1200 }, (_, i) => ({
    ...make("identity", { name: "a", custom_word: "b" }),
    id: `identity--00000000-0000-4000-8000-${String(i).padStart(12, "0")}`,
  }));
  const broken = { ...make("identity", {}), id: "identity--00000000-0000-4000-8000-ffffffffffff" };
  const only = validateStix(warned);
  expect(only.faults.length).toBe(1000);
  expect(only.isValid).toBe(true);
  expect(validateStix([...warned, broken]).isValid).toBe(false);
});

test("validateStix does not call valid what it has not looked at", () => {
  const object = make("identity", { name: "a" });
  expect(validateStix(Array.from({ length: 500_001 }, () => object)).isValid).toBe(false);
}, 60_000);

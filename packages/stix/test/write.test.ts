import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { Campaign } from "@tocsin/model";
import type { AnySchemaObject, ValidateFunction } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { expect, test } from "vitest";
import { readStix, validateStix, writeStix } from "../src/index.ts";
import type { StixBundle } from "../src/index.ts";
import { arbitraryCampaign } from "./arbitrary-campaign.ts";
import { corpus, corpusIsThere, listCases, readJson } from "./corpus.ts";
import { bundleDocument, campaign, findings } from "./sample.ts";

/** Ids are made, not random, and references have no digests, since nothing is fetched: all other advice is taken. */
const STRICT = {
  strict: true,
  strictProperties: true,
  enforceRefs: true,
  without: ["extref-hashes", "uuid-check"],
} as const;

const written = { ...bundleDocument, name: "written.json", sha256: "c".repeat(64) };

/** What must come back: everything but the identity of the documents. */
function essence(one: Campaign): unknown {
  const { id: _id, documents: _documents, ...rest } = one;
  return rest;
}

function back(one: Campaign): Campaign {
  return readStix(JSON.parse(JSON.stringify(writeStix(one))), written).campaign;
}

test("writeStix loses nothing when its bundle is read back", () => {
  const again = back(campaign);
  expect(essence(again)).toEqual(essence(campaign));
  expect(again.documents).toEqual([written, ...campaign.documents]);
});

test("writeStix loses nothing of any campaign when its bundle is read back", () => {
  fc.assert(
    fc.property(arbitraryCampaign, (one) => {
      const again = back(one);
      expect(essence(again)).toEqual(essence(one));
      expect(again.documents).toEqual([written, ...one.documents]);
    }),
  );
});

test("writeStix writes what the specification calls valid, advice included", () => {
  fc.assert(
    fc.property(fc.oneof(fc.constant(campaign), arbitraryCampaign), (one) => {
      const { faults } = validateStix(writeStix(one, findings), STRICT);
      expect(faults.filter(({ severity }) => severity === "error")).toEqual([]);
    }),
  );
});

test("writeStix gives the same bytes for the same campaign", () => {
  expect(JSON.stringify(writeStix(campaign, findings))).toBe(
    JSON.stringify(writeStix(structuredClone(campaign), structuredClone(findings))),
  );
});

test("writeStix refers to nothing that its bundle lacks", () => {
  const bundle = writeStix(campaign, findings);
  const ids = new Set(bundle.objects.map(({ id }) => id));
  expect(ids.size).toBe(bundle.objects.length);
  const text = JSON.stringify(bundle.objects.map(({ extensions: _own, ...object }) => object));
  const refs = text.match(/"[a-z-]{1,40}--[0-9a-f-]{36}"/g) ?? [];
  expect(refs.filter((ref) => !ids.has(JSON.parse(ref) as string))).toEqual([]);
});

test("writeStix writes findings as sightings of indicators and techniques", () => {
  const sightings = writeStix(campaign, findings).objects.filter(({ type }) => type === "sighting");
  expect(sightings.map((one) => String(one["sighting_of_ref"]).split("--")[0])).toEqual([
    "indicator",
    "attack-pattern",
  ]);
});

test("writeStix writes an empty campaign without a date at the beginning of time", () => {
  const bundle = writeStix({
    ...campaign,
    issuers: [],
    actors: [],
    software: [],
    techniques: [],
    vulnerabilities: [],
    indicators: [],
    sectors: [],
    countries: [],
    mitigations: [],
  });
  expect(bundle.objects.find(({ type }) => type === "report")?.["created"]).toBe(
    "2024-07-25T00:00:00.000Z",
  );
});

const SCHEMAS = corpus("stix", "schemas");

function compileSchemas(): (bundle: StixBundle) => string[] {
  const ajv = new Ajv2020({ strict: false, unicodeRegExp: false, validateFormats: false });
  const byType = new Map<string, string>();
  for (const folder of readdirSync(SCHEMAS))
    for (const file of readdirSync(join(SCHEMAS, folder))) {
      if (!file.endsWith(".json")) continue;
      const schema = readJson(join(SCHEMAS, folder, file)) as AnySchemaObject;
      ajv.addSchema(schema);
      byType.set(file.slice(0, -5), String(schema.$id));
    }
  return (bundle) =>
    bundle.objects.flatMap((object) => {
      const key = byType.get(object.type);
      const validate: ValidateFunction | undefined =
        key === undefined ? undefined : ajv.getSchema(key);
      if (validate === undefined) return [`no schema for ${object.type}`];
      const { type } = object;
      if (validate(object)) return [];
      return [`${type}: ${ajv.errorsText(validate.errors)}`];
    });
}

test.skipIf(!corpusIsThere)("writeStix satisfies the schemas of OASIS", () => {
  expect(compileSchemas()(writeStix(campaign, findings))).toEqual([]);
});

const BUNDLES = [
  ["documents", "talos", "twin.json"],
  ["documents", "unit42", "report.json"],
  ["stix", "sample", "bundle.json"],
] as const;

test.skipIf(!corpusIsThere).each(BUNDLES)(
  "writeStix carries the bundles of %s/%s round",
  (group, set, name) => {
    const check = compileSchemas();
    let count = 0;
    const wrong: string[] = [];
    for (const one of listCases(corpus(group, set))) {
      const path = corpus(group, set, one, name);
      if (!existsSync(path)) continue;
      count++;
      const first = readStix(readJson(path), { ...bundleDocument, name }).campaign;
      const bundle = writeStix(first);
      wrong.push(...check(bundle).map((message) => `${one}: ${message}`));
      const again = readStix(JSON.parse(JSON.stringify(bundle)), written).campaign;
      expect(essence(again)).toEqual(essence(first));
    }
    expect(wrong).toEqual([]);
    expect(count).toBeGreaterThan(9);
  },
  60_000,
);

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import addFormats from "ajv-formats";
import { Ajv2020 } from "ajv/dist/2020.js";
import { expect, test } from "vitest";
import { INDICATORS, makeSyntheticBundle, makeWarningBundle } from "../src/index.ts";

const CORPORA =
  process.env["TOCSIN_CORPORA"] ?? join(import.meta.dirname, "../../../../shared/corpora");
const SCHEMAS = join(CORPORA, "advisory/stix/schemas");
const BUNDLES = [
  ["aa24-207a", makeWarningBundle()],
  ["synthetic-indicators", makeSyntheticBundle()],
] as const;

test.for(BUNDLES)("ids of %s are unique and every reference leads to an object", ([, bundle]) => {
  const ids = bundle.objects.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const object of bundle.objects) {
    const refs = [object["object_refs"], object["source_ref"], object["target_ref"]].flat();
    expect(refs.filter((ref) => ref !== undefined && !ids.includes(ref as string))).toEqual([]);
  }
});

test("the warning's bundle has no indicator, for none of the warning's was read", () => {
  const types = makeWarningBundle().objects.map(({ type }) => type);
  expect(types).not.toContain("indicator");
  expect(types).not.toContain("observed-data");
});

test("every invented indicator says that it is synthetic and has a value of documentation", () => {
  const indicators = makeSyntheticBundle().objects.filter(({ type }) => type === "indicator");
  expect(indicators).toHaveLength(INDICATORS.length);
  for (const indicator of indicators) {
    expect(String(indicator["description"])).toMatch(/^SYNTHETIC/);
    const { pattern } = indicator as unknown as { pattern: string };
    for (const [address] of pattern.matchAll(/\b\d{1,3}(?:\.\d{1,3}){3}\b/g))
      expect(address).toMatch(/^(?:192\.0\.2|198\.51\.100|203\.0\.113)\./);
    expect(pattern).toMatch(/^\[(?!domain-name)|\.example'\]$/);
  }
});

// Needs the OASIS schemas of the public corpora.
test.skipIf(!existsSync(SCHEMAS)).for(BUNDLES)("%s is valid STIX 2.1", ([, bundle]) => {
  const ajv = new Ajv2020({ strict: false, unicodeRegExp: false, allErrors: true, logger: false });
  (addFormats as unknown as (ajv: Ajv2020) => void)(ajv);
  const idOf = new Map<string, string>();
  for (const folder of readdirSync(SCHEMAS)) {
    for (const file of readdirSync(join(SCHEMAS, folder))) {
      const schema = JSON.parse(readFileSync(join(SCHEMAS, folder, file), "utf8")) as {
        $id: string;
      };
      ajv.addSchema(schema);
      idOf.set(`${folder}/${file}`, schema.$id);
    }
  }
  const errorsOf = (name: string, value: unknown) => {
    const validate = ajv.getSchema(idOf.get(name) ?? "");
    if (validate === undefined) return [`no schema ${name}`];
    if (validate(value)) return [];
    return (validate.errors ?? []).map((each) => `${name}${each.instancePath} ${each.message}`);
  };
  expect(errorsOf("common/bundle.json", { type: bundle.type, id: bundle.id })).toEqual([]);
  for (const object of bundle.objects) {
    const folder = object.type === "relationship" ? "sros" : "sdos";
    expect(errorsOf(`${folder}/${object.type}.json`, object)).toEqual([]);
  }
});

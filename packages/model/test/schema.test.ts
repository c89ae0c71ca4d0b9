import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import addFormats from "ajv-formats";
import { Ajv2020 } from "ajv/dist/2020.js";
import { expect, test } from "vitest";
import { campaignFileJsonSchema } from "../src/schema/campaign-file.ts";
import { FORMATS, jsonSchema } from "../src/schema/index.ts";
import { ruleExplanation, ruleLint, ruleTests } from "./rule-samples.ts";
import { answer, campaign, finding } from "./samples.ts";

const FILE_SCHEMA = new URL("../schemas/campaign-file-1.schema.json", import.meta.url);

const names = Object.keys(FORMATS) as (keyof typeof FORMATS)[];
const samples = {
  answer,
  campaign,
  finding,
  "rule-lint": ruleLint,
  "rule-lint-finding": ruleLint.findings[0],
  "rule-test": ruleTests,
  "rule-test-result": ruleTests.tests[0],
  "rule-explanation": ruleExplanation,
};

/** A published schema never changes: a new shape is a new version and so a new file. */
test.each(names)("the %s schema is the one published under its version", (name) => {
  const file = fileURLToPath(
    new URL(`../schemas/${name}-${FORMATS[name].version}.schema.json`, import.meta.url),
  );
  const text = `${JSON.stringify(jsonSchema(name), undefined, 2)}\n`;
  if (!existsSync(file) && process.env["UPDATE"] === "1") writeFileSync(file, text);
  expect(
    readFileSync(file, "utf8"),
    `the shape of ${name} changed: raise its version, then UPDATE=1 writes the new schema`,
  ).toBe(text);
});

test.each(names)("the %s sample is valid by zod and by JSON Schema", (name) => {
  const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true });
  addFormats.default(ajv);
  const validate = ajv.compile(jsonSchema(name));
  expect(FORMATS[name].schema.safeParse(samples[name]).error?.issues).toBeUndefined();
  validate(JSON.parse(JSON.stringify(samples[name])));
  expect(validate.errors).toBeNull();
});

test.each(names)("the %s schema refuses a property it does not know", (name) => {
  const result = FORMATS[name].schema.safeParse({ ...samples[name], surprise: 1 });
  expect(result.success).toBe(false);
});

test("the answer schema refuses a verdict without limits", () => {
  const bare = { ...answer, verdict: { ...answer.verdict, limits: [] } };
  expect(FORMATS.answer.schema.safeParse(bare).success).toBe(false);
});

test("the campaign schema refuses a time that is not UTC", () => {
  const local = { ...campaign, published: "2024-07-25T10:00:00+09:00" };
  expect(FORMATS.campaign.schema.safeParse(local).success).toBe(false);
});

test.each([
  ["2024", true],
  ["2024-06", true],
  ["2024-06-11", true],
  ["2024-06-11T00:00:00Z", true],
  ["2024-13", false],
  ["June 2024", false],
])("the campaign schema judges a period that begins in %s", (first, isValid) => {
  const coarse = { ...campaign, period: { first, citations: [] } };
  expect(FORMATS.campaign.schema.safeParse(coarse).success).toBe(isValid);
});

test("the schema of campaign files is the one published under its version", () => {
  const file = fileURLToPath(FILE_SCHEMA);
  const text = `${JSON.stringify(campaignFileJsonSchema(), undefined, 2)}\n`;
  if (!existsSync(file) && process.env["UPDATE"] === "1") writeFileSync(file, text);
  expect(readFileSync(file, "utf8")).toBe(text);
});

const FILES: readonly (readonly [what: string, file: object, isValid: boolean])[] = [
  ["of a title alone", {}, true],
  ["with names alone", { issuers: ["An agency"], sectors: ["defence", { text: "nuclear" }] }, true],
  ["with a value without citations", { indicators: [{ type: "ipv4", value: "192.0.2.1" }] }, true],
  ["with an unknown type", { indicators: [{ type: "ip", value: "192.0.2.1" }] }, false],
  ["with an unknown property", { indicator: [] }, false],
  ["with a vulnerability without id", { vulnerabilities: [{ status: "exploited" }] }, false],
];

test.each(FILES)("the schema of campaign files judges one %s", (_, file, isValid) => {
  const ajv = new Ajv2020({ strict: true, allowUnionTypes: true });
  addFormats.default(ajv);
  const validate = ajv.compile(campaignFileJsonSchema());
  const whole = { tocsin: "campaign", version: "1", title: "Quiet Heron", ...file };
  expect(validate(whole)).toBe(isValid);
});

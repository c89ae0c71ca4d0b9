import { expect, test } from "vitest";
import { cpuNow } from "../../../tools/testkit/src/index.ts";
import { checkCsaf, csafChecks } from "../src/csaf/check-csaf.ts";
import { baseScore } from "../src/csaf/checks/cvss.ts";
import { viewCsaf } from "../src/csaf/csaf-view.ts";
import { compareInstants, parseInstant } from "../src/csaf/time.ts";
import { csafSample } from "./csaf-sample.ts";
import type { Part } from "./csaf-sample.ts";

function failed(json: unknown): string[] {
  const found = checkCsaf(viewCsaf(json), "ex.json");
  return [...new Set(found.map(({ message }) => / test (\S+):/.exec(message)?.[1] ?? message))];
}

function tracking(changes: Part): Part {
  const document = csafSample()["document"] as Part;
  return csafSample({ tracking: { ...(document["tracking"] as Part), ...changes } });
}

function tree(product_tree: Part, vulnerability: Part = {}): Part {
  return { ...csafSample({}, vulnerability), product_tree };
}

const NAMED = { product_id: "P1", name: "A" };
const NONE = { product_status: {}, remediations: [], scores: [] };
const first = (number: string, date = "2024-03-01T09:00:00Z"): Part => ({
  number,
  date,
  summary: "x",
});

test("a valid document fails no test", () => {
  expect(failed(csafSample())).toEqual([]);
});

test.each<readonly [string, Part]>([
  [
    "6.1.1",
    csafSample(
      {},
      { remediations: [{ category: "mitigation", details: "x", product_ids: ["P3"] }] },
    ),
  ],
  ["6.1.2", tree({ full_product_names: [NAMED, NAMED] }, { ...NONE })],
  [
    "6.1.3",
    tree(
      {
        full_product_names: [NAMED],
        relationships: [
          {
            full_product_name: { product_id: "P2", name: "B" },
            product_reference: "P1",
            relates_to_product_reference: "P2",
          },
        ],
      },
      { ...NONE },
    ),
  ],
  ["6.1.4", csafSample({}, { threats: [{ category: "impact", details: "x", group_ids: ["G9"] }] })],
  [
    "6.1.5",
    tree(
      {
        full_product_names: [NAMED],
        product_groups: [
          { group_id: "G1", product_ids: ["P1"] },
          { group_id: "G1", product_ids: ["P1"] },
        ],
      },
      { ...NONE },
    ),
  ],
  [
    "6.1.6",
    csafSample({}, { product_status: { known_affected: ["P1"], known_not_affected: ["P1"] } }),
  ],
  [
    "6.1.7",
    csafSample(
      {},
      {
        scores: [1, 2].map(() => ({
          products: ["P1"],
          cvss_v2: { version: "2.0", vectorString: "AV:N/AC:L/Au:N/C:C/I:C/A:C", baseScore: 10 },
        })),
      },
    ),
  ],
  [
    "6.1.9",
    csafSample(
      {},
      {
        scores: [
          {
            products: ["P1"],
            cvss_v3: {
              version: "3.1",
              vectorString: "CVSS:3.1/AV:L/AC:L/PR:H/UI:R/S:U/C:H/I:H/A:H",
              baseScore: 10,
              baseSeverity: "LOW",
            },
          },
        ],
      },
    ),
  ],
  [
    "6.1.10",
    csafSample(
      {},
      {
        scores: [
          {
            products: ["P1"],
            cvss_v3: {
              version: "3.1",
              vectorString: "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H",
              attackVector: "LOCAL",
            },
          },
        ],
      },
    ),
  ],
  [
    "6.1.14 6.1.21",
    tracking({ revision_history: [first("2"), first("1", "2024-03-02T09:00:00Z")], version: "1" }),
  ],
  ["6.1.15", csafSample({ publisher: { category: "translator", name: "T" } })],
  ["6.1.16", tracking({ version: "1" })],
  ["6.1.17 6.1.18", tracking({ version: "0.9.5", revision_history: [first("0.9.5")] })],
  [
    "6.1.18",
    tracking({ revision_history: [first("0"), first("1", "2024-03-02T09:00:00Z")], version: "1" }),
  ],
  [
    "6.1.19",
    tracking({
      status: "draft",
      version: "1.0.0",
      revision_history: [first("1.0.0-rc"), first("1.0.0", "2024-03-02T09:00:00Z")],
    }),
  ],
  [
    "6.1.17 6.1.19 6.1.20",
    tracking({ version: "1.0.0-rc", revision_history: [first("1.0.0-rc")] }),
  ],
  [
    "6.1.21",
    tracking({ revision_history: [first("1"), first("3", "2024-03-02T09:00:00Z")], version: "3" }),
  ],
  [
    "6.1.22",
    tracking({ revision_history: [first("1"), first("1", "2024-03-02T09:00:00Z")], version: "1" }),
  ],
  [
    "6.1.24",
    csafSample(
      {},
      {
        involvements: [1, 2].map(() => ({
          party: "vendor",
          date: "2024-01-01T00:00:00Z",
          status: "open",
        })),
      },
    ),
  ],
  [
    "6.1.25",
    tree(
      {
        full_product_names: [
          {
            ...NAMED,
            product_identification_helper: {
              hashes: [
                {
                  filename: "a",
                  file_hashes: [
                    { algorithm: "md5", value: "1" },
                    { algorithm: "md5", value: "2" },
                  ],
                },
              ],
            },
          },
        ],
      },
      { ...NONE },
    ),
  ],
  ["6.1.26", csafSample({ category: "Security_Incident_Response" })],
  [
    "6.1.27.1",
    {
      ...csafSample({
        category: "csaf_informational_advisory",
        notes: [],
        references: [{ category: "external", url: "https://example.com" }],
      }),
      vulnerabilities: undefined,
    },
  ],
  [
    "6.1.27.2",
    { ...csafSample({ category: "csaf_informational_advisory" }), vulnerabilities: undefined },
  ],
  [
    "6.1.27.3",
    csafSample({
      category: "csaf_informational_advisory",
      references: [{ category: "external", url: "https://example.com" }],
    }),
  ],
  ["6.1.27.4", { ...csafSample({}, { ...NONE }), product_tree: undefined }],
  ["6.1.27.5", csafSample({}, { notes: undefined })],
  ["6.1.27.6", csafSample({}, { product_status: undefined })],
  ["6.1.27.7", csafSample({ category: "csaf_vex" }, { product_status: { recommended: ["P1"] } })],
  ["6.1.27.8", csafSample({ category: "csaf_vex" }, { cve: undefined })],
  [
    "6.1.27.9",
    csafSample({ category: "csaf_vex" }, { product_status: { known_not_affected: ["P2"] } }),
  ],
  ["6.1.27.10", csafSample({ category: "csaf_vex" }, { remediations: [] })],
  ["6.1.27.11", { ...csafSample(), vulnerabilities: undefined }],
  ["6.1.28", csafSample({ source_lang: "en" })],
  ["6.1.29", csafSample({}, { remediations: [{ category: "mitigation", details: "x" }] })],
  [
    "6.1.30",
    tracking({
      version: "2.0.0",
      revision_history: [first("1"), first("2.0.0", "2024-03-02T09:00:00Z")],
    }),
  ],
  ["6.1.32", csafSample({}, { flags: [{ label: "component_not_present" }] })],
  [
    "6.1.33",
    csafSample(
      {},
      {
        flags: ["component_not_present", "vulnerable_code_not_present"].map((label) => ({
          label,
          product_ids: ["P2"],
        })),
      },
    ),
  ],
])("a document fails test %s and no other", (ids, json) => {
  expect(failed(json)).toEqual(ids.split(" "));
});

test("a CVE that is used twice fails test 6.1.23", () => {
  const one = (csafSample()["vulnerabilities"] as Part[])[0];
  expect(failed({ ...csafSample(), vulnerabilities: [one, one] })).toEqual(["6.1.23"]);
});

test("every number of a test stands once, and 2.1 has more tests than 2.0", () => {
  const [older, newer] = [csafChecks("2.0"), csafChecks("2.1")];
  expect(new Set(newer).size).toBe(newer.length);
  expect(newer).toEqual(expect.arrayContaining([...older]));
  expect(newer.length).toBeGreaterThan(older.length);
});

test("many findings of one test are told by their number", () => {
  const ids = Array.from({ length: 500 }, (_, i) => `Q${i}`);
  const found = checkCsaf(
    viewCsaf(csafSample({}, { product_status: { known_affected: ids } })),
    "x",
  );
  expect(found).toHaveLength(6);
  expect(found.at(-1)?.message).toContain("495 more");
});

test("a chain of 100,000 products made of one another is no circle and takes little time", () => {
  const relationships = Array.from({ length: 100_000 }, (_, i) => ({
    full_product_name: { product_id: `R${i}`, name: `R${i}` },
    product_reference: i === 0 ? "P1" : `R${i - 1}`,
    relates_to_product_reference: "P1",
  }));
  const started = cpuNow();
  expect(failed(tree({ full_product_names: [NAMED], relationships }, { ...NONE }))).toEqual([]);
  expect(cpuNow() - started).toBeLessThan(5000);
});

test.each([
  ["2024-02-29T10:00:00Z", true],
  ["2023-02-29T10:00:00Z", false],
  ["2024-01-24 10:00:00Z", false],
  ["2024-01-24t10:00:00z", false],
  ["2024-01-24T10:00:60Z", false],
  ["2024-01-24T10:00:00", false],
  ["2024-01-24T10:00:00.123456+01:00", true],
  ["2024-13-24T10:00:00Z", false],
])("the time %s is valid: %s", (text, isValid) => {
  expect(parseInstant(text) !== undefined).toBe(isValid);
});

test("times are compared across zones and below milliseconds", () => {
  const compare = (a: string, b: string): number =>
    compareInstants(
      parseInstant(a) ?? { seconds: 0, fraction: 0 },
      parseInstant(b) ?? { seconds: 0, fraction: 0 },
    );
  expect(compare("2024-01-23T10:00:00+12:00", "2024-01-22T10:00:00-12:45")).toBeLessThan(0);
  expect(compare("2024-01-21T10:00:00.0001Z", "2024-01-21T10:00:00.000Z")).toBeGreaterThan(0);
  expect(compare("2024-01-21T10:00:00Z", "2024-01-21T11:00:00+01:00")).toBe(0);
});

test.each([
  ["3.1", "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", 9.8],
  ["3.1", "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H", 10],
  ["3.1", "CVSS:3.1/AV:L/AC:L/PR:H/UI:R/S:U/C:H/I:H/A:H", 6.5],
  ["3.0", "CVSS:3.0/AV:N/AC:L/PR:L/UI:N/S:C/C:L/I:L/A:N", 6.4],
  ["3.1", "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N", 0],
  ["2.0", "AV:N/AC:L/Au:S/C:P/I:P/A:N", 5.5],
  ["2.0", "AV:N/AC:L/Au:N/C:C/I:C/A:C", 10],
  ["4.0", "CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H", undefined],
  ["3.1", "CVSS:3.1/AV:N", undefined],
])("the CVSS %s vector %s comes to %s", (version, vector, score) => {
  expect(baseScore(version, vector)).toBe(score);
});

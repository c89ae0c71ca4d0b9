import type { Campaign } from "@tocsin/model";
import fc from "fast-check";
import { expect, test } from "vitest";
import { isCsaf } from "../src/csaf/csaf-view.ts";
import { readCsaf } from "../src/csaf/read-csaf.ts";
import { readAdvisory } from "../src/index.ts";
import { csafSample } from "./csaf-sample.ts";
import type { Part } from "./csaf-sample.ts";

const DOCUMENT = { name: "ex.json", sha256: "0".repeat(64) };

function read(changes: Part = {}, vulnerability: Part = {}): Campaign {
  return readCsaf(csafSample(changes, vulnerability), DOCUMENT);
}

test("a CSAF document gives its title, publisher, dates, TLP, summary and revisions", () => {
  const campaign = read();
  expect(campaign).toMatchObject({
    title: "Example Controller",
    summary: "The controller can be stopped from afar.",
    published: "2024-03-01T09:00:00.000Z",
    modified: "2024-03-02T10:00:00.000Z",
    tlp: "AMBER",
    documents: [{ name: "ex.json", format: "csaf-2.0" }],
    revisions: [
      { date: "2024-03-01T09:00:00.000Z", text: "First." },
      { date: "2024-03-02T10:00:00.000Z", text: "Names corrected." },
    ],
    diagnostics: [],
  });
  expect(campaign.issuers.map(({ name }) => name)).toEqual(["Example Corp"]);
  expect(campaign.references.map(({ url }) => url)).toEqual(["https://example.com/ex-24-1.json"]);
});

test("a vulnerability of CSAF gives products with status, words for them, score, weakness and remedy", () => {
  const { vulnerabilities, frameworks, mitigations } = read();
  expect(vulnerabilities).toMatchObject([
    {
      id: "CVE-2024-11111",
      status: "mentioned",
      product: "Example Corp Controller",
      affected: "Controller: <2.0",
      fixed: "Controller: 2.0",
      cvss: 7.5,
      products: [
        {
          name: "Controller: <2.0",
          status: "known_affected",
          cpe: "cpe:2.3:a:example:controller:*",
        },
        { name: "Controller: 2.0", status: "fixed", purl: "pkg:generic/controller@2.0" },
      ],
      citations: [
        {
          document: "ex.json",
          object: "EX-24-1#/vulnerabilities/0",
          passage: "CVE-2024-11111: A packet stops the controller",
        },
      ],
    },
  ]);
  expect(frameworks).toMatchObject([{ framework: "cwe", id: "CWE-400" }]);
  expect(mitigations.map(({ text }) => text)).toEqual([
    "Update to 2.0. (https://example.com/update)",
  ]);
});

test.each([
  [
    "an exploit status that tells of attacks",
    { threats: [{ category: "exploit_status", details: "It is actively exploited." }] },
    "exploited",
  ],
  [
    "an exploit that is public",
    { threats: [{ category: "exploit_status", details: "A proof of concept is public." }] },
    "possible",
  ],
  [
    "no known attacks",
    { threats: [{ category: "exploit_status", details: "We know of no attacks." }] },
    "not-observed",
  ],
  [
    "an impact that speaks of attacks",
    { threats: [{ category: "impact", details: "Attackers have used it to stop plants." }] },
    "mentioned",
  ],
  [
    "a date of the first exploitation",
    {
      first_known_exploitation_dates: [
        { date: "2024-02-02T00:00:00Z", exploitation_date: "2024-02-01T00:00:00Z" },
      ],
    },
    "exploited",
  ],
  [
    "a note that tells of attacks",
    { notes: [{ category: "general", text: "The flaw was exploited in the wild in May." }] },
    "exploited",
  ],
  [
    "only products that are not affected",
    { product_status: { known_not_affected: ["P1", "P2"] } },
    "not-affected",
  ],
  [
    "a flag for the only product",
    { product_status: {}, flags: [{ label: "component_not_present", product_ids: ["P1"] }] },
    "not-affected",
  ],
  [
    "a product that is not affected beside one that is",
    { product_status: { known_not_affected: ["P1"], known_affected: ["P2"] } },
    "mentioned",
  ],
] as const)("the status of a vulnerability follows from %s", (_, vulnerability, status) => {
  expect(read({}, vulnerability as Part).vulnerabilities[0]?.status).toBe(status);
});

test.each([
  [["A"], "exploited"],
  [["P"], "possible"],
  [["N"], "not-observed"],
  [["N", "P"], "mentioned"],
])("an SSVC decision on exploitation of %j is read as %s", (keys, status) => {
  const selections = [{ namespace: "ssvc", key: "E", values: keys.map((key) => ({ key })) }];
  const metrics = [{ products: ["P1"], content: { ssvc_v2: { selections } } }];
  expect(read({ csaf_version: "2.1" }, { metrics }).vulnerabilities[0]?.status).toBe(status);
});

test("words that are names of the language's own members do no harm", () => {
  const word = "constructor";
  const vulnerability = {
    product_status: { [word]: ["P1"], __proto__: ["P2"] },
    remediations: [{ category: word, details: "x", product_ids: ["P1"] }],
    scores: [
      {
        products: ["P1"],
        cvss_v2: { version: "2.0", vectorString: `AV:${word}/AC:L/Au:N/C:C/I:C/A:C`, baseScore: 1 },
      },
    ],
  };
  for (const csaf_version of ["2.0", "2.1"])
    expect(read({ csaf_version, category: word }, vulnerability).diagnostics).toEqual([]);
});

test("the catalogue of exploited vulnerabilities and the first exploitation are taken", () => {
  const campaign = read(
    {},
    {
      threats: [
        {
          category: "exploit_status",
          details: "CISA: https://www.cisa.gov/known-exploited-vulnerabilities-catalog",
        },
      ],
      first_known_exploitation_dates: [
        { date: "2024-02-02T00:00:00Z", exploitation_date: "2024-02-01T06:00:00+06:00" },
      ],
    },
  );
  expect(campaign.vulnerabilities[0]).toMatchObject({
    status: "exploited",
    isKnownExploited: true,
  });
  expect(campaign.period).toMatchObject({ first: "2024-02-01T00:00:00.000Z" });
});

test("a note of the document holds for the CVE it names, or for all where it names none", () => {
  const note = (text: string): Part => ({ notes: [{ category: "general", text }] });
  const statusOf = (text: string): string | undefined =>
    read(note(text)).vulnerabilities[0]?.status;
  expect(statusOf("CVE-2024-11111 has been exploited.")).toBe("exploited");
  expect(statusOf("CVE-2024-22222 has been exploited.")).toBe("mentioned");
  expect(statusOf("No attacks on these vulnerabilities are known: no exploitation was seen.")).toBe(
    "not-observed",
  );
  expect(statusOf("Successful exploitation of this vulnerability could allow anything.")).toBe(
    "mentioned",
  );
});

test("a CSAF 2.1 document gives its metrics, weaknesses and strict TLP", () => {
  const campaign = read(
    { csaf_version: "2.1", distribution: { tlp: { label: "AMBER+STRICT" } } },
    {
      cwe: undefined,
      scores: undefined,
      cwes: [{ id: "CWE-79", name: "Cross-site Scripting", version: "4.13" }],
      metrics: [{ products: ["P1"], content: { cvss_v4: { version: "4.0", baseScore: 9.3 } } }],
    },
  );
  expect(campaign.tlp).toBe("AMBER+STRICT");
  expect(campaign.frameworks.map(({ id }) => id)).toEqual(["CWE-79"]);
  expect(campaign.vulnerabilities[0]?.cvss).toBe(9.3);
  expect(campaign.documents[0]?.format).toBe("csaf-2.1");
});

test("a vulnerability without a CVE is told by its other numbers and its remedy is kept", () => {
  const campaign = read(
    {},
    { cve: undefined, ids: [{ system_name: "Example Bugs", text: "Bug 7" }] },
  );
  expect(campaign.vulnerabilities).toEqual([]);
  expect(campaign.mitigations).toHaveLength(1);
  expect(campaign.diagnostics).toMatchObject([
    {
      code: "ADVISORY_CSAF_NO_CVE",
      message: expect.stringContaining("Bug 7 (Example Bugs)") as string,
    },
  ]);
});

test("a product that nothing defines is shown by its id and told", () => {
  const campaign = read({}, { product_status: { known_affected: ["P9"] }, remediations: [] });
  expect(campaign.vulnerabilities[0]?.products).toEqual([{ name: "P9", status: "known_affected" }]);
  expect(campaign.diagnostics.map(({ message }) => message)).toEqual([
    expect.stringContaining(
      'test 6.1.1: /vulnerabilities/0/product_status/known_affected: expected a product that the product tree defines, got "P9"',
    ),
  ]);
});

test("branches deeper than the limit are cut off and told", () => {
  let branch: Part = {
    category: "product_name",
    name: "deep",
    product: { product_id: "P9", name: "Deep" },
  };
  for (let i = 0; i < 5000; i++)
    branch = { category: "product_family", name: "x", branches: [branch] };
  const json = { ...csafSample(), product_tree: { branches: [branch] } };
  const { diagnostics } = readCsaf(json, DOCUMENT);
  expect(diagnostics.map(({ code }) => code)).toContain("ADVISORY_CSAF_LIMIT");
});

test("the notes of an incident report are read as text, those of an advisory are not", () => {
  const text = "Indicators of compromise:\n\n- 198.51.100[.]7\n\nThe actors used T1190.";
  const notes = {
    notes: [
      { category: "legal_disclaimer", text: "x" },
      { category: "details", title: "What happened", text },
    ],
  };
  const told = read({ ...notes, category: "csaf_security_incident_response" });
  expect(told.techniques.map(({ id }) => id)).toEqual(["T1190"]);
  expect(told.techniques[0]?.citations[0]?.object).toBe("EX-24-1#/document/notes/1");
  expect([...told.indicators, ...told.context].map(({ observable }) => observable?.value)).toEqual([
    "198.51.100.7",
  ]);
  expect(read(notes).techniques).toEqual([]);
});

test("a CSAF document is recognised by its version, whatever its name", async () => {
  const bytes = new TextEncoder().encode(JSON.stringify(csafSample()));
  const campaign = await readAdvisory({ ...DOCUMENT, name: "x.bin", bytes });
  expect(campaign.documents[0]?.format).toBe("csaf-2.0");
  expect(isCsaf({ document: { title: "other" } })).toBe(false);
});

test("reading never throws on any JSON in place of the parts", () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 6 }), (value) => {
      const sample = csafSample();
      for (const key of ["document", "product_tree", "vulnerabilities"]) {
        readCsaf({ ...sample, [key]: value }, DOCUMENT);
        readCsaf({ ...sample, [key]: [value] }, DOCUMENT);
      }
      const parts = { product_status: value, remediations: value, scores: [value], cwe: value };
      readCsaf(csafSample({}, { ...parts, threats: [value], flags: [value] }), DOCUMENT);
      const head = { notes: [value], tracking: value, references: value, publisher: value };
      readCsaf(csafSample(head), DOCUMENT);
    }),
  );
});

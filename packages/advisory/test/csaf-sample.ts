/** A part of a JSON document that a test changes. */
export type Part = Record<string, unknown>;

/** A CSAF document with two products and one vulnerability, valid by the mandatory tests. Synthetic. */
export function csafSample(changes: Part = {}, vulnerability: Part = {}): Part {
  return {
    document: {
      category: "csaf_security_advisory",
      csaf_version: "2.0",
      title: "Example Controller",
      lang: "en",
      publisher: { category: "vendor", name: "Example Corp", namespace: "https://example.com" },
      distribution: { tlp: { label: "AMBER" } },
      notes: [
        { category: "legal_disclaimer", text: "As is." },
        { category: "summary", text: "The controller can be stopped from afar." },
      ],
      references: [
        { category: "self", summary: "This document", url: "https://example.com/ex-24-1.json" },
      ],
      tracking: {
        id: "EX-24-1",
        initial_release_date: "2024-03-01T10:00:00+01:00",
        current_release_date: "2024-03-02T10:00:00Z",
        status: "final",
        version: "2",
        revision_history: [
          { date: "2024-03-01T09:00:00Z", number: "1", summary: "First." },
          { date: "2024-03-02T10:00:00Z", number: "2", summary: "Names corrected." },
        ],
      },
      ...changes,
    },
    product_tree: {
      branches: [
        {
          category: "vendor",
          name: "Example Corp",
          branches: [
            {
              category: "product_name",
              name: "Controller",
              branches: [
                {
                  category: "product_version_range",
                  name: "<2.0",
                  product: {
                    product_id: "P1",
                    name: "Controller: <2.0",
                    product_identification_helper: { cpe: "cpe:2.3:a:example:controller:*" },
                  },
                },
                {
                  category: "product_version",
                  name: "2.0",
                  product: {
                    product_id: "P2",
                    name: "Controller: 2.0",
                    product_identification_helper: { purl: "pkg:generic/controller@2.0" },
                  },
                },
              ],
            },
          ],
        },
      ],
      product_groups: [{ group_id: "G1", product_ids: ["P1", "P2"] }],
    },
    vulnerabilities: [
      {
        cve: "CVE-2024-11111",
        title: "A packet stops the controller",
        cwe: { id: "CWE-400", name: "Uncontrolled Resource Consumption" },
        notes: [
          { category: "description", text: "Successful exploitation could stop the device." },
        ],
        product_status: { known_affected: ["P1"], fixed: ["P2"] },
        scores: [
          {
            products: ["P1"],
            cvss_v3: {
              version: "3.1",
              vectorString: "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H",
              baseScore: 7.5,
              baseSeverity: "HIGH",
            },
          },
        ],
        remediations: [
          {
            category: "vendor_fix",
            details: "Update to 2.0.",
            url: "https://example.com/update",
            product_ids: ["P1"],
          },
        ],
        ...vulnerability,
      },
    ],
  };
}

import type { AdvisoryDocument, Campaign, Finding } from "@tocsin/model";

/** A document as `readStix` is given it. */
export const bundleDocument: AdvisoryDocument = {
  name: "bundle.json",
  format: "stix-2.1",
  sha256: "a".repeat(64),
};

const text: AdvisoryDocument = { name: "warning.md", format: "markdown", sha256: "b".repeat(64) };
const citations = [
  { document: "warning.md", line: 12, passage: "as it stands" },
  { document: "warning.md", page: 2, table: 1, row: 3, object: "part--1", passage: "" },
];

/** A campaign that uses every part of the model. */
export const campaign: Campaign = {
  version: "2",
  id: "6f0c1f9e-0000-5000-8000-000000000001",
  title: "A group looks for drawings",
  summary: "In short.",
  documents: [text],
  issuers: [
    { name: "Agency A", citations },
    { name: "Agency B", citations },
  ],
  published: "2024-07-25",
  modified: "2024-08-01T12:00:00Z",
  tlp: "AMBER+STRICT",
  period: { first: "2023-01-01T00:00:00Z", last: "2024-06-01T00:00:00Z", citations },
  actors: [
    {
      name: "Group One",
      aliases: [
        { name: "Group 1", relation: "same", by: "Agency A", citations },
        { name: "Bureau", relation: "sponsor", citations },
      ],
      description: "A group.",
      goals: ["espionage"],
      citations,
    },
  ],
  software: [
    { name: "OneRAT", kind: "malware", aliases: ["Rat1"], citations },
    { name: "Tunnel", kind: "tool", aliases: [], citations },
  ],
  techniques: [
    {
      id: "T1059.001",
      name: "PowerShell",
      statedId: "T1086",
      basis: "name",
      tactics: ["execution", "initial-access"],
      use: "They ran encoded commands.",
      citations,
    },
    { id: "T1190", citations },
  ],
  vulnerabilities: [
    {
      id: "CVE-2021-44228",
      status: "exploited",
      product: "Log4j",
      affected: "before 2.15",
      fixed: "2.17.1",
      cvss: 9.8,
      isKnownExploited: true,
      products: [
        {
          name: "Log4j 2.14",
          status: "known_affected",
          cpe: "cpe:2.3:a:x:y:1",
          purl: "pkg:maven/a/b@1",
        },
        { name: "Log4j 2.17.1", status: "fixed" },
      ],
      citations,
    },
    { id: "CVE-2023-46604", status: "researched", citations },
  ],
  indicators: [
    {
      id: "00000000-0000-5000-8000-000000000001",
      observable: { type: "domain", value: "c2.example" },
      name: "C2",
      labels: ["malicious-activity"],
      role: "command-and-control",
      roleEvidence: { text: "The implant calls home to:", basis: "stated" },
      firstSeen: "2022-06",
      lastSeen: "2023-01-31",
      caution: "Vet before blocking.",
      techniques: ["T1059.001"],
      malware: ["OneRAT"],
      validFrom: "2024-01-01T00:00:00.000Z",
      validUntil: "2025-01-01T00:00:00.000Z",
      confidence: 80,
      citations,
    },
    {
      id: "00000000-0000-5000-8000-000000000002",
      observable: { type: "named-pipe", value: String.raw`\\.\pipe\it's` },
      labels: [],
      malware: [],
      citations,
    },
    {
      id: "00000000-0000-5000-8000-000000000003",
      pattern: { language: "stix", version: "2.1", text: "[process:command_line LIKE '% -k %']" },
      labels: [],
      malware: [],
      citations,
    },
    {
      id: "00000000-0000-5000-8000-000000000004",
      pattern: { language: "yara", text: "rule a { condition: true }" },
      labels: [],
      malware: [],
      citations,
    },
  ],
  context: [
    {
      observable: { type: "url", value: "https://agency.example/report" },
      reason: "a link of the issuer",
      role: "reference",
      citations,
    },
    {
      observable: { type: "ja4", value: "t13d1516h2_8daaf6152771_e5627efa2ab1" },
      reason: "a browser",
      citations,
    },
    {
      observable: { type: "ipv4", value: "192.0.2.7" },
      reason: "a victim",
      role: "victim",
      citations: [],
    },
  ],
  sectors: [{ text: "defence", citations }],
  countries: [
    { text: "South Korea", citations },
    { text: "Southern Europe", citations },
    { text: "the Baltic states", citations },
  ],
  sought: [
    { sector: "nuclear", kind: "topic", information: "uranium enrichment", citations },
    { kind: "document-type", information: "design drawings", citations },
  ],
  cautions: [{ text: "Vet addresses before blocking.", citations }],
  frameworks: [
    { framework: "cpg", id: "1.3", citations },
    { framework: "capec", id: "CAPEC-66", name: "SQL Injection", citations },
    { framework: "cwe", id: "CWE-79", citations: [] },
    { framework: "attack-mitigation", id: "M1036", name: "Account Use Policies", citations },
  ],
  rules: [
    { language: "yara", name: "one_rat", text: "rule one_rat { condition: false }\n", citations },
    { language: "sigma", name: "Encoded command", text: "title: Encoded command\n", citations },
  ],
  order: [{ before: "T1190", after: "T1059.001", citations }],
  revisions: [
    { date: "2024-08-01", text: "Added two hashes.", citations },
    { text: "First published.", citations: [] },
  ],
  attackVersion: "15.1",
  mitigations: [{ text: `Patch ${"every server ".repeat(20)}now`, citations }],
  references: [
    {
      url: "https://agency.example/report",
      title: "The report",
      citations,
    },
    { url: "https://vendor.example/", citations: [] },
  ],
  diagnostics: [
    { severity: "note", code: "ADVISORY_SAMPLE", message: "A remark" },
    {
      severity: "warning",
      code: "ADVISORY_OTHER",
      message: "Another",
      place: { file: "warning.md", offsetBytes: 0, line: 4, column: 2, recordId: "7" },
      remedy: "Look at it",
    },
  ],
};

/** Findings of the sample's indicator and of its technique. */
export const findings: readonly Finding[] = [
  {
    version: "3",
    id: "00000000-0000-5000-8000-0000000000f1",
    detection: {
      id: "00000000-0000-5000-8000-000000000001",
      kind: "indicator",
      title: "c2.example",
      level: "high",
      strength: "strong",
      techniques: [],
      vulnerabilities: [],
      observable: { type: "domain", value: "c2.example" },
      falsePositives: [],
    },
    host: "PC-1",
    matched: [{ field: "QueryName", value: "c2.example", test: "bears domain c2.example" }],
    count: 3,
    firstSeen: "2024-02-01T00:00:00.000Z",
    lastSeen: "2024-02-02T00:00:00.000Z",
    occurrences: [{ place: { file: "dns.evtx", recordId: "4" }, source: "Sysmon 22" }],
    citations,
  },
  {
    version: "3",
    id: "00000000-0000-5000-8000-0000000000f2",
    detection: {
      id: "00000000-0000-5000-8000-0000000000d2",
      kind: "sigma",
      title: "Encoded command",
      level: "medium",
      strength: "behaviour",
      techniques: ["T1059.001"],
      vulnerabilities: [],
      falsePositives: [],
    },
    matched: [],
    count: 1,
    firstSeen: "2024-02-01T00:00:00.000Z",
    occurrences: [{ place: { file: "dns.evtx" }, source: "Sysmon 1" }],
    citations: [],
  },
];

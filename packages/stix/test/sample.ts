import type { AdvisoryDocument, Campaign, Finding } from "@tocsin/model";

/** A document as `readStix` is given it. */
export const bundleDocument: AdvisoryDocument = {
  name: "bundle.json",
  format: "stix-2.1",
  sha256: "a".repeat(64),
};

const text: AdvisoryDocument = { name: "warning.md", format: "markdown", sha256: "b".repeat(64) };
const citations = [{ document: "warning.md", line: 12, passage: "as it stands" }];

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
  published: "2024-07-25T00:00:00.000Z",
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
  techniques: [{ id: "T1059.001", name: "PowerShell", citations }],
  vulnerabilities: [
    { id: "CVE-2021-44228", status: "exploited", product: "Log4j", citations },
    { id: "CVE-2023-46604", status: "researched", citations },
  ],
  indicators: [
    {
      id: "00000000-0000-5000-8000-000000000001",
      observable: { type: "domain", value: "c2.example" },
      name: "C2",
      labels: ["malicious-activity"],
      role: "command-and-control",
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
      citations,
    },
  ],
  sectors: [{ text: "defence", citations }],
  countries: [{ text: "South Korea", citations }],
  sought: [
    { sector: "nuclear", kind: "topic", information: "uranium enrichment", citations },
    { kind: "document-type", information: "design drawings", citations },
  ],
  cautions: [],
  frameworks: [],
  rules: [],
  order: [],
  revisions: [],
  mitigations: [{ text: `Patch ${"every server ".repeat(20)}now`, citations }],
  references: [
    {
      url: "https://agency.example/report",
      title: "The report",
      citations: [],
    },
  ],
  diagnostics: [{ severity: "note", code: "ADVISORY_SAMPLE", message: "A remark" }],
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

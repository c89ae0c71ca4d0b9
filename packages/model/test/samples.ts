import { ANSWER_VERSION, CAMPAIGN_VERSION, FINDING_VERSION, makeId } from "../src/index.ts";
import type { Answer, Campaign, Citation, Finding, Ledger } from "../src/index.ts";

const citation: Citation = { document: "notice.md", line: 4, passage: "beacons to evil.example" };
const time = "2024-07-25T00:00:00.000Z";
const observable = { type: "domain", value: "evil.example" } as const;

/** One of everything a campaign can hold. All of it is invented. */
export const campaign: Campaign = {
  version: CAMPAIGN_VERSION,
  id: makeId("campaign", "sample"),
  title: "A sample warning",
  documents: [{ name: "notice.md", format: "markdown", sha256: "0".repeat(64) }],
  issuers: [{ name: "An invented agency", citations: [citation] }],
  published: time,
  tlp: "CLEAR",
  period: { first: time, citations: [] },
  actors: [
    {
      name: "Quiet Heron",
      aliases: [{ name: "Grey Heron", relation: "overlaps", citations: [citation] }],
      citations: [citation],
    },
  ],
  software: [{ name: "HeronRAT", kind: "malware", aliases: [], citations: [citation] }],
  techniques: [{ id: "T1059.001", citations: [citation] }],
  vulnerabilities: [{ id: "CVE-2021-44228", status: "exploited", citations: [citation] }],
  indicators: [
    {
      id: "i",
      observable,
      labels: [],
      malware: ["HeronRAT"],
      confidence: 80,
      citations: [citation],
    },
    {
      id: "p",
      pattern: { language: "stix", text: "[file:name = 'a']" },
      labels: [],
      malware: [],
      citations: [],
    },
  ],
  context: [{ observable, reason: "the publisher's own site", citations: [citation] }],
  sectors: [{ text: "aerospace", citations: [] }],
  countries: [],
  sought: [{ kind: "topic", information: "satellites", citations: [] }],
  cautions: [],
  frameworks: [],
  rules: [],
  order: [],
  revisions: [],
  mitigations: [],
  references: [{ url: "https://example.com/", citations: [] }],
  diagnostics: [{ severity: "note", code: "SAMPLE_NOTE", message: "a note" }],
};

/** A finding. */
export const finding: Finding = {
  version: FINDING_VERSION,
  id: makeId("finding", "sample"),
  detection: {
    id: "d",
    kind: "indicator",
    title: "Domain evil.example",
    level: "high",
    strength: "strong",
    techniques: [],
    vulnerabilities: [],
    observable,
    falsePositives: [],
  },
  host: "ws1",
  matched: [{ field: "QueryName", value: "evil.example", test: "holds domain evil.example" }],
  count: 1,
  firstSeen: time,
  lastSeen: time,
  occurrences: [{ place: { file: "a.evtx", offsetBytes: 4608, recordId: "1" }, time, source: "x" }],
  citations: [citation],
};

const ledger: Ledger = {
  files: [],
  sources: [{ source: "text", format: "text", records: 1, timeless: 1, hours: 0 }],
  records: 1,
  damaged: 0,
  outsideWindow: 0,
  sizeBytes: 12,
  hosts: ["ws1"],
  hours: 0,
  gaps: [{ from: time, to: time }],
  partial: false,
};

const notAsked = { status: "not-asked", toAsk: "give an inventory", points: [] } as const;

/** An answer. */
export const answer: Answer = {
  version: ANSWER_VERSION,
  tool: { name: "tocsin", version: "0.0.0" },
  campaigns: [
    {
      id: campaign.id,
      title: campaign.title,
      documents: campaign.documents,
      issuers: [],
      actors: [],
      counts: { indicators: 2 },
    },
  ],
  window: { since: time },
  verdict: { value: "hit", summary: "s", reasons: [], limits: ["one hour of logs"] },
  questions: {
    exposed: notAsked,
    hit: { status: "asked", answer: "yes", points: [{ text: "t", citations: [citation] }] },
    sought: notAsked,
    unseen: { status: "asked", answer: "much", points: [] },
    next: { status: "asked", answer: "tell", points: [] },
  },
  findings: [finding],
  visibility: {
    sources: ledger.sources,
    hoursCovered: 0,
    hoursTotal: 0,
    gaps: [],
    total: 1,
    couldMatch: 1,
    percent: 100,
    byKind: [{ of: "indicator", total: 1, couldMatch: 1 }],
    byTechnique: [],
    unseen: [{ id: "d", title: "t", kind: "sigma", needs: ["Sysmon event 1"] }],
    missing: [{ needs: "Sysmon event 1", detections: 1 }],
  },
  ledger,
  rules: { loaded: 1, byKind: { indicator: 1 }, refused: [] },
  diagnostics: [],
  partial: false,
};

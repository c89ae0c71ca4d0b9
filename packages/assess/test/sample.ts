import { CAMPAIGN_VERSION, constant, FINDING_VERSION } from "@tocsin/model";
import type { Campaign, Detection, Finding, Ledger, LedgerSource, Scope } from "@tocsin/model";

/** A campaign that names one technique, one exploited CVE and one that was not observed. Invented. */
export const campaign: Campaign = {
  version: CAMPAIGN_VERSION,
  id: "c",
  title: "Harbour Lantern",
  documents: [],
  issuers: [{ name: "Example CSIRT", citations: [] }],
  actors: [],
  software: [],
  techniques: [{ id: "T1059", name: "Command and Scripting Interpreter", citations: [] }],
  vulnerabilities: [
    { id: "CVE-2021-44228", status: "exploited", product: "Apache Log4j 2", citations: [] },
    { id: "CVE-2020-0001", status: "not-observed", citations: [] },
  ],
  indicators: [
    {
      id: "i",
      observable: { type: "domain", value: "lantern.example" },
      labels: [],
      malware: [],
      citations: [],
    },
    {
      id: "y",
      pattern: { language: "yara", text: "rule x {}" },
      labels: [],
      malware: [],
      citations: [],
    },
  ],
  context: [],
  sectors: [{ text: "shipbuilding", citations: [] }],
  countries: [],
  sought: [{ sector: "shipbuilding", kind: "topic", information: "hull designs", citations: [] }],
  cautions: [],
  frameworks: [],
  rules: [],
  order: [],
  revisions: [],
  mitigations: [],
  references: [],
  diagnostics: [],
};

export function detection(
  id: string,
  scopes: readonly Scope[],
  more: Partial<Detection> = {},
): Detection {
  return {
    id,
    kind: "sigma",
    title: `Rule ${id}`,
    level: "medium",
    strength: "behaviour",
    techniques: [],
    vulnerabilities: [],
    variants: scopes.map((scope) => ({ scope, predicate: constant(false) })),
    falsePositives: [],
    citations: [],
    ...more,
  };
}

export function finding(
  id: string,
  more: Partial<Finding["detection"]> = {},
  about: Partial<Finding> = {},
): Finding {
  return {
    version: FINDING_VERSION,
    id,
    detection: {
      id: `d-${id}`,
      kind: "sigma",
      title: `Finding ${id}`,
      level: "low",
      strength: "behaviour",
      techniques: [],
      vulnerabilities: [],
      falsePositives: [],
      ...more,
    },
    host: "host.example",
    matched: [],
    count: 1,
    firstSeen: "2024-03-04T22:17:05.000Z",
    occurrences: [{ place: { file: "a.evtx" }, source: "s" }],
    citations: [],
    ...about,
  };
}

export const sysmon1: LedgerSource = {
  source: "Microsoft-Windows-Sysmon/Operational 1",
  format: "evtx",
  product: "windows",
  channel: "Microsoft-Windows-Sysmon/Operational",
  eventId: 1,
  records: 10,
  timeless: 0,
  hours: 2,
};
export const plainText: LedgerSource = {
  source: "text",
  format: "text",
  records: 5,
  timeless: 5,
  hours: 0,
};

export function ledger(sources: readonly LedgerSource[], more: Partial<Ledger> = {}): Ledger {
  return {
    files: [
      {
        file: "a.evtx",
        sizeBytes: 1,
        format: "evtx",
        status: "read",
        records: 10,
        damaged: 0,
        outsideWindow: 0,
        diagnostics: [],
        diagnosticCount: 0,
      },
    ],
    sources,
    records: sources.reduce((sum, { records }) => sum + records, 0),
    damaged: 0,
    outsideWindow: 0,
    sizeBytes: 1,
    hosts: ["host.example"],
    hours: 2,
    gaps: [],
    partial: false,
    ...more,
  };
}

export const sysmonScope: Scope = {
  channels: ["microsoft-windows-sysmon/operational"],
  eventIds: [1],
  needs: "Sysmon event 1",
};
export const networkScope: Scope = {
  channels: ["Microsoft-Windows-Sysmon/Operational"],
  eventIds: [3],
  needs: "Sysmon event 3",
};
export const anyScope: Scope = { needs: "any record" };

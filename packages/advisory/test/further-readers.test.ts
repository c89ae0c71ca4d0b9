import type { Campaign } from "@tocsin/model";
import { expect, test } from "vitest";
import { readAdvisory } from "../src/index.ts";

function read(text: string): Promise<Campaign> {
  const bytes = new TextEncoder().encode(text);
  return readAdvisory({ name: "a.md", bytes, sha256: "ab".repeat(32) });
}

test("techniques take tactic and use from their row, the tactic also from the caption", async () => {
  const { techniques } = await read(`# Title of a warning

This advisory uses the MITRE ATT&CK® for Enterprise framework, version 15.

Table 3: Techniques for Initial Access

| Technique Title | ID | Use |
|---|---|---|
| Exploit Public-Facing Application | T1190 | The actors exploited a web server. |

| Tactic | Technique |
|---|---|
| Command & Control | T1071.001 |

## Defence Evasion [TA0005]

They removed logs [T1070].
`);
  expect(techniques).toMatchObject([
    {
      id: "T1190",
      name: "Exploit Public-Facing Application",
      tactics: ["initial-access"],
      use: "The actors exploited a web server.",
    },
    { id: "T1071.001", tactics: ["command-and-control"] },
    { id: "T1070", tactics: ["defense-evasion"] },
  ]);
});

test("the version of ATT&CK is the one the document says", async () => {
  const versions = await Promise.all(
    [
      "uses the MITRE ATT&CK® for Enterprise framework, version 15. T1190",
      "ATT&CK v18.1 T1190",
      "ATT&CK for Enterprise matrix T1190 version 3 of the report",
    ].map(async (text) => (await read(text)).attackVersion),
  );
  expect(versions).toEqual(["15", "18.1", undefined]);
});

test("identifiers of other frameworks are kept apart from techniques", async () => {
  const { frameworks, techniques } = await read(
    "Segment networks [CPG 2.F], harden [D3-NI] [M1030], CWE-79 and CAPEC-66 led to Initial Access [TA0001].",
  );
  expect(frameworks.map(({ framework, id }) => `${framework} ${id}`)).toEqual([
    "attack-mitigation M1030",
    "attack-tactic TA0001",
    "cpg 2.F",
    "d3fend D3-NI",
    "capec CAPEC-66",
    "cwe CWE-79",
  ]);
  expect(techniques).toEqual([]);
});

const CAUTIONS: readonly (readonly [sentence: string, isCaution: boolean])[] = [
  ["CISA recommends vetting these IP addresses prior to taking action, such as blocking.", true],
  ["Some of these domains may be legitimate services that were compromised.", true],
  ["These IP addresses are historical and should not be blocked without review.", true],
  ["Block these IP addresses at the firewall.", false],
  ["The malware hashes passwords with MD5.", false],
];

test.each(CAUTIONS)("a caution is what cautions: %s", async (sentence, isCaution) => {
  const { cautions } = await read(`# T1190 was used here\n\n${sentence}`);
  expect(cautions.map(({ text }) => text)).toEqual(isCaution ? [sentence] : []);
});

test("revisions are read from their table, their list and marks in the prose", async () => {
  const { revisions } = await read(`# T1190 again

(Updated August 4, 2024) The actors changed their ways.

## Revision history

| Date | Change |
|---|---|
| July 25, 2024 | Initial version |

- 2024-09-01: Added hashes

We thank all partners.
`);
  expect(revisions.map(({ date, text }) => [date, text])).toEqual([
    ["2024-08-04", "(Updated August 4, 2024) The actors changed their ways."],
    ["2024-07-25", "July 25, 2024 – Initial version"],
    ["2024-09-01", "2024-09-01: Added hashes"],
  ]);
});

test("a vulnerability takes versions, score and catalogue from its row or its sentence", async () => {
  const { vulnerabilities } = await read(`# Flaws

| CVE | Product | Affected versions | Fixed in | CVSS | KEV |
|---|---|---|---|---|---|
| CVE-2021-44228 | Log4j | 2.0 to 2.14.1 | 2.15.0 | 10.0 | Yes |
| CVE-2020-0001 | Pump | all | -- | 9.8 (critical) | no |

CVE-2022-0001 has a CVSS base score of 7.5 and was added to the Known Exploited Vulnerabilities Catalog.

CVE-2022-0002 is not in the Known Exploited Vulnerabilities Catalog.

CVE-2022-0003 and CVE-2022-0004 have a CVSS score of 5.0.
`);
  expect(
    vulnerabilities.map(({ id, affected, fixed, cvss, isKnownExploited }) => [
      id,
      affected,
      fixed,
      cvss,
      isKnownExploited,
    ]),
  ).toEqual([
    ["CVE-2021-44228", "2.0 to 2.14.1", "2.15.0", 10, true],
    ["CVE-2020-0001", "all", undefined, 9.8, undefined],
    ["CVE-2022-0001", undefined, undefined, 7.5, true],
    ["CVE-2022-0002", undefined, undefined, undefined, undefined],
    ["CVE-2022-0003", undefined, undefined, undefined, undefined],
    ["CVE-2022-0004", undefined, undefined, undefined, undefined],
  ]);
});

const LANGUAGES: readonly (readonly [text: string, sectors: readonly string[], date: string])[] = [
  [
    "발표일: 2024년 7월 25일\n\n이 그룹은 방위산업과 원자력 기업을 표적으로 삼았다. CVE-2021-44228",
    ["defense", "nuclear"],
    "2024-07-25",
  ],
  [
    "公開日：2024年7月5日\n\n攻撃者は防衛産業と病院を標的としている。CVE-2021-44228",
    ["defense", "healthcare"],
    "2024-07-05",
  ],
  [
    "发布日期：2024年12月25日\n\n该组织针对能源和金融行业。CVE-2021-44228",
    ["energy", "finance"],
    "2024-12-25",
  ],
  [
    "Дата публикации: 25 июля 2024\n\nГруппа атакует оборонные и ядерные предприятия. CVE-2021-44228",
    ["defense", "nuclear"],
    "2024-07-25",
  ],
];

test.each(LANGUAGES)(
  "sectors and dates are read in other languages: %s",
  async (text, sectors, date) => {
    const campaign = await read(text);
    expect(campaign.sectors.map((sector) => sector.text)).toEqual(sectors);
    expect(campaign.published).toBe(date);
    expect(campaign.vulnerabilities).toHaveLength(1);
  },
);

test("techniques that a line only links to count beside those it names, parents of these apart", async () => {
  const { techniques } = await read(
    "Valid Accounts T1078.002 https://attack.mitre.org/techniques/T1078/002/ Phishing https://attack.mitre.org/techniques/T1566/ https://attack.mitre.org/techniques/T1078/",
  );
  expect(techniques.map(({ id }) => id)).toEqual(["T1078.002", "T1566"]);
});

import fc from "fast-check";
import { expect, test } from "vitest";
import {
  findNameClaims,
  findObservables,
  findSectors,
  findSought,
  findVulnerabilities,
  readLayout,
} from "../src/index.ts";

function statusesOf(text: string): string[] {
  return findVulnerabilities(readLayout(text), findObservables(text).identifiers).map(
    ({ status }) => status,
  );
}

const STATUSES: readonly (readonly [text: string, statuses: readonly string[]])[] = [
  ["The group exploited CVE-2021-44228 to gain access.", ["exploited"]],
  ["CVE-2021-44228 is known to be exploited.", ["exploited"]],
  ["The actors may exploit CVE-2021-44228.", ["possible"]],
  ["The actors attempted to exploit CVE-2021-44228 and failed.", ["attempted"]],
  ["The actors scanned for CVE-2021-44228.", ["researched"]],
  ["There is no evidence that CVE-2021-44228 was exploited.", ["not-observed"]],
  ["Exploitation of CVE-2021-44228 has not been observed.", ["not-observed"]],
  ["The product is not affected by CVE-2021-44228.", ["not-affected"]],
  ["Version 2 fixes CVE-2021-44228.", ["mentioned"]],
  [
    "They exploited CVE-2021-0001, but exploitation of CVE-2021-0002 was not observed.",
    ["exploited", "not-observed"],
  ],
  ["CVE-2021-44228 was **not** exploited in this campaign.", ["not-observed"]],
  ["CVE-2021-44228 was _never_ exploited by the group.", ["not-observed"]],
  ["**CVE-2021-44228** was ~~not~~ <b>not</b> exploited.", ["not-observed"]],
  [
    "A text of mail that is broken at a width says that CVE-2021-44228 was `not`\nexploited in this campaign.",
    ["not-observed"],
  ],
  ["CVEs exploited by the group:\n- CVE-2021-0001\n- CVE-2021-0002", ["exploited", "exploited"]],
];

test.each(STATUSES)("a status is read from %j", (text, statuses) => {
  expect(statusesOf(text)).toEqual(statuses);
});

const CLAIMS: readonly (readonly [text: string, claims: readonly string[]])[] = [
  [
    "The group Quiet Fern, also known as Grey Harbour and APT990, is active.",
    ["Grey Harbour same Quiet Fern", "APT990 same Quiet Fern"],
  ],
  ["Quiet Fern (formerly Old Mill) returned.", ["Old Mill formerly Quiet Fern"]],
  ["Quiet Fern is tracked as Fern Storm by Microsoft.", ["Fern Storm same Quiet Fern"]],
  ["DEV-9990, now tracked as Fern Storm, returned.", ["DEV-9990 formerly Fern Storm"]],
  ["Quiet Fern is a subgroup of Iron Meadow.", ["Quiet Fern part-of Iron Meadow"]],
  ["Quiet Fern overlaps with Old Mill.", ["Old Mill overlaps Quiet Fern"]],
  [
    "Quiet Fern is sponsored by the Ministry of Gardens.",
    ["Ministry of Gardens sponsor Quiet Fern"],
  ],
  ["Quiet Fern should not be confused with Quiet Bern.", ["Quiet Bern not-same Quiet Fern"]],
  ["nothing is claimed here.", []],
];

test.each(CLAIMS)("claims about names are read from %j", (text, claims) => {
  const found = findNameClaims(text).map(({ name, relation, of }) => `${name} ${relation} ${of}`);
  expect(found).toEqual(claims);
});

test("sectors are read when a sentence speaks of targets, not of techniques", () => {
  const text =
    "They target defence contractors and hospitals.\nDefense Evasion is a tactic for nuclear reasons.";
  expect(findSectors(readLayout(text)).map(({ name }) => name)).toEqual(["defense", "healthcare"]);
});

test("sought information is read from tables, lists and sentences", () => {
  const text = `| Industry | Information targeted |
|---|---|
| Nuclear | uranium processing; power plants |
| | waste storage |

The actors seek information about:
- radar

They stole sensitive information on missile defence, and credentials.`;
  const found = findSought(readLayout(text)).map(({ sector, kind, information }) => [
    sector,
    kind,
    information,
  ]);
  expect(found).toEqual([
    ["nuclear", "topic", "uranium processing"],
    ["nuclear", "topic", "power plants"],
    ["nuclear", "topic", "waste storage"],
    [undefined, "topic", "radar"],
    [undefined, "topic", "missile defence"],
  ]);
});

test("sought information leaves out what every intruder takes", () => {
  const text =
    "The malware steals credentials, cookies and browser data. They seek to gain access.";
  expect(findSought(readLayout(text))).toEqual([]);
});

test("sought information is a topic, never advice, training or an article", () => {
  const text = `The group seeks drawings of lens assemblies, coating recipes and test reports.
They are interested in the.
Monitor logs, looking for anomalies.
- Hunt for these signs, looking for checking for tickets, ensure logging
Staff interested in training on phishing may ask.

## Mitigations

Be suspicious of anyone seeking information on shift plans.`;
  expect(findSought(readLayout(text)).map(({ information }) => information)).toEqual([
    "drawings of lens assemblies",
    "coating recipes",
    "test reports",
  ]);
});

test("sectors are not read from words of defence against the actors", () => {
  const text = `The targets evade defenses by defense evasion.
Defenders of the victims improve their network defense.
Organizations in the energy sector should patch.`;
  expect(findSectors(readLayout(text))).toEqual([]);
});

test("readers of sentences never throw on arbitrary text", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 400 }), (text) => {
      const layout = readLayout(text);
      findNameClaims(text);
      findSectors(layout);
      findSought(layout);
      findVulnerabilities(layout, findObservables(text).identifiers);
    }),
  );
});

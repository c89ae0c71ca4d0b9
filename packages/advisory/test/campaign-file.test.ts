import type { Campaign } from "@tocsin/model";
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  applyCorrections,
  readCampaignFile,
  writeCampaignFile,
} from "../src/campaign-file/index.ts";
import { AdvisoryError, readAdvisory } from "../src/index.ts";

const encoder = new TextEncoder();
const SHA = "ab".repeat(32);

function read(text: string, name = "warning.md"): Promise<Campaign> {
  return readAdvisory({ name, bytes: encoder.encode(text), sha256: SHA });
}

function parse(text: string): ReturnType<typeof readCampaignFile> {
  return readCampaignFile({ name: "campaign.yaml", sha256: "cd".repeat(32), text });
}

const WARNING = `# Quiet Heron Targets Shipyards of the North

An Example Agency. TLP:GREEN

The actors exploited CVE-2021-44228 (T1190).

## Indicators

evil[.]example[.]net
192[.]0[.]2[.]7
`;

test("a campaign file reads back as the campaign it was written from", async () => {
  const campaign = await read(WARNING);
  const { campaign: back, reading } = await parse(writeCampaignFile(campaign));
  const { documents, ...rest } = back;
  expect(rest).toEqual({ ...campaign, documents: undefined, version: "2" });
  expect(documents.map(({ name }) => name)).toEqual(["warning.md", "campaign.yaml"]);
  expect(reading?.size).toBeGreaterThan(5);
});

test("a campaign file is an advisory of its own", async () => {
  const campaign = await read(
    'tocsin: campaign\nversion: "1"\ntitle: By hand\nissuers: [An agency]\nindicators:\n  - type: domain\n    value: Evil.Example.NET\n    role: command-and-control\nvulnerabilities:\n  - {id: CVE-2021-44228, status: exploited}\nactors:\n  - name: Quiet Heron\n    aliases: [Grey Heron]\n',
    "campaign.yaml",
  );
  expect(campaign.issuers).toMatchObject([{ name: "An agency", citations: [{ line: 4 }] }]);
  expect(campaign.indicators).toMatchObject([
    {
      observable: { type: "domain", value: "evil.example.net" },
      role: "command-and-control",
      malware: [],
      citations: [{ document: "campaign.yaml", line: 6, passage: "- type: domain" }],
    },
  ]);
  expect(campaign.actors[0]?.aliases).toMatchObject([{ name: "Grey Heron", relation: "same" }]);
});

test("corrections stay when the documents are read again", async () => {
  const first = await read(WARNING);
  const file = writeCampaignFile(first)
    .replace("status: exploited", "status: possible")
    .replace(/ {2}- type: ipv4\n(?: {4}.*\n)+/, "  - type: domain\n    value: added.example.org\n");
  const later = await read(`${WARNING}203[.]0[.]113[.]9\n`);
  const corrected = applyCorrections(later, await parse(file));
  expect(corrected.vulnerabilities).toMatchObject([{ id: "CVE-2021-44228", status: "possible" }]);
  expect(corrected.indicators.map(({ observable }) => observable?.value)).toEqual([
    "evil.example.net",
    "203.0.113.9",
    "added.example.org",
  ]);
  expect(corrected.context).toMatchObject([
    { observable: { value: "192.0.2.7" }, reason: "taken away by a correction" },
  ]);
  expect(corrected.diagnostics.at(-1)).toMatchObject({
    code: "ADVISORY_CORRECTED",
    message: "corrected by hand: 1 added, 1 changed, 1 taken away",
  });
  const again = applyCorrections(later, await parse(writeCampaignFile(corrected, later)));
  expect({ ...again, diagnostics: [], documents: [] }).toEqual({
    ...corrected,
    diagnostics: [],
    documents: [],
  });
});

test("an entry that nobody touched goes when a later reading no longer has it", async () => {
  const first = await read(WARNING);
  const later = await read(WARNING.replace("192[.]0[.]2[.]7\n", ""));
  const corrected = applyCorrections(later, await parse(writeCampaignFile(first)));
  expect(corrected.indicators.map(({ observable }) => observable?.value)).toEqual([
    "evil.example.net",
  ]);
  expect(corrected.diagnostics.at(-1)?.message).toBe(
    "corrected by hand: 0 added, 0 changed, 0 taken away",
  );
});

const FAULTS: readonly (readonly [text: string, message: RegExp])[] = [
  ["tocsin: campaign\nversion: 7\ntitle: x\n", /line 2: expected a campaign file of version "1"/],
  ['tocsin: campaign\nversion: "1"\n', /title/],
  [
    'tocsin: campaign\nversion: "1"\ntitle: x\nindicators:\n  - type: ipv4\n    value: 1.2.3\n',
    /line 6: expected a value of type ipv4, got "1\.2\.3"/,
  ],
  [
    'tocsin: campaign\nversion: "1"\ntitle: x\nvulnerabilities:\n  - id: CVE-2021-44228\n    status: sure\n',
    /line 6: vulnerabilities\.0\.status/,
  ],
  ['tocsin: campaign\nversion: "1"\ntitle: x\nindicator: []\n', /indicator/],
  ["tocsin: campaign\ntitle: [\n", /line \d: expected YAML/],
];

test.each(FAULTS)(
  "a campaign file is refused with the line when it is %j",
  async (text, message) => {
    await expect(read(text, "c.yaml")).rejects.toThrow(message);
    await expect(read(text, "c.yaml")).rejects.toBeInstanceOf(AdvisoryError);
  },
);

test("a campaign file never fails but with its own error on arbitrary content", async () => {
  await fc.assert(
    fc.asyncProperty(fc.json(), async (json) => {
      const text = `tocsin: campaign\nversion: "1"\ntitle: x\nindicators: ${json}\nactors: ${json}\n`;
      const error: unknown = await parse(text).then(
        () => undefined,
        (cause: unknown) => cause,
      );
      expect(error === undefined || error instanceof AdvisoryError).toBe(true);
    }),
  );
});

import { expect, test } from "vitest";
import {
  applyCorrections,
  readCampaignFile,
  writeCampaignFile,
} from "../src/campaign-file/index.ts";
import { readAdvisory } from "../src/index.ts";

function read(name: string, text: string): ReturnType<typeof readAdvisory> {
  const bytes = new TextEncoder().encode(text);
  return readAdvisory({ name, bytes, sha256: "ab".repeat(32) });
}

const MD5 = "9a1dd1d96481d61934dcc2d568971d06";

const CASES: readonly (readonly [text: string, value: string, isIndicator: boolean])[] = [
  ["192.0.2.1 was not used by the actors.", "192.0.2.1", false],
  ["192.0.2.1 was used by the actors.", "192.0.2.1", true],
  ["## Notes\n\nThe following addresses belong to victims:\n\n- 192.0.2.1", "192.0.2.1", false],
  ["Victims' networks:\n  192.0.2.9\nExfil: 192.0.2.1", "192.0.2.1", true],
  ["Victims' networks:\n  192.0.2.1", "192.0.2.1", false],
  [`The clean installer of 7-Zip has the MD5 ${MD5}.`, MD5, false],
  [`The file ${MD5} is not malicious.`, MD5, false],
  [`## Known good hashes\n\n- ${MD5}`, MD5, false],
  [
    `| MD5 | Description | Detection |\n|---|---|---|\n| ${MD5} | A tool that checks the internet | Clean file |`,
    MD5,
    true,
  ],
  [`The dropper has the MD5 ${MD5}.`, MD5, true],
  [`The installer ${MD5} imitates a clean installer.`, MD5, true],
];

test.each(CASES)("a text that says %j is held to it", async (text, value, isIndicator) => {
  const { indicators, context } = await read(
    "warning.md",
    `# Quiet Heron\n\nThe C2 server is 192.0.2.200.\n\n${text}\n`,
  );
  const has = (list: readonly { readonly observable?: { readonly value: string } }[]): boolean =>
    list.some(({ observable }) => observable?.value === value);
  expect([has(indicators), has(context)]).toEqual([isIndicator, !isIndicator]);
});

test("a file of corrections that nobody edited changes nothing where a value stands twice", async () => {
  const day = "2024-01-01T00:00:00.000Z";
  const objects = ["1", "2"].map((last) => ({
    type: "indicator",
    spec_version: "2.1",
    id: `indicator--5d0092c5-5f74-4287-9642-00000000000${last}`,
    name: `sample ${last}`,
    created: day,
    modified: day,
    valid_from: day,
    pattern: "[ipv4-addr:value = '192.0.2.1']",
    pattern_type: "stix",
  }));
  const id = "bundle--5d0092c5-5f74-4287-9642-33f4c354e56d";
  const reading = await read("bundle.json", JSON.stringify({ type: "bundle", id, objects }));
  const text = writeCampaignFile(reading, reading);
  const sha256 = "cd".repeat(32);
  const file = await readCampaignFile({ name: "campaign.yaml", sha256, text });
  expect(applyCorrections(reading, file).indicators).toEqual(reading.indicators);
  const edited = text.replace("name: sample 1", "name: corrected");
  const corrected = await readCampaignFile({ name: "campaign.yaml", sha256, text: edited });
  expect(applyCorrections(reading, corrected).indicators.map(({ name }) => name)).toEqual([
    "corrected",
    "sample 2",
  ]);
});

import { expect, test } from "vitest";
import { readAdvisory } from "../src/index.ts";

const EVENT = {
  uuid: "7a1f92cb-dba7-425f-aacd-85b80ff5cb9a",
  info: "Quiet Fern",
  date: "2024-07-25",
  timestamp: "1721900000",
  Orgc: { name: "Example CERT" },
  Tag: [
    { name: "tlp:amber" },
    { name: 'misp-galaxy:mitre-attack-pattern="Exploit Public-Facing Application - T1190"' },
    { name: 'misp-galaxy:sector="Defense"' },
  ],
  Galaxy: [
    {
      type: "threat-actor",
      GalaxyCluster: [
        { type: "threat-actor", value: "Quiet Fern", meta: { synonyms: ["Old Mill"] } },
      ],
    },
    { type: "malpedia", GalaxyCluster: [{ type: "malpedia", value: "BlackKiln" }] },
  ],
  Attribute: [
    {
      uuid: "a1",
      type: "domain|ip",
      value: "evil.example.net|192.0.2.1",
      to_ids: true,
      category: "Network activity",
      comment: "C2",
    },
    {
      uuid: "a2",
      type: "filename|sha1",
      value: "a|b.exe|b0fff876d3474f855654dcd92e9351b25630cc83",
      to_ids: "1",
    },
    { uuid: "a3", type: "domain", value: "harmless.example.org", to_ids: false },
    { uuid: "a4", type: "ip-dst", value: "127.0.0.1", to_ids: true },
    { uuid: "a5", type: "md5", value: "no digest", to_ids: true },
    { uuid: "a6", type: "vulnerability", value: "CVE-2021-44228" },
    { uuid: "a7", type: "link", value: "https://www.example.org/a", comment: "Report" },
    { uuid: "a8", type: "yara", value: "rule a { condition: true }", to_ids: true },
    { uuid: "a9", type: "dash", value: "x" },
    { uuid: "b0", type: "domain", value: "gone.example.net", to_ids: true, deleted: true },
  ],
  Object: [
    {
      name: "file",
      comment: "Dropper",
      Attribute: [
        {
          uuid: "o1",
          type: "sha256",
          value: "CD5D3EBEAF1D4DBEF7378B4BCFEAECFB4FAE6874F33AA2BDAF6F0A711EFE6E8F",
          to_ids: true,
        },
      ],
    },
  ],
};

function read(json: unknown): ReturnType<typeof readAdvisory> {
  const bytes = new TextEncoder().encode(JSON.stringify(json));
  return readAdvisory({ name: "event.json", bytes, sha256: "cd".repeat(32) });
}

test("a MISP event is read with its attributes, tags and galaxies", async () => {
  const campaign = await read({ Event: EVENT });
  expect(campaign).toMatchObject({
    title: "Quiet Fern",
    published: "2024-07-25",
    modified: "2024-07-25T09:33:20.000Z",
    tlp: "AMBER",
    issuers: [{ name: "Example CERT" }],
    documents: [{ format: "misp" }],
    techniques: [{ id: "T1190", name: "Exploit Public-Facing Application" }],
    actors: [
      {
        name: "Quiet Fern",
        aliases: [{ name: "Old Mill", relation: "unstated", by: "MISP galaxy" }],
      },
    ],
    software: [{ name: "BlackKiln", kind: "malware" }],
    sectors: [{ text: "defense" }],
    vulnerabilities: [{ id: "CVE-2021-44228", status: "mentioned" }],
    references: [{ url: "https://www.example.org/a", title: "Report" }],
  });
  expect(campaign.indicators.map((one) => one.observable?.value ?? one.pattern?.language)).toEqual([
    "evil.example.net",
    "192.0.2.1",
    "a|b.exe",
    "b0fff876d3474f855654dcd92e9351b25630cc83",
    "yara",
    "cd5d3ebeaf1d4dbef7378b4bcfeaecfb4fae6874f33aa2bdaf6f0a711efe6e8f",
  ]);
  expect(campaign.indicators[0]).toMatchObject({
    labels: ["to_ids", "Network activity"],
    description: "C2",
    malware: ["BlackKiln"],
    citations: [{ document: "event.json", object: "a1" }],
  });
  expect(campaign.indicators.at(-1)?.description).toBe("Dropper");
  expect(campaign.context.map(({ observable, reason }) => [observable.value, reason])).toEqual([
    ["harmless.example.org", "not marked for detection (to_ids)"],
    ["127.0.0.1", "loopback address"],
  ]);
  expect(campaign.diagnostics.map(({ code }) => code)).toEqual([
    "ADVISORY_MISP_VALUE",
    "ADVISORY_MISP_TYPE",
  ]);
});

test("a MISP document is read alike whether it is an event, a list or the answer of a search", async () => {
  const alone = await read({ Event: EVENT });
  for (const json of [
    EVENT,
    [{ Event: EVENT }],
    { response: [{ Event: EVENT }] },
    { response: { Event: EVENT } },
  ])
    expect(await read(json)).toEqual(alone);
});

test("a MISP document with two events is one campaign with one document", async () => {
  const other = {
    ...EVENT,
    uuid: "u2",
    info: "Other",
    Attribute: [EVENT.Attribute[2]],
    Object: [],
  };
  const campaign = await read([{ Event: EVENT }, { Event: other }]);
  expect(campaign.documents).toHaveLength(1);
  expect(campaign.title).toBe("Quiet Fern");
  expect(campaign.id).toBe((await read(EVENT)).id);
});

test("a MISP value is taken without marks against clicking when it bears them", async () => {
  const json = {
    Event: {
      uuid: "00000000-0000-4000-8000-000000000000",
      info: "An event",
      Attribute: [
        { type: "url", value: "https://evil.example.net/[.]well-known/x", to_ids: true },
        { type: "domain", value: "evil[.]example[.]org", to_ids: true },
        { type: "ip-dst", value: "192.0.2[.]7", to_ids: true },
      ],
    },
  };
  const bytes = new TextEncoder().encode(JSON.stringify(json));
  const { indicators } = await readAdvisory({ name: "e.json", bytes, sha256: "0".repeat(64) });
  expect(indicators.map(({ observable }) => observable?.value)).toEqual([
    "https://evil.example.net/.well-known/x",
    "evil.example.org",
    "192.0.2.7",
  ]);
});

import fc from "fast-check";
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
    rules: [{ language: "yara", name: "a", text: "rule a { condition: true }" }],
  });
  expect(campaign.indicators.map((one) => one.observable?.value ?? one.pattern?.language)).toEqual([
    "evil.example.net",
    "192.0.2.1",
    "a|b.exe",
    "b0fff876d3474f855654dcd92e9351b25630cc83",
    "cd5d3ebeaf1d4dbef7378b4bcfeaecfb4fae6874f33aa2bdaf6f0a711efe6e8f",
  ]);
  expect(campaign.indicators[0]).toMatchObject({
    role: "command-and-control",
    roleEvidence: { text: "C2", basis: "stated" },
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

function withAttributes(attributes: readonly object[], more: object = {}): object {
  const uuid = "00000000-0000-4000-8000-000000000000";
  return { Event: { uuid, info: "An event", Attribute: attributes, ...more } };
}

const SHA1 = "b0fff876d3474f855654dcd92e9351b25630cc83";
const MD5 = "b0fff876d3474f855654dcd92e9351b2";

test.each([
  ["ip-dst|port", "192.0.2.7|443", ["ipv4 192.0.2.7"]],
  ["ip-src", "192.0.2.0/24", ["cidr 192.0.2.0/24"]],
  ["hostname|port", "c2.example.net|8443", ["domain c2.example.net"]],
  ["uri", "/gate.php", ["http-uri /gate.php"]],
  ["uri", "http://evil.example.net/a", ["url http://evil.example.net/a"]],
  ["url", "http://evil.example.net/a b", ["url http://evil.example.net/a%20b"]],
  ["malware-sample", `a.exe|${MD5}`, ["filename a.exe", `md5 ${MD5}`]],
  ["filename|ssdeep", "a.exe|3:ab:cd", ["filename a.exe", "ssdeep 3:ab:cd"]],
  ["filename|impfuzzy", "a.exe|3:ab:cd", ["filename a.exe"]],
  ["filename", "C:\\Temp\\a.exe", ["filepath C:\\Temp\\a.exe"]],
  ["ja3-fingerprint-md5", MD5, [`ja3 ${MD5}`]],
  ["x509-fingerprint-sha1", SHA1, [`certificate-sha1 ${SHA1}`]],
  ["windows-service-name", "FernSvc", ["service-name FernSvc"]],
  ["windows-scheduled-task", "Fern", ["scheduled-task Fern"]],
  ["email-subject", "Invoice", ["email-subject Invoice"]],
  ["regkey|value", "HKLM\\Software\\Fern|1", ["registry-key HKLM\\Software\\Fern"]],
  ["named pipe", "fern", ["named-pipe fern"]],
  ["AS", "AS64500", ["asn AS64500"]],
])(
  "a MISP attribute of the type %s gives its observables when it is %s",
  async (type, value, expected) => {
    const { indicators } = await read(withAttributes([{ type, value, to_ids: true }]));
    expect(indicators.map(({ observable }) => `${observable?.type} ${observable?.value}`)).toEqual(
      expected,
    );
  },
);

test.each([
  [{ type: "md5", value: MD5, category: "Payload installation" }, "dropped-file", "inferred"],
  [{ type: "md5", value: MD5, category: "Payload delivery" }, "payload-delivery", "inferred"],
  [{ type: "domain", value: "a.example.net", category: "Network activity" }, undefined, undefined],
  [
    { type: "domain", value: "a.example.net", comment: "C&C server" },
    "command-and-control",
    "stated",
  ],
  [
    { type: "domain", value: "a.example.net", Tag: [{ name: "kill-chain:Command and Control" }] },
    "command-and-control",
    "stated",
  ],
  [
    { type: "filename", value: "x.aspx", category: "Payload installation", comment: "web shell" },
    "web-shell",
    "stated",
  ],
])("the role of the MISP attribute %j is %s", async (attribute, role, basis) => {
  const { indicators } = await read(withAttributes([{ ...attribute, to_ids: true }]));
  expect(indicators[0]?.role).toBe(role);
  expect(indicators[0]?.roleEvidence?.basis).toBe(basis);
});

test("a MISP attribute carries its times, sightings, confidence and what it alone is tied to", async () => {
  const { indicators } = await read(
    withAttributes([
      {
        type: "domain",
        value: "a.example.net",
        to_ids: true,
        first_seen: "2024-06-01T00:00:00.000000+00:00",
        Tag: [
          { name: 'admiralty-scale:information-credibility="2"' },
          { name: 'misp-galaxy:malpedia="BlackKiln"' },
          { name: 'misp-galaxy:mitre-attack-pattern="Web Protocols - T1071.001"' },
        ],
        Sighting: [
          { type: "0", date_sighting: "1721900000" },
          { type: "1", date_sighting: "1721900000" },
          { type: "2", date_sighting: "1722000000" },
        ],
      },
      { type: "domain", value: "b.example.net", to_ids: true },
    ]),
  );
  expect(indicators[0]).toMatchObject({
    firstSeen: "2024-06-01T00:00:00.000Z",
    lastSeen: "2024-07-25T09:33:20.000Z",
    validUntil: "2024-07-26T13:20:00.000Z",
    confidence: 70,
    malware: ["BlackKiln"],
    techniques: ["T1071.001"],
    caution: "1 sighting says that it is a false positive",
  });
  expect(indicators[1]?.malware).toEqual([]);
});

test("MISP objects give mitigations, actors, frameworks and scores, and those on victims nothing", async () => {
  const member = (object_relation: string, value: string, type = "text"): object => ({
    object_relation,
    type,
    value,
  });
  const campaign = await read(
    withAttributes([], {
      Object: [
        {
          name: "course-of-action",
          uuid: "o1",
          Attribute: [member("name", "Patch"), member("description", "Install it.")],
        },
        {
          name: "intrusion-set",
          Attribute: [
            member("name", "Quiet Fern"),
            member("aliases", "Old Mill"),
            member("goals", "Espionage"),
          ],
        },
        {
          name: "attack-pattern",
          Attribute: [member("id", "163"), member("name", "Spear Phishing")],
        },
        { name: "weakness", Attribute: [member("id", "CWE-502", "weakness")] },
        {
          name: "vulnerability",
          Attribute: [
            member("id", "CVE-2021-44228", "vulnerability"),
            member("cvss-score", "10.0", "float"),
          ],
        },
        { name: "x509", Attribute: [member("serial-number", "0A1B")] },
        { name: "pe-section", Attribute: [member("md5", MD5, "md5")] },
        { name: "victim", Attribute: [member("email", "victim@example.com", "email-dst")] },
        { name: "file", deleted: true, Attribute: [member("sha1", SHA1, "sha1")] },
      ],
    }),
  );
  expect(campaign).toMatchObject({
    mitigations: [{ text: "Patch: Install it.", citations: [{ object: "o1" }] }],
    actors: [
      {
        name: "Quiet Fern",
        goals: ["Espionage"],
        aliases: [{ name: "Old Mill", relation: "unstated" }],
      },
    ],
    frameworks: [{ id: "CAPEC-163", name: "Spear Phishing" }, { id: "CWE-502" }],
    vulnerabilities: [{ id: "CVE-2021-44228", cvss: 10 }],
    context: [{ observable: { type: "md5" }, reason: "digest of a section, not of the file" }],
  });
  expect(campaign.indicators.map(({ observable }) => observable)).toEqual([
    { type: "certificate-serial", value: "0a1b" },
  ]);
  expect(JSON.stringify(campaign)).not.toContain("victim@example.com");
});

test("the reports of a MISP event give techniques and vulnerabilities but no values", async () => {
  const campaign = await read(
    withAttributes([], {
      EventReport: [
        {
          uuid: "r1",
          name: "Report",
          content: "# Fern\n\nThey used T1190 on CVE-2021-44228 from 192.0.2.7.",
        },
        { uuid: "r2", deleted: true, content: "T1059" },
      ],
    }),
  );
  expect(campaign).toMatchObject({
    techniques: [{ id: "T1190", citations: [{ object: "r1" }] }],
    vulnerabilities: [{ id: "CVE-2021-44228" }],
    indicators: [],
  });
});

test("the strictest label of a MISP event and its attributes is that of the campaign, and PAP is a caution", async () => {
  const campaign = await read(
    withAttributes([{ type: "domain", value: "a.example.net", Tag: [{ name: "tlp:red" }] }], {
      Tag: [{ name: "tlp:green" }, { name: "PAP:AMBER" }],
    }),
  );
  expect(campaign.tlp).toBe("RED");
  expect(campaign.cautions[0]?.text).toMatch(/^PAP:AMBER: /);
});

test("a MISP event that marks nothing keeps links of analysis and recipients of mail as context", async () => {
  const { indicators, context, references } = await read(
    withAttributes([
      { type: "url", value: "https://www.example.org/report", category: "External analysis" },
      { type: "email-dst", value: "user@example.com", category: "Payload delivery" },
      { type: "email-src", value: "from@example.com", category: "Payload delivery" },
      { type: "email-dst", value: "drop@example.com", category: "Network activity" },
    ]),
  );
  expect(indicators.map(({ observable }) => observable?.value)).toEqual([
    "from@example.com",
    "drop@example.com",
  ]);
  expect(context).toMatchObject([{ role: "reference" }, { reason: "recipient of a mail" }]);
  expect(references).toMatchObject([{ url: "https://www.example.org/report" }]);
});

test("the manifest of a MISP feed is told with what it lists", async () => {
  const { diagnostics } = await read({
    "5c5be1d2-0a7c-4bb6-9f2c-1d4a950d210f": { info: "Quiet Fern", timestamp: 1, Orgc: {} },
  });
  expect(diagnostics).toMatchObject([
    {
      code: "ADVISORY_MISP_MANIFEST",
      message: expect.stringContaining("5c5be1d2-0a7c-4bb6-9f2c-1d4a950d210f (Quiet Fern)"),
    },
    { code: "ADVISORY_NOTHING" },
  ]);
});

test("reading MISP throws nothing but its own error whatever stands in an event", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.jsonValue({ maxDepth: 4 }),
      fc.jsonValue({ maxDepth: 4 }),
      async (one, other) => {
        const attribute = {
          type: "domain|ip",
          value: one,
          Tag: [one],
          Sighting: other,
          comment: other,
        };
        await read(
          withAttributes([attribute, { type: one, value: other }], {
            Object: one,
            Galaxy: other,
            EventReport: [one],
          }),
        );
      },
    ),
    { numRuns: 200 },
  );
});

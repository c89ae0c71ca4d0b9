import { parsePattern } from "@tocsin/stix";
import fc from "fast-check";
import { expect, test } from "vitest";
import { readAdvisory } from "../src/index.ts";

const MD5 = "b0fff876d3474f855654dcd92e9351b2";

function item(search: string, text: string, more = ""): string {
  const id = "00000000-0000-4000-8000-000000000001";
  const condition = more.includes("condition=") ? "" : 'condition="is"';
  return `<IndicatorItem id="${id}" ${condition} ${more}><Context document="x" search="${search}" type="mir"/><Content type="string">${text}</Content></IndicatorItem>`;
}

function definition(items: string): string {
  return `<?xml version="1.0"?><ioc xmlns="http://schemas.mandiant.com/2010/ioc" id="a" last-modified="2024-07-26T10:00:00Z">
<short_description>QUIET FERN</short_description><description>A loader of Quiet Fern.</description>
<authored_by>Example CERT</authored_by><authored_date>2024-07-25T00:00:00</authored_date>
<links><link rel="threatgroup">Quiet Fern</link><link rel="family">BLACKKILN</link><link rel="license">Apache 2.0</link>
<link rel="report">https://www.example.org/report</link></links>
<definition><Indicator id="b" operator="OR">${items}</Indicator></definition></ioc>`;
}

function read(xml: string): ReturnType<typeof readAdvisory> {
  return readAdvisory({
    name: "a.ioc",
    bytes: new TextEncoder().encode(xml),
    sha256: "ab".repeat(32),
  });
}

test("an OpenIOC definition is read with its head, links and values under OR", async () => {
  const campaign = await read(
    definition(
      item("FileItem/Md5sum", MD5.toUpperCase()) +
        item("FileItem/FileName", "fern.exe") +
        item("Network/DNS", "evil[.]example.net", 'condition="contains"') +
        item("PortItem/remoteIP", "192.0.2.7") +
        item("Network/URI", "/gate.php") +
        item("ServiceItem/name", "FernSvc") +
        item("ProcessItem/HandleList/Handle/Name", "FernMutex"),
    ),
  );
  expect(campaign).toMatchObject({
    title: "QUIET FERN",
    summary: "A loader of Quiet Fern.",
    published: "2024-07-25",
    modified: "2024-07-26T10:00:00.000Z",
    issuers: [{ name: "Example CERT" }],
    actors: [{ name: "Quiet Fern" }],
    software: [{ name: "BLACKKILN", kind: "malware" }],
    references: [{ url: "https://www.example.org/report" }],
    documents: [{ format: "openioc" }],
    diagnostics: [],
  });
  expect(campaign.indicators.map(({ observable }) => observable)).toEqual([
    { type: "md5", value: MD5 },
    { type: "filename", value: "fern.exe" },
    { type: "domain", value: "evil.example.net" },
    { type: "ipv4", value: "192.0.2.7" },
    { type: "http-uri", value: "/gate.php" },
    { type: "service-name", value: "FernSvc" },
    { type: "mutex", value: "FernMutex" },
  ]);
  expect(campaign.indicators[0]).toMatchObject({
    malware: ["BLACKKILN"],
    citations: [{ line: 6, object: "00000000-0000-4000-8000-000000000001" }],
  });
});

test("values of OpenIOC under AND are one indicator with a pattern and are context each", async () => {
  const campaign = await read(
    definition(
      `<Indicator operator="AND" id="c">${item("FileItem/FileName", "fern.exe")}${item("FileItem/SizeInBytes", "4096")}
      <Indicator operator="OR" id="d">${item("Network/DNS", "a.example.net")}${item("Network/DNS", "b.example.net")}</Indicator></Indicator>`,
    ),
  );
  expect(campaign.indicators.map(({ pattern }) => pattern?.text)).toEqual([
    "[file:name = 'fern.exe' AND file:size = 4096] AND [domain-name:value = 'a.example.net' OR domain-name:value = 'b.example.net']",
  ]);
  expect(campaign.context.map(({ observable }) => observable.value)).toEqual([
    "fern.exe",
    "a.example.net",
    "b.example.net",
  ]);
});

test("values of OpenIOC under AND stay context when one of them cannot be said as a pattern", async () => {
  const campaign = await read(
    definition(
      `<Indicator operator="AND" id="c">${item("FileItem/FileName", "fern.exe")}${item("FileItem/PEInfo/ImportedModules/Module/Name", "mscoree.dll")}</Indicator>`,
    ),
  );
  expect(campaign.indicators).toEqual([]);
  expect(campaign.context).toMatchObject([
    {
      observable: { value: "fern.exe" },
      reason:
        "condition of others, of which FileItem/PEInfo/ImportedModules/Module/Name cannot be looked for",
    },
  ]);
  expect(campaign.diagnostics).toMatchObject([{ code: "ADVISORY_OPENIOC_TERM" }]);
});

test.each([
  ["is", "C:\\ProgramData\\fern.dat", undefined],
  [
    "contains",
    "Temp\\fern.dat",
    String.raw`[file:parent_directory_ref.path LIKE '%Temp' AND file:name LIKE 'fern.dat%']`,
  ],
  [
    "contains",
    "ProgramData\\Fern\\",
    String.raw`[file:parent_directory_ref.path LIKE '%ProgramData\\Fern%']`,
  ],
  [
    "ends-with",
    "Temp\\fern.dat",
    "[file:parent_directory_ref.path LIKE '%Temp' AND file:name = 'fern.dat']",
  ],
  [
    "starts-with",
    "C:\\Fern\\a",
    String.raw`[file:parent_directory_ref.path = 'C:\\Fern' AND file:name LIKE 'a%']`,
  ],
])(
  "a full path of OpenIOC under the condition %s asks for folder and name",
  async (condition, text, expected) => {
    const { indicators } = await read(
      definition(item("FileItem/FullPath", text, `condition="${condition}"`)),
    );
    expect(indicators.map(({ pattern }) => pattern?.text)).toEqual([expected]);
  },
);

test.each([
  ["contains", "fern", "[process:command_line LIKE '%fern%']"],
  ["contains", "50%_it's", String.raw`[process:command_line MATCHES '50%_it\'s']`],
  ["matches", "fern[0-9]", "[process:command_line MATCHES 'fern[0-9]']"],
])(
  "a term of OpenIOC under the condition %s is a pattern that asks for %s",
  async (condition, text, expected) => {
    const { indicators } = await read(
      definition(item("ProcessItem/arguments", text, `condition="${condition}"`)),
    );
    expect(indicators.map(({ pattern }) => pattern?.text)).toEqual([expected]);
  },
);

test("a negated item of OpenIOC is context alone and NOT inside a pattern", async () => {
  const alone = await read(definition(item("FileItem/FileName", "good.exe", 'condition="isnot"')));
  expect(alone.indicators).toEqual([]);
  expect(alone.context).toMatchObject([{ reason: "the definition asks that it be absent" }]);
  const both = await read(
    definition(
      `<Indicator operator="AND" id="c">${item("RegistryItem/KeyPath", "Run", 'condition="contains"')}${item("RegistryItem/KeyPath", "RunOnce", 'condition="contains" negate="true"')}</Indicator>`,
    ),
  );
  expect(both.indicators[0]?.pattern?.text).toBe(
    "[windows-registry-key:key LIKE '%Run%' AND windows-registry-key:key NOT LIKE '%RunOnce%']",
  );
});

test("the value of an OpenIOC item is its id when its content is empty", async () => {
  const { indicators } = await read(
    definition(
      `<IndicatorItem id="evil.example.net" condition="is"><Context document="Network" search="Network/DNS"/><Content type="string"></Content></IndicatorItem>
       <IndicatorItem id="00000000-0000-4000-8000-000000000001" condition="is"><Context search="Network/DNS"/><Content type="string"/></IndicatorItem>`,
    ),
  );
  expect(indicators.map(({ observable }) => observable?.value)).toEqual(["evil.example.net"]);
  expect(indicators[0]?.citations[0]?.object).toBeUndefined();
});

test("OpenIOC 1.1 is read from its metadata and criteria", async () => {
  const campaign = await read(
    `<OpenIOC xmlns="http://openioc.org/schemas/OpenIOC_1.1" id="a" last-modified="2024-07-26T10:00:00">
<metadata><short_description>Fern</short_description><authored_by>Example CERT</authored_by><authored_date>2024-07-25T08:00:00Z</authored_date><links/></metadata>
<criteria><Indicator id="b" operator="OR">${item("FileItem/Sha1sum", "b0fff876d3474f855654dcd92e9351b25630cc83", 'preserve-case="false" negate="false"')}</Indicator></criteria><parameters/></OpenIOC>`,
  );
  expect(campaign).toMatchObject({
    title: "Fern",
    published: "2024-07-25T08:00:00.000Z",
    indicators: [{ observable: { type: "sha1" }, validFrom: "2024-07-25T08:00:00.000Z" }],
  });
});

test("an OpenIOC item is told and left out when its condition is unknown or it nests too deep", async () => {
  const deep = `${'<Indicator operator="OR">'.repeat(60)}${item("Network/DNS", "deep.example.net")}${"</Indicator>".repeat(60)}`;
  const campaign = await read(
    definition(item("Network/DNS", "a.example.net", 'condition="sounds-like"') + deep),
  );
  expect(campaign.indicators).toEqual([]);
  expect(campaign.diagnostics.map(({ code }) => code)).toEqual([
    "ADVISORY_OPENIOC_ITEM",
    "ADVISORY_OPENIOC_ITEM",
  ]);
});

const TERMS = [
  "FileItem/FileName",
  "FileItem/FullPath",
  "FileItem/SizeInBytes",
  "ProcessItem/arguments",
  "RegistryItem/KeyPath",
  "Network/DNS",
  "Email/Subject",
];
const CONDITIONS = ["is", "contains", "matches", "starts-with", "ends-with", "isnot", "less-than"];

test("a regular expression is a text, also one for a size", async () => {
  const { indicators } = await read(
    definition(item("FileItem/SizeInBytes", "10", 'condition="matches"')),
  );
  expect(indicators.map(({ pattern }) => pattern?.text)).toEqual(["[file:size MATCHES '10']"]);
});

test("every pattern written from OpenIOC parses whatever the values are", async () => {
  const leaf = fc
    .tuple(
      fc.constantFrom(...TERMS),
      fc.constantFrom(...CONDITIONS),
      fc.string({
        minLength: 1,
        maxLength: 12,
        unit: fc.constantFrom(...Array.from("a1\\/'%_*.[(\"$^")),
      }),
    )
    .map(([term, condition, text]) =>
      item(term, text.replaceAll(/["<&]/g, "x"), `condition="${condition}"`),
    );
  const { tree } = fc.letrec<{ tree: string; leaf: string }>((tie) => ({
    leaf,
    tree: fc.oneof(
      { maxDepth: 3 },
      tie("leaf"),
      fc
        .tuple(fc.constantFrom("AND", "OR"), fc.array(tie("tree"), { minLength: 1, maxLength: 3 }))
        .map(
          ([operator, parts]) => `<Indicator operator="${operator}">${parts.join("")}</Indicator>`,
        ),
    ),
  }));
  await fc.assert(
    fc.asyncProperty(tree, async (items) => {
      const { indicators } = await read(definition(items));
      for (const { pattern } of indicators)
        if (pattern !== undefined) parsePattern(pattern.text, { version: "2.1" });
    }),
    { numRuns: 150 },
  );
});

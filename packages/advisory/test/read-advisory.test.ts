import fc from "fast-check";
import { expect, test } from "vitest";
import { AdvisoryError, readAdvisory } from "../src/index.ts";

const encoder = new TextEncoder();

function read(content: string | Uint8Array, name = "a.md"): ReturnType<typeof readAdvisory> {
  const bytes = typeof content === "string" ? encoder.encode(content) : content;
  return readAdvisory({ name, bytes, sha256: "ab".repeat(32) });
}

async function codeOf(run: () => Promise<unknown>): Promise<string> {
  try {
    await run();
  } catch (error) {
    return error instanceof AdvisoryError ? `${error.code} ${error.message}` : String(error);
  }
  return "";
}

const ADVISORY = `# Quiet Fern Targets Shipyards

TLP:CLEAR
Release Date: July 25, 2024

## Summary

The Federal Bureau of Investigation (FBI) and the National Cyber Security Centre (NCSC) are releasing this advisory on the group known as Quiet Fern.

The actors are publicly known as Quiet Fern, Grey Harbour (formerly Old Mill) and Fern Storm. Since 2019 they target defense and aerospace companies in Japan and India.
The actors seek information about:

- submarines
- design drawings

They exploited CVE-2021-44228 [T1190] to deploy a backdoor called BlackKiln and used Mimikatz.

## Indicators of Compromise

| Type | Value | Malware |
|---|---|---|
| SHA-256 | cd5d3ebeaf1d4dbef7378b4bcfeaecfb4fae6874f33aa2bdaf6f0a711efe6e8f | BlackKiln |
| C2 | hxxps://evil[.]example[.]net/gate | BlackKiln |
| IP | 10.0.0.1 | |

## Mitigations

- Patch **public** systems first.
- Keep logs for a year.

## References

- [The rules](https://www.example.org/rules)
`;

test("an advisory in Markdown is read with all its parts, each with its line", async () => {
  const campaign = await read(ADVISORY);
  expect(campaign).toMatchObject({
    title: "Quiet Fern Targets Shipyards",
    published: "2024-07-25",
    tlp: "CLEAR",
    period: { first: "2019" },
    documents: [{ name: "a.md", format: "markdown", sha256: "ab".repeat(32) }],
  });
  expect(campaign.issuers.map(({ name }) => name)).toEqual([
    "Federal Bureau of Investigation (FBI)",
    "National Cyber Security Centre (NCSC)",
  ]);
  const [actor] = campaign.actors;
  expect(actor?.name).toBe("Quiet Fern");
  expect(actor?.aliases.map(({ name, relation }) => [name, relation])).toEqual([
    ["Grey Harbour", "same"],
    ["Old Mill", "formerly"],
    ["Fern Storm", "same"],
  ]);
  expect(campaign.software.map(({ name, kind }) => [name, kind])).toEqual([
    ["BlackKiln", "malware"],
    ["Mimikatz", "tool"],
  ]);
  expect(campaign.techniques.map(({ id }) => id)).toEqual(["T1190"]);
  expect(campaign.vulnerabilities).toMatchObject([{ id: "CVE-2021-44228", status: "exploited" }]);
  expect(
    campaign.indicators.map(({ observable, malware }) => [observable?.value, malware]),
  ).toEqual([
    ["cd5d3ebeaf1d4dbef7378b4bcfeaecfb4fae6874f33aa2bdaf6f0a711efe6e8f", ["BlackKiln"]],
    ["https://evil.example.net/gate", ["BlackKiln"]],
    ["evil.example.net", ["BlackKiln"]],
  ]);
  expect(campaign.indicators[1]?.citations).toMatchObject([{ document: "a.md", line: 23 }]);
  expect(campaign.context).toMatchObject([
    { observable: { value: "10.0.0.1" }, reason: "private address" },
    { observable: { value: "https://www.example.org/rules" }, reason: "reference link" },
    { observable: { value: "www.example.org" }, reason: "reference link" },
  ]);
  expect(campaign.sectors.map(({ text }) => text)).toEqual(["defense", "aerospace"]);
  expect(campaign.countries.map(({ text }) => text)).toEqual(["Japan", "India"]);
  expect(campaign.sought.map(({ kind, information }) => [kind, information])).toEqual([
    ["topic", "submarines"],
    ["document-type", "design drawings"],
  ]);
  expect(campaign.mitigations.map(({ text }) => text)).toEqual([
    "Patch public systems first.",
    "Keep logs for a year.",
  ]);
  expect(campaign.references).toMatchObject([
    { url: "https://www.example.org/rules", title: "The rules" },
  ]);
  expect(campaign.diagnostics).toEqual([]);
});

test("an advisory says nothing of what the document does not say", async () => {
  const campaign = await read("Sample a1124c4ad29a87b17ea686459ef56b41 was seen.");
  for (const key of ["published", "modified", "tlp", "period", "summary"])
    expect(campaign).not.toHaveProperty(key);
  expect(campaign).toMatchObject({
    title: "a.md",
    issuers: [],
    actors: [],
    sectors: [],
    sought: [],
  });
});

test("an advisory is read the same when it comes as UTF-16 or with a byte order mark", async () => {
  const text = "evil[.]example[.]net";
  const wide = new Uint8Array(2 + text.length * 2);
  wide.set([0xff, 0xfe]);
  for (let i = 0; i < text.length; i++) wide[2 + i * 2] = text.charCodeAt(i);
  for (const content of [text, `\uFEFF${text}`, wide])
    expect((await read(content)).indicators.map(({ observable }) => observable?.value)).toEqual([
      "evil.example.net",
    ]);
});

test("an advisory with broken UTF-8 is read with a diagnostic", async () => {
  const campaign = await read(
    new Uint8Array([...encoder.encode("evil[.]example[.]net "), 0xc3, 0x28]),
  );
  expect(campaign.diagnostics.map(({ code }) => code)).toEqual(["ADVISORY_ENCODING"]);
  expect(campaign.indicators).toHaveLength(1);
});

test("an advisory that says nothing is told as an error", async () => {
  expect((await read("Good morning to all.")).diagnostics).toMatchObject([
    { severity: "error", code: "ADVISORY_NOTHING" },
  ]);
});

const REFUSED: readonly (readonly [content: string | Uint8Array, message: RegExp])[] = [
  ["", /^ADVISORY_EMPTY /],
  [" \n\t ", /^ADVISORY_EMPTY /],
  [new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a]), /^ADVISORY_FORMAT .*PNG/],
  ['<?xml version="1.0"?>', /^ADVISORY_DOCUMENT .*XML/],
  ['<?xml version="1.0"?><recipe/>', /^ADVISORY_FORMAT .*"recipe"/],
  [new Uint8Array(64).fill(7), /^ADVISORY_FORMAT .*binary/],
  ['{"a": 1,\n "b" 2}', /^ADVISORY_JSON a\.md: line 2, column 6/],
  ['{"a": "x', /^ADVISORY_JSON .*line 1, column 9/],
  ['{"document": {}}', /^ADVISORY_JSON .*"document"/],
  ["[]", /^ADVISORY_JSON /],
];

test.each(REFUSED)(
  "an advisory is refused with its code when it is %j",
  async (content, message) => {
    expect(await codeOf(() => read(content))).toMatch(message);
  },
);

test("an advisory is refused when it is larger than the limit", async () => {
  const bytes = encoder.encode("evil[.]example[.]net");
  const got = await codeOf(() => readAdvisory({ name: "a", bytes, sha256: "0" }, { maxBytes: 8 }));
  expect(got).toMatch(/^ADVISORY_LIMIT .*at most 8 bytes, got 20/);
});

test("an advisory that begins with a link is text, not JSON", async () => {
  expect((await read("[evil[.]example[.]net](https://www.example.org/)")).indicators).toHaveLength(
    1,
  );
});

test("an advisory never fails but with its own error on arbitrary bytes and JSON", async () => {
  const content = fc.oneof(
    fc.uint8Array({ maxLength: 300 }),
    fc.json().map((json) => encoder.encode(json)),
    fc
      .json()
      .map((json) =>
        encoder.encode(`{"Event": {"info": "x", "Attribute": [${json}], "Tag": [${json}]}}`),
      ),
  );
  await fc.assert(
    fc.asyncProperty(content, async (bytes) => {
      expect(await codeOf(() => read(bytes))).toMatch(/^(?:ADVISORY_[A-Z]+ |$)/);
    }),
  );
});

test("a MISP event that marks nothing for detection gives its observables, and says so", async () => {
  const attribute = (type: string, category: string, value: string, to_ids: boolean) => ({
    uuid: "00000000-0000-4000-8000-000000000001",
    type,
    category,
    value,
    to_ids,
  });
  const event = (to_ids: boolean) =>
    JSON.stringify({
      Event: {
        uuid: "00000000-0000-4000-8000-000000000000",
        info: "An event",
        Attribute: [
          attribute("domain", "Network activity", "evil.example", false),
          attribute("domain", "External analysis", "about.example", false),
          attribute("md5", "Payload delivery", "0123456789abcdef0123456789abcdef", to_ids),
        ],
      },
    });
  const values = async (text: string) => {
    const bytes = new TextEncoder().encode(text);
    const campaign = await readAdvisory({ name: "e.json", bytes, sha256: "0".repeat(64) });
    return {
      indicators: campaign.indicators.map(({ observable }) => observable?.type),
      codes: campaign.diagnostics.map(({ code }) => code),
    };
  };
  expect(await values(event(false))).toEqual({
    indicators: ["domain", "md5"],
    codes: ["ADVISORY_MISP_UNMARKED"],
  });
  expect((await values(event(true))).indicators).toEqual(["md5"]);
});

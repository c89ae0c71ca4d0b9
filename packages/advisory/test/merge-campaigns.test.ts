import { expect, test } from "vitest";
import { mergeCampaigns, readAdvisory } from "../src/index.ts";

function read(name: string, text: string): ReturnType<typeof readAdvisory> {
  return readAdvisory({
    name,
    bytes: new TextEncoder().encode(text),
    sha256: name.repeat(64).slice(0, 64),
  });
}

const FIRST = await read(
  "a",
  "# One thing more\n\nTLP:GREEN\n\nThe actors may exploit CVE-2021-44228.\nhxxp://evil[.]example[.]net/a\nSee https://both.example.org/x in prose.",
);
const SECOND = await read(
  "b",
  "# Two\n\nTLP:AMBER+STRICT\n\nThe group exploited CVE-2021-44228 and used evil[.]example[.]net.\nhxxps://both.example.org/x",
);

test("a merge returns one campaign alone as it is", async () => {
  expect(mergeCampaigns([FIRST])).toBe(FIRST);
});

test("a merge refuses to make a campaign of none", async () => {
  expect(() => mergeCampaigns([])).toThrow(RangeError);
});

test("a merge joins values with all citations, the strictest marking and the strongest status", async () => {
  const merged = mergeCampaigns([FIRST, SECOND]);
  expect(merged.title).toBe("One thing more");
  expect(merged.tlp).toBe("AMBER+STRICT");
  expect(merged.documents.map(({ name }) => name)).toEqual(["a", "b"]);
  expect(merged.vulnerabilities).toMatchObject([{ id: "CVE-2021-44228", status: "exploited" }]);
  const shared = merged.indicators.find(
    ({ observable }) => observable?.value === "evil.example.net",
  );
  expect(shared?.citations.map(({ document }) => document)).toEqual(["a", "b"]);
});

test("a merge calls a value an indicator when one document does", async () => {
  const merged = mergeCampaigns([FIRST, SECOND]);
  const values = merged.indicators.map(({ observable }) => observable?.value);
  expect(values).toContain("https://both.example.org/x");
  expect(merged.context.map(({ observable }) => observable.value)).not.toContain(
    "https://both.example.org/x",
  );
});

test("a merge has one id whatever the order", async () => {
  expect(mergeCampaigns([FIRST, SECOND]).id).toBe(mergeCampaigns([SECOND, FIRST]).id);
  expect(mergeCampaigns([FIRST, SECOND]).id).not.toBe(FIRST.id);
});

const EARLIER = `# Quiet Heron Steals Drawings of Ships (AA24-999A)

An Example Agency. Release date: 1 July 2024

The actors may exploit CVE-2021-44228.

## Indicators

evil[.]example[.]net
192[.]0[.]2[.]7
`;
const LATER = EARLIER.replace("1 July 2024", "1 July 2024. Last revised: 9 August 2024")
  .replace("may exploit", "exploited")
  .replace("192[.]0[.]2[.]7", "198[.]51[.]100[.]9");

test("a merge says what a revision added, took away and changed", async () => {
  const later = await read("later", LATER);
  const earlier = await read("earlier", EARLIER);
  expect(earlier.documents).toMatchObject([{ number: "AA24-999A", published: "2024-07-01" }]);
  expect(mergeCampaigns([later, earlier]).comparisons).toEqual([
    {
      relation: "revision",
      from: "earlier",
      to: "later",
      onlyInFrom: [{ kind: "indicator", key: "ipv4 192.0.2.7" }],
      onlyInTo: [{ kind: "indicator", key: "ipv4 198.51.100.9" }],
      changed: [
        {
          kind: "vulnerability",
          key: "CVE-2021-44228",
          property: "status",
          from: "possible",
          to: "exploited",
        },
      ],
    },
  ]);
});

test("a merge compares the same warning in two formats as copies", async () => {
  const text = await read("text", EARLIER);
  const copy = await read("copy", EARLIER.replace("192[.]0[.]2[.]7\n", ""));
  expect(mergeCampaigns([text, copy]).comparisons).toMatchObject([
    {
      relation: "copy",
      onlyInFrom: [{ kind: "indicator", key: "ipv4 192.0.2.7" }],
      onlyInTo: [],
      changed: [],
    },
  ]);
});

test("a merge compares nothing when the warnings are different ones", async () => {
  expect(mergeCampaigns([FIRST, SECOND]).comparisons).toBeUndefined();
});

test("a merge tells what documents contradict one another in", async () => {
  const hit = await read("hit", "# One warning of two\n\nThe actors exploited CVE-2021-44228.");
  const denied = await read(
    "denied",
    "# Another of them\n\nWe have not observed exploitation of CVE-2021-44228.",
  );
  expect(denied.vulnerabilities[0]?.status).toBe("not-observed");
  const { conflicts } = mergeCampaigns([hit, denied]);
  expect(conflicts).toMatchObject([
    {
      kind: "vulnerability",
      key: "CVE-2021-44228",
      property: "status",
      claims: [
        { value: "exploited", citations: [{ document: "hit" }] },
        { value: "not-observed", citations: [{ document: "denied" }] },
      ],
    },
  ]);
});

test("a merge gives a bare digest the family that another document names, with both cited", async () => {
  const digest = "0123456789abcdef".repeat(4);
  const bare = await read("bare", `# Bare list of hashes\n\n## Indicators\n\n${digest}\n`);
  const named = await read(
    "named",
    `# Named\n\nThe malware KilnRAT was used.\n\n## Indicators\n\n| SHA-256 | Malware |\n|---|---|\n| ${digest} | KilnRAT |\n`,
  );
  const [indicator] = mergeCampaigns([bare, named]).indicators;
  expect(indicator?.malware).toEqual(["KilnRAT"]);
  expect(indicator?.citations.map(({ document }) => document)).toEqual(["bare", "named"]);
});

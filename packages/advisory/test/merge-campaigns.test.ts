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

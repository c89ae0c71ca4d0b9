import { expect, test } from "vitest";
import { readAdvisory } from "../src/index.ts";

function read(text: string): ReturnType<typeof readAdvisory> {
  return readAdvisory({
    name: "a.md",
    bytes: new TextEncoder().encode(text),
    sha256: "ab".repeat(32),
  });
}

test("the period has both ends when one sentence gives them", async () => {
  const text = "The group was active since at least November 2022 until February 2024.";
  expect((await read(text)).period).toMatchObject({ first: "2022-11", last: "2024-02" });
});

const ISSUERS: readonly (readonly [text: string, issuers: readonly string[]])[] = [
  [
    "This advisory was issued by the National Cyber Security Agency of Ruritania and CERT-RUR.",
    ["National Cyber Security Agency of Ruritania", "CERT-RUR"],
  ],
  [
    "The National Cyber Security Centre of Ruritania warns of attacks.",
    ["National Cyber Security Centre of Ruritania"],
  ],
  [
    "Issued by: Ministry of Digital Affairs of Ruritania",
    ["Ministry of Digital Affairs of Ruritania"],
  ],
  ["The attack hit the Ministry of Fisheries.", []],
];

test.each(ISSUERS)("issuers that no list holds are read from %j", async (text, issuers) => {
  expect((await read(text)).issuers.map(({ name }) => name)).toEqual(issuers);
});

test("the summary ends with a sentence when it is long or broken at a width", async () => {
  const sentence = "The group sent letters with false invoices to makers of lenses in the north. ";
  const long = (await read(`## Summary\n\n${sentence.repeat(40)}\n`)).summary ?? "";
  expect(long.length).toBeGreaterThan(1000);
  expect(long).toMatch(/north\.$/);
  const broken =
    "## Summary\n\nThe group sent letters with false invoices to\nmakers of lenses in the **north**.\nIt went on\n";
  expect((await read(broken)).summary).toBe(sentence.trim());
});

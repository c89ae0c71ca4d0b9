import { makeCampaign } from "@tocsin/model";
import { expect, test } from "vitest";
import { formatCampaignText, formatPassages } from "../src/index.ts";

const cite = (document: string, line: number, passage: string) => ({ document, line, passage });

const campaign = makeCampaign({
  id: "00000000-0000-5000-8000-000000000001",
  title: "Two voices",
  documents: [
    { name: "a.md", format: "markdown", sha256: "a".repeat(64), issuers: ["One agency"] },
    { name: "b.md", format: "markdown", sha256: "b".repeat(64), issuers: ["Another"] },
  ],
  techniques: [
    { id: "T1059", citations: [cite("a.md", 3, "a shell [T1059]")] },
    {
      id: "T1059.001",
      statedId: "T1086",
      use: "They ran PowerShell.",
      citations: [cite("b.md", 9, "PowerShell [T1086]")],
    },
  ],
  indicators: [
    {
      id: "i",
      observable: { type: "ipv4", value: "192.0.2.7" },
      labels: [],
      malware: ["KilnRAT"],
      role: "command-and-control",
      roleEvidence: { text: "The C2 servers are:", basis: "stated" },
      citations: [cite("a.md", 5, "192[.]0[.]2[.]7"), cite("b.md", 6, "192.0.2.7")],
    },
  ],
  comparisons: [
    {
      relation: "revision",
      from: "a.md",
      to: "b.md",
      onlyInFrom: [],
      onlyInTo: [{ kind: "indicator", key: "ipv4 192.0.2.7" }],
      changed: [
        {
          kind: "vulnerability",
          key: "CVE-1",
          property: "status",
          from: "possible",
          to: "exploited",
        },
      ],
    },
  ],
  conflicts: [
    {
      kind: "vulnerability",
      key: "CVE-1",
      property: "status",
      claims: [
        { value: "exploited", citations: [cite("a.md", 1, "x")] },
        { value: "not-observed", citations: [cite("b.md", 2, "y")] },
      ],
    },
  ],
});

test("passages come with their places, the exact entry before those that contain it", () => {
  const { text, entries } = formatPassages(campaign, "t1059");
  expect(entries).toBe(2);
  expect(text.indexOf("technique: T1059\n")).toBe(0);
  expect(text).toContain("stated id    T1086");
  expect(text).toContain("b.md line 9\n  PowerShell [T1086]");
});

test("passages of a value name what gives it its role", () => {
  const { text } = formatPassages(campaign, "192.0.2.7");
  expect(text).toContain("said by      “The C2 servers are:”");
  expect(text).toContain("a.md line 5");
  expect(text).toContain("b.md line 6");
});

test("passages are none when nothing bears the name", () => {
  expect(formatPassages(campaign, "T1003").entries).toBe(0);
});

test("the text of a campaign counts independent sources and tells what documents differ in", () => {
  const text = formatCampaignText(campaign);
  expect(text).toContain("192.0.2.7 (command and control, KilnRAT) from 2 sources");
  expect(text).toContain("What b.md changed since a.md");
  expect(text).toContain("vulnerability CVE-1: status possible, then exploited");
  expect(text).toContain("contradict one another: 1");
  expect(text).toContain("- not-observed [b.md line 2]");
  expect(text).toContain("T1059.001 (stated as T1086)");
});

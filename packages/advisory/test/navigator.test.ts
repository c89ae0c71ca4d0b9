import fc from "fast-check";
import { expect, test } from "vitest";
import { readAdvisory } from "../src/index.ts";
import { isNavigatorLayer, readNavigatorLayer } from "../src/navigator/read-navigator.ts";

const DOCUMENT = { name: "layer.json", sha256: "0".repeat(64) };
const LAYER = {
  name: "Quiet Fern",
  versions: { attack: "15", navigator: "4.9.1", layer: "4.5" },
  domain: "enterprise-attack",
  description: "What they did.",
  metadata: [{ name: "report", value: "EX-24-1" }],
  links: [{ label: "Report", url: "https://example.com/report" }],
  techniques: [
    {
      techniqueID: "T1190",
      tactic: "initial-access",
      score: 3,
      color: "",
      comment: "They broke the gateway.",
      enabled: true,
    },
    { techniqueID: "T1078", tactic: "persistence", score: 1, enabled: true },
    { techniqueID: "T1078", tactic: "initial-access", score: 1, enabled: true },
    {
      techniqueID: "T1059.001",
      tactic: "execution",
      color: "#ff6666",
      enabled: true,
      metadata: [{ name: "seen", value: "yes" }],
    },
    { techniqueID: "T1486", tactic: "impact", score: 1, enabled: false },
    {
      techniqueID: "T1059",
      tactic: "execution",
      color: "",
      comment: "",
      enabled: true,
      showSubtechniques: true,
    },
    { techniqueID: "nonsense", score: 1 },
  ],
};

test("a Navigator layer gives its marked techniques, comments, version of ATT&CK and links", () => {
  const campaign = readNavigatorLayer(LAYER, DOCUMENT);
  expect(campaign).toMatchObject({
    title: "Quiet Fern",
    summary: "What they did.\nreport: EX-24-1",
    attackVersion: "15",
    documents: [{ format: "navigator-layer" }],
    references: [{ url: "https://example.com/report", title: "Report" }],
    techniques: [
      { id: "T1190", tactics: ["initial-access"], use: "They broke the gateway." },
      { id: "T1078", tactics: ["persistence", "initial-access"] },
      { id: "T1059.001", tactics: ["execution"], use: "seen: yes" },
    ],
    diagnostics: [{ code: "ADVISORY_NAVIGATOR_UNMARKED", severity: "note" }],
  });
  expect(campaign.techniques[0]?.citations).toEqual([
    {
      document: "layer.json",
      object: "T1190",
      passage: "T1190, initial-access, score 3, They broke the gateway.",
    },
  ]);
});

test("a layer that marks nothing gives all its techniques", () => {
  const json = {
    name: "old",
    version: "2.1",
    domain: "mitre-enterprise",
    techniques: [{ techniqueID: "T1003" }, { techniqueID: "T1021", enabled: false }],
  };
  expect(readNavigatorLayer(json, DOCUMENT).techniques.map(({ id }) => id)).toEqual(["T1003"]);
});

test("a layer is recognised by its content, other JSON with techniques is not", async () => {
  const bytes = new TextEncoder().encode(JSON.stringify(LAYER));
  expect((await readAdvisory({ ...DOCUMENT, name: "x", bytes })).title).toBe("Quiet Fern");
  expect(isNavigatorLayer({ techniques: ["T1003"] })).toBe(false);
  expect(isNavigatorLayer({ techniques: [{ id: "T1003" }], domain: "enterprise-attack" })).toBe(
    false,
  );
});

test("reading never throws on any JSON", () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
      readNavigatorLayer(value, DOCUMENT);
      readNavigatorLayer(
        {
          ...LAYER,
          techniques: [value, { techniqueID: "T1003", score: value, comment: value, links: value }],
          versions: value,
          metadata: value,
          links: [value],
        },
        DOCUMENT,
      );
    }),
  );
});

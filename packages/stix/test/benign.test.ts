import { expect, test } from "vitest";
import { readStix } from "../src/index.ts";

const DAY = "2024-01-01T00:00:00.000Z";

function bundleOf(version: "2.0" | "2.1", more: object): object {
  return {
    type: "bundle",
    id: "bundle--5d0092c5-5f74-4287-9642-33f4c354e56d",
    ...(version === "2.0" && { spec_version: "2.0" }),
    objects: [
      {
        type: "indicator",
        ...(version === "2.1" && { spec_version: "2.1", pattern_type: "stix" }),
        id: "indicator--5d0092c5-5f74-4287-9642-33f4c354e56e",
        created: DAY,
        modified: DAY,
        valid_from: DAY,
        pattern: "[ipv4-addr:value = '192.0.2.1']",
        ...more,
      },
    ],
  };
}

const CASES: readonly (readonly [
  what: string,
  version: "2.0" | "2.1",
  more: object,
  isBenign: boolean,
])[] = [
  ["the type benign", "2.1", { indicator_types: ["benign"] }, true],
  ["the label benign", "2.0", { labels: ["benign"] }, true],
  ["the label false positive", "2.1", { labels: ["False Positive"] }, true],
  [
    "types that contradict each other",
    "2.1",
    { indicator_types: ["benign", "malicious-activity"] },
    false,
  ],
  ["the type anomalous-activity", "2.1", { indicator_types: ["anomalous-activity"] }, false],
  ["no type", "2.1", {}, false],
];

test.each(CASES)("an indicator with %s (STIX %s) is read", (_, version, more, isBenign) => {
  const { campaign } = readStix(bundleOf(version, more), {
    name: "bundle.json",
    format: "stix-2.1",
    sha256: "ab".repeat(32),
  });
  const { indicators, context, diagnostics } = campaign;
  expect(indicators).toHaveLength(isBenign ? 0 : 1);
  expect(context.map(({ reason }) => reason)).toEqual(
    isBenign ? ["its producer calls it benign"] : [],
  );
  expect(diagnostics.some(({ code }) => code === "STIX_BENIGN")).toBe(isBenign);
});

import { compilePlan } from "@tocsin/match";
import { plainRecord } from "@tocsin/model";
import { loadSigma } from "@tocsin/sigma";
import { expect, test } from "vitest";

const HEAD =
  "title: Long\nlogsource:\n  category: process_creation\n  product: windows\ndetection:\n";
const SOURCE = { format: "json", product: "windows", category: "process_creation" };

test.each([
  ["values of a field", "  selection:\n    CommandLine:\n"],
  ["keywords", "  selection:\n"],
])("a rule may have any number of %s", (_, selection) => {
  const list = Array.from({ length: 150_000 }, (_one, n) => `      - v${n}\n`).join("");
  const text = `${HEAD}${selection}${list}  condition: selection\nlevel: low\n`;
  const { detections, diagnostics } = loadSigma([{ file: "a.yml", text }]);
  expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  const plan = compilePlan(detections);
  const about = { place: { file: "a" }, source: SOURCE };
  let matched = 0;
  plan.run(plainRecord({ CommandLine: "v149999" }, about), () => matched++);
  plan.run(plainRecord({ CommandLine: "none" }, about), () => matched++);
  expect(matched).toBe(1);
});

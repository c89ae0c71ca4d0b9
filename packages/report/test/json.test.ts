import { expect, test } from "vitest";
import { formatAnswerJson, formatFindingLine } from "../src/index.ts";
import { sampleAnswer, sampleFindings } from "./sample.ts";

test("an answer comes back from its JSON as it was", () => {
  const text = formatAnswerJson(sampleAnswer);
  expect(JSON.parse(text)).toEqual(sampleAnswer);
  expect(text.startsWith('{\n  "version": "1"')).toBe(true);
  expect(text.endsWith("}\n")).toBe(true);
});

test("a finding is one line of JSON whatever its values hold", () => {
  const [first] = sampleFindings;
  const finding = { ...first!, host: "a\nb\u2028c\u2029d\r" };
  const line = formatFindingLine(finding);
  expect(line).not.toMatch(/[\n\r\u2028\u2029]/);
  expect(JSON.parse(line)).toEqual(finding);
});

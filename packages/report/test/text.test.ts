import fc from "fast-check";
import { expect, test } from "vitest";
import {
  formatAnswerText,
  formatCampaignText,
  formatFindingText,
  sanitizeText,
} from "../src/index.ts";
import { measure, shorten, wrap } from "../src/layout.ts";
import { expectGolden } from "./golden.ts";
import { sampleAnswer, sampleCampaign, sampleFindings } from "./sample.ts";

const hostile = fc.string({ unit: "binary", maxLength: 300 });

function expectFits(text: string, columns: number): void {
  for (const line of text.split("\n")) expect(measure(line)).toBeLessThanOrEqual(columns);
}

test("the text of an answer equals the golden file", () => {
  expectGolden("answer.txt", formatAnswerText(sampleAnswer));
});

test("the text of a campaign equals the golden file", () => {
  expectGolden("campaign.txt", formatCampaignText(sampleCampaign));
});

test("the text of a finding names detection, field, value, place, time and citation", () => {
  const [first] = sampleFindings;
  const text = formatFindingText(first!);
  for (const part of [
    "SHA-256 of the loader LANTERNFISH on ENG-WS-014.yards.example",
    "Hashes =",
    "evidence/eng-ws-014/Sysmon.evtx record 48211",
    "4 records, 2024-03-04 22:17:05 UTC to 2024-03-05 01:40:31 UTC",
    "harbour-lantern.md line 88",
  ])
    expect(text).toContain(part);
});

test.each([40, 72, 100])("no line of an answer is wider than %i columns", (columns) => {
  expectFits(formatAnswerText(sampleAnswer, { columns }), columns);
  expectFits(formatCampaignText(sampleCampaign, { columns }), columns);
});

test("no line is too wide and no control character passes whatever the evidence holds", () => {
  fc.assert(
    fc.property(hostile, hostile, hostile, (title, value, host) => {
      const [first] = sampleFindings;
      const text = formatFindingText({
        ...first!,
        host,
        detection: { ...first!.detection, title },
        matched: [{ field: "line", value, test: "anything" }],
      });
      expectFits(text, 100);
      expect(text).not.toMatch(
        /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/,
      );
    }),
  );
});

test("colour stands in an answer only when it is asked for", () => {
  expect(formatAnswerText(sampleAnswer)).not.toContain("\u001b");
  const coloured = formatAnswerText(sampleAnswer, { color: true });
  expect(coloured).toContain("\u001b[1;31mHIT\u001b[0m");
  expect(coloured.replaceAll(/\u001b\[[\d;]*m/g, "")).toBe(formatAnswerText(sampleAnswer));
});

test("the word clean does not occur in an answer", () => {
  expect(formatAnswerText(sampleAnswer)).not.toMatch(/\bclean\b/i);
});

test.each([
  ["\u001b[2J", "\\x1b[2J"],
  ["a\nb\tc\r", "a\\nb\\tc\\r"],
  ["\u202egpj.exe", "\\u{202e}gpj.exe"],
  ["\u009b31m", "\\x9b31m"],
  ["\u200bzero", "\\u{200b}zero"],
  ["\ud800", "\\u{d800}"],
  ["\u{e0041}", "\\u{e0041}"],
  ["Grüße, 日本語, 🙂", "Grüße, 日本語, 🙂"],
])("sanitizeText makes %j visible as %j", (raw, visible) => {
  expect(sanitizeText(raw)).toBe(visible);
});

test("sanitizeText is idempotent", () => {
  fc.assert(
    fc.property(hostile, (text) => {
      const once = sanitizeText(text);
      expect(sanitizeText(once)).toBe(once);
    }),
  );
});

test("wrap loses nothing but blanks", () => {
  fc.assert(
    fc.property(hostile, fc.integer({ min: 10, max: 100 }), (text, columns) => {
      const joined = wrap(text, columns, { first: "", rest: "" }).join("");
      expect(joined.replaceAll(/\s/g, "")).toBe(sanitizeText(text).replaceAll(/\s/g, ""));
    }),
  );
});

test("shorten keeps both ends of a long value and never passes its bound", () => {
  expect(shorten("C:\\Windows\\System32\\cmd.exe", 17)).toMatch(/^C:\\Win.*….*exe$/);
  fc.assert(
    fc.property(hostile, fc.integer({ min: 8, max: 60 }), (text, most) => {
      expect(measure(shorten(text, most))).toBeLessThanOrEqual(most);
    }),
  );
});

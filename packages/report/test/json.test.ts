import type { Answer } from "@tocsin/model";
import fc from "fast-check";
import { expect, test } from "vitest";
import { answerJsonPieces, formatAnswerJson, toSafeJson } from "../src/index.ts";
import { sampleAnswer } from "./sample.ts";

test("JSON says the same and steers neither terminals nor readers of lines", () => {
  const hostile = fc.array(
    fc.oneof(
      fc.constantFrom(
        "\u009b31m",
        "\u202e",
        "\u200b",
        "\u2028",
        "\ufeff",
        "\u001b[2J",
        "\n",
        "é",
        "\ud83d\ude00",
      ),
      fc.string({ unit: "binary", maxLength: 5 }),
    ),
  );
  fc.assert(
    fc.property(hostile, (parts) => {
      const value = { [parts.join("")]: parts };
      const text = toSafeJson(value);
      expect(text).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\ufeff]/);
      expect(JSON.parse(text)).toEqual(value);
    }),
  );
});

test("an answer is told in pieces as it is told whole", () => {
  const whole = `${toSafeJson(sampleAnswer, 2)}\n`;
  expect(formatAnswerJson(sampleAnswer)).toBe(whole);
  const sizes = [...answerJsonPieces(sampleAnswer)].map(({ length }) => length);
  expect(Math.max(...sizes)).toBeLessThan(whole.length / 4);
});

test("any value is told in pieces as JSON tells it", () => {
  const any = fc.object({
    maxDepth: 5,
    key: fc.string({ unit: "binary", maxLength: 3 }),
    values: [fc.string({ unit: "binary" }), fc.constantFrom(null, undefined, "\n", 1.5, true)],
    withNullPrototype: true,
  });
  fc.assert(
    fc.property(any, (value) => {
      const pieces = [...answerJsonPieces(value as unknown as Answer)];
      expect(pieces.join("")).toBe(`${toSafeJson(value, 2)}\n`);
    }),
    { numRuns: 2000 },
  );
});

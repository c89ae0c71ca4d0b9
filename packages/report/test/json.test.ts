import fc from "fast-check";
import { expect, test } from "vitest";
import { toSafeJson } from "../src/index.ts";

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

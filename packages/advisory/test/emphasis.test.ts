import fc from "fast-check";
import { expect, test } from "vitest";
import { stripEmphasis, toOriginalPlace, toPlainPlace } from "../src/text/emphasis.ts";

const MARKED = fc
  .array(fc.constantFrom("*", "**", "a", "b ", " ", "_", "`", "~~", "<b>", "x"), { maxLength: 30 })
  .map((parts) => parts.join(""));

test("places in a text without marks are those of walking through its gaps", () => {
  fc.assert(
    fc.property(MARKED, (text) => {
      const plain = stripEmphasis(text);
      for (let place = 0; place <= text.length; place++) {
        let left = place;
        for (const [at, length] of plain.gaps) if (at < place) left -= Math.min(length, place - at);
        expect(toPlainPlace(plain, place)).toBe(left);
      }
      for (let place = 0; place < plain.text.length; place++)
        expect(text.charAt(toOriginalPlace(plain, place))).toBe(plain.text.charAt(place));
    }),
  );
});

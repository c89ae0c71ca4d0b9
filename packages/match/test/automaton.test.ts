import fc from "fast-check";
import { expect, test } from "vitest";
import { buildAutomaton } from "../src/plan/automaton.ts";
import { buildLiteralTree, walkEnds } from "../src/plan/literal-tree.ts";

// Few letters, so that texts lie within each other; many of them, so that states have rows.
const word = fc
  .array(fc.constantFrom("a", "b", "c", "d", "e", "f", "g", "h", "ä", "世", "\u{1F600}"), {
    minLength: 1,
    maxLength: 5,
  })
  .map((letters) => letters.join(""));
const words = fc.uniqueArray(word, { minLength: 1, maxLength: 120 });
const value = fc.array(word, { maxLength: 12 }).map((parts) => parts.join("-"));

test("an automaton finds each text as often as it stands in the value", () => {
  fc.assert(
    fc.property(words, value, (texts, text) => {
      const counts = texts.map(() => 0);
      buildAutomaton(texts).scan(text, (index) => void ((counts[index] as number) += 1));
      const expected = texts.map((one) => {
        let count = 0;
        for (let at = text.indexOf(one); at >= 0; at = text.indexOf(one, at + 1)) count++;
        return count;
      });
      expect(counts).toEqual(expected);
    }),
    { numRuns: 3000 },
  );
});

test.each([
  ["begins", false],
  ["ends", true],
])("a tree finds every text with which the value %s", (_name, backwards) => {
  fc.assert(
    fc.property(words, value, (texts, text) => {
      const found: string[] = [];
      walkEnds(buildLiteralTree(texts, backwards), text, backwards, (index) => {
        found.push(texts[index] as string);
      });
      const expected = texts.filter((one) =>
        backwards ? text.endsWith(one) : text.startsWith(one),
      );
      expect(found.toSorted()).toEqual(expected.toSorted());
    }),
    { numRuns: 3000 },
  );
});

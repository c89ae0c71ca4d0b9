import fc from "fast-check";
import { RE2JS } from "re2js";
import { expect, test } from "vitest";
import { requiredLiterals } from "../src/plan/required-literals.ts";

test.each<[string, string, readonly string[] | undefined]>([
  ["powershell", "", ["powershell"]],
  ["PowerShell", "", ["powershell"]],
  ["abc.*longer", "", ["longer"]],
  ["(?:first|second)x", "", ["first", "second"]],
  ["one|two|x", "", undefined],
  ["abcd?", "", ["abc"]],
  ["abcd+e", "", ["abcd"]],
  ["abc{2}xyz1", "", ["xyz1"]],
  ["[abc]{3}", "", undefined],
  ["a\\.b\\\\c", "", ["a.b\\c"]],
  ["\\x41bcd", "", undefined],
  ["(?i)abcd", "", undefined],
  ["(?P<name>abcd)", "", ["abcd"]],
  ["(?:abcd)?ef", "", undefined],
  ["(?:abcd){0,3}", "", undefined],
  ["mask", "i", undefined],
  ["hello|world", "i", ["hello", "world"]],
  ["^abc$", "", ["abc"]],
  ["a**", "", undefined],
  ["(abc", "", undefined],
])("of /%s/%s every match contains one of %j", (source, flags, expected) => {
  expect(requiredLiterals(source, flags)).toEqual(expected);
});

const piece = fc.constantFrom("a", "b", "c", "ab", "bca", ".", "\\.", "[ab]", "(?:ab|c)", "k", "s");
const quantified = fc
  .tuple(piece, fc.constantFrom("", "", "", "*", "+", "?", "{2}", "{0,2}", "+?"))
  .map(([text, often]) => text + often);
const pattern = fc
  .array(fc.array(quantified, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 3 })
  .map((branches) => branches.map((parts) => parts.join("")).join("|"));
const value = fc
  .array(fc.constantFrom("a", "b", "c", "A", "B", "C", "K", "k", "ſ", "S", "\u212A", "."), {
    maxLength: 14,
  })
  .map((letters) => letters.join(""));

test("no value that a pattern matches lacks all of its required texts", () => {
  fc.assert(
    fc.property(pattern, fc.constantFrom("", "i"), value, (source, flags, text) => {
      const needed = requiredLiterals(source, flags);
      const matches = RE2JS.compile(source, flags === "i" ? RE2JS.CASE_INSENSITIVE : 0).test(text);
      if (needed === undefined || !matches) return;
      expect(needed.some((one) => text.toLowerCase().includes(one))).toBe(true);
    }),
    { numRuns: 20_000 },
  );
});

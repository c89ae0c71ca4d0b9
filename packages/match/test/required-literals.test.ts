import fc from "fast-check";
import { RE2JS } from "re2js";
import { expect, test } from "vitest";
import { requiredTexts } from "../src/plan/required-literals.ts";

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
  ["(?i)abcd", "", ["abcd"]],
  ["(?i)mask", "", undefined],
  ["ab(?i)cdef", "", undefined],
  ["(?im)abcd", "", undefined],
  ["(?P<name>abcd)", "", ["abcd"]],
  ["(?:abcd)?ef", "", undefined],
  ["(?:abcd){0,3}", "", undefined],
  ["mask", "i", undefined],
  ["hello|world", "i", ["hello", "world"]],
  ["^abc$", "", ["abc"]],
  ["a**", "", undefined],
  ["(abc", "", undefined],
])("of /%s/%s every match contains one of %j", (source, flags, expected) => {
  expect(requiredTexts(source, flags)?.one).toEqual(expected);
});

test.each<[string, readonly (readonly string[])[]]>([
  ["abcd.*xy.*z", [["xy"]]],
  ["(?i)(set).*&&.*longer", [["&&"]]],
  ["abc(?:def|ghi)+longer", [["abc"], ["def", "ghi"]]],
  ["abcd|ab.*efgh", []],
  ["(?:abcd.*ef|gh.*ijkl)", []],
])("of /%s/ every match contains one of each of %j, too", (source, expected) => {
  expect(requiredTexts(source, "")?.further).toEqual(expected);
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

test("no value that a pattern matches lacks its required texts", () => {
  fc.assert(
    fc.property(
      pattern,
      fc.constantFrom("", "i"),
      fc.boolean(),
      value,
      (one, flags, free, text) => {
        const source = free ? `(?i)${one}` : one;
        const needed = requiredTexts(source, flags);
        const matches = RE2JS.compile(source, flags === "i" ? RE2JS.CASE_INSENSITIVE : 0).test(
          text,
        );
        if (needed === undefined || !matches) return;
        for (const texts of [needed.one, ...needed.further])
          expect(texts.some((each) => text.toLowerCase().includes(each))).toBe(true);
      },
    ),
    { numRuns: 20_000 },
  );
});

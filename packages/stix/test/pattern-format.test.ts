import fc from "fast-check";
import { expect, test } from "vitest";
import { formatPattern, parsePattern } from "../src/index.ts";
import { arbitraryComparison, arbitraryPattern } from "./arbitrary-pattern.ts";

test.each([
  ["[ a:b == 1 ]", "[a:b = 1]"],
  ["[a:b <> 'x']", "[a:b != 'x']"],
  ["[NOT EXISTS a:b[*].'c-d']", "[NOT EXISTS a:b[*].'c-d']"],
  ["[a:'AND' = 1]", "[a:'AND' = 1]"],
  [
    "[a:b NOT IN (1,-2.50,'it\\'s',h'FF',b'AQIDBA==',true)]",
    "[a:b NOT IN (1, -2.5, 'it\\'s', h'ff', b'AQIDBA==', true)]",
  ],
  ["[(a:b = 1 OR a:b = 2) AND (a:b = 3)]", "[(a:b = 1 OR a:b = 2) AND a:b = 3]"],
  ["[a:b = +7.0]", "[a:b = 7.0]"],
  ["[a:b = .00000001]", "[a:b = 0.00000001]"],
  ["[a:b = 1000000000000000000000]", "[a:b = 1000000000000000000000]"],
  ["(([a:b=1]))", "[a:b = 1]"],
  ["[a:b=1] FOLLOWEDBY ([a:b=2] OR [a:b=3])", "[a:b = 1] FOLLOWEDBY [a:b = 2] OR [a:b = 3]"],
  ["([a:b=1] FOLLOWEDBY [a:b=2]) OR [a:b=3]", "([a:b = 1] FOLLOWEDBY [a:b = 2]) OR [a:b = 3]"],
  ["[a:b=1] WITHIN 1.50 SECONDS REPEATS 2 TIMES", "[a:b = 1] WITHIN 1.5 SECONDS REPEATS 2 TIMES"],
  ["([a:b=1] REPEATS 2 TIMES) REPEATS 2 TIMES", "([a:b = 1] REPEATS 2 TIMES) REPEATS 2 TIMES"],
  ["([a:b=1] OR [a:b=2]) WITHIN 5 SECONDS", "([a:b = 1] OR [a:b = 2]) WITHIN 5 SECONDS"],
])("formatPattern writes %s in one way", (text, expected) => {
  expect(formatPattern(parsePattern(text))).toBe(expected);
});

test("formatPattern writes a START and STOP of STIX 2.0 as 2.1 does", () => {
  const text = "[a:b=1] START '2024-07-25T00:00:00Z' STOP '2024-07-26T00:00:00Z'";
  expect(formatPattern(parsePattern(text, { version: "2.0" }))).toBe(
    "[a:b = 1] START t'2024-07-25T00:00:00Z' STOP t'2024-07-26T00:00:00Z'",
  );
});

test("formatPattern gives a text that parsePattern reads as the same pattern", () => {
  fc.assert(
    fc.property(arbitraryPattern(arbitraryComparison, 1e6), (pattern) => {
      expect(parsePattern(formatPattern(pattern))).toEqual(pattern);
    }),
    { numRuns: 500 },
  );
});

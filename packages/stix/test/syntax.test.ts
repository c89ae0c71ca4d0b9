import fc from "fast-check";
import { expect, test } from "vitest";
import { parsePattern, StixError } from "../src/index.ts";
import { corpus, corpusIsThere, readCases } from "./corpus.ts";

interface SyntaxCase {
  readonly id: string;
  readonly pattern: string;
  readonly pattern_version: "2.0" | "2.1";
  readonly valid: boolean;
}

function parses(text: string, version: "2.0" | "2.1"): boolean {
  try {
    parsePattern(text, { version });
    return true;
  } catch (error) {
    if (error instanceof StixError) return false;
    throw error;
  }
}

test.skipIf(!corpusIsThere)("parsePattern agrees with the syntax cases of OASIS", () => {
  const cases = readCases<SyntaxCase>(corpus("stix", "pattern-syntax"));
  expect(cases.length).toBe(87);
  const wrong = cases.filter((one) => parses(one.pattern, one.pattern_version) !== one.valid);
  expect(wrong.map(({ id, pattern }) => `${id} ${pattern}`)).toEqual([]);
});

test("parsePattern binds FOLLOWEDBY least and AND most", () => {
  const node = parsePattern("[a:b=1] FOLLOWEDBY [a:b=2] OR [a:b=3] AND [a:b=4]");
  expect(node).toMatchObject({
    kind: "followed-by",
    of: [
      { kind: "observation" },
      { kind: "observation-or", of: [{ kind: "observation" }, { kind: "observation-and" }] },
    ],
  });
});

test("parsePattern reads every kind of literal and path step", () => {
  const text = String.raw`[x-a:b.'c d'[*].e[-1] IN ('it\'s \\', 1, -2.5, true, h'FF00', b'AAAA', t'2024-02-30T00:00:60.5Z')]`;
  expect(parsePattern(text)).toMatchObject({
    comparison: {
      operator: "IN",
      path: { type: "x-a", steps: ["b", "c d", { index: "*" }, "e", { index: -1 }] },
      values: [
        { kind: "string", value: String.raw`it's \ `.trimEnd() },
        { kind: "integer", value: 1 },
        { kind: "float", value: -2.5 },
        { kind: "boolean", value: true },
        { kind: "hex", value: "ff00" },
        { kind: "binary", value: "AAAA" },
        { kind: "timestamp", value: "2024-02-30T00:00:60.5Z" },
      ],
    },
  });
});

test("parsePattern names line, column, expectation and find when a pattern breaks off", () => {
  expect(() => parsePattern("[file:name =\n  ]")).toThrow(
    expect.objectContaining({
      code: "STIX_PATTERN",
      position: { line: 2, column: 3 },
      expected: "a literal",
    }),
  );
});

test.each([
  ["nesting", `${"(".repeat(100)}[a:b=1]${")".repeat(100)}`],
  ["nesting of tests", `[${"(".repeat(100)}a:b=1${")".repeat(100)}]`],
  ["qualifiers", `([a:b=1])${" WITHIN 1 SECONDS".repeat(100)}`],
  ["length", `[a:b='${"x".repeat(100_000)}']`],
  ["an open comment", "[a:b=1] /* "],
])("parsePattern refuses too much %s", (_name, text) => {
  expect(() => parsePattern(text)).toThrow(StixError);
});

test("parsePattern takes comments and five thousand alternatives", () => {
  const text = `/* all */ [${Array.from({ length: 5000 }, (_, i) => `a:b=${i}`).join(" OR ")}] // end`;
  expect(parsePattern(text)).toMatchObject({ comparison: { kind: "comparison-or" } });
});

test("parsePattern throws nothing but StixError on arbitrary text", () => {
  const pieces = ["[", "]", "(", ")", "a:b", "=", "'x'", " AND ", " OR ", "NOT ", "t'", "\\", "1"];
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string({ unit: "binary" }),
        fc.array(fc.constantFrom(...pieces)).map((parts) => parts.join("")),
      ),
      (text) => {
        parses(text, "2.1");
      },
    ),
  );
});

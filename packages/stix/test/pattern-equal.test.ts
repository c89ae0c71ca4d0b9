import fc from "fast-check";
import { expect, test } from "vitest";
import {
  arePatternsEquivalent,
  formatPattern,
  normalForm,
  parsePattern,
  StixError,
} from "../src/index.ts";
import type { ComparisonNode, PatternNode } from "../src/index.ts";
import { arbitraryComparison, arbitraryPattern } from "./arbitrary-pattern.ts";
import { naiveMatch } from "./naive-match.ts";

function areEqual(a: string, b: string): boolean {
  return arePatternsEquivalent(parsePattern(a), parsePattern(b));
}

test.each([
  ["[a:b = 1 AND a:c = 2]", "[a:c = 2 AND a:b == 1]"],
  ["[a:b != 1]", "[a:b NOT = 1]"],
  ["[a:b NOT != 1]", "[a:b = 1]"],
  ["[a:b IN (1)]", "[a:b = 1.0]"],
  ["[a:b IN (2, 1, 2)]", "[a:b IN (1, 2)]"],
  ["[a:b = h'61']", "[a:b = b'YQ==']"],
  ["[a:b = t'2024-07-25T00:00:00.50Z']", "[a:b = t'2024-07-25T00:00:00.5Z']"],
  ["[a:b = 1 OR (a:b = 1 AND a:c = 2)]", "[a:b = 1]"],
  ["[a:b = 1 AND (a:b = 1 OR a:c = 2)]", "[a:b = 1]"],
  ["[a:'b' = 1]", "[a:b = 1]"],
  ["[ipv4-addr:value = '192.0.2.7/24']", "[ipv4-addr:value = '192.0.2.0/24']"],
  ["[ipv6-addr:value = '2001:DB8::192.0.2.1']", "[ipv6-addr:value = '2001:db8:0:0:0:0:c000:201']"],
  ["[x:y ISSUBSET '192.0.2.7/32']", "[x:y ISSUBSET '192.0.2.7']"],
  [
    "[windows-registry-key:values[*].name = 'Run']",
    "[windows-registry-key:values[*].name = 'RUN']",
  ],
  ["[a:b = 1] REPEATS 1 TIMES", "[a:b = 1]"],
  ["[a:b = 1] WITHIN 1.50 SECONDS", "[a:b = 1] WITHIN 1.5 SECONDS"],
  ["[a:b = 1] OR ([a:b = 2] FOLLOWEDBY [a:b = 1])", "[a:b = 1]"],
  [
    "([a:b = 1] FOLLOWEDBY [a:b = 2]) OR ([a:b = 1] FOLLOWEDBY [a:b = 3] FOLLOWEDBY [a:b = 2])",
    "[a:b = 1] FOLLOWEDBY [a:b = 2]",
  ],
  [
    "([a:b = 1] OR [a:b = 2]) FOLLOWEDBY [a:b = 3]",
    "([a:b = 2] FOLLOWEDBY [a:b = 3]) OR ([a:b = 1] FOLLOWEDBY [a:b = 3])",
  ],
])("arePatternsEquivalent holds %s and %s to be the same", (a, b) => {
  expect(areEqual(a, b)).toBe(true);
});

test.each([
  ["[a:b = 1]", "[a:b = '1']"],
  ["[a:b = 'x']", "[a:b = 'X']"],
  ["[a:b LIKE 'x']", "[a:b = 'x']"],
  ["[a:b = 1] AND [a:b = 1]", "[a:b = 1]"],
  ["[a:b = 1] FOLLOWEDBY [a:b = 2]", "[a:b = 2] FOLLOWEDBY [a:b = 1]"],
  ["[a:b = 1] FOLLOWEDBY [a:b = 2]", "[a:b = 1] AND [a:b = 2]"],
  ["[a:b[0] = 1]", "[a:b[*] = 1]"],
  ["[a:'b.c' = 1]", "[a:b.c = 1]"],
  ["[EXISTS a:b]", "[NOT EXISTS a:b]"],
  ["[ipv4-addr:value = '010.0.0.1']", "[ipv4-addr:value = '10.0.0.1']"],
  ["[ipv4-addr:value = '::ffff:1.2.3.4']", "[ipv4-addr:value = '1.2.3.4']"],
  ["[ipv4-addr:value LIKE '192.0.2.0/32']", "[ipv4-addr:value LIKE '192.0.2.0']"],
  ["[windows-registry-key:key MATCHES '\\\\S']", "[windows-registry-key:key MATCHES '\\\\s']"],
  ["([a:b = 1] REPEATS 2 TIMES) WITHIN 5 SECONDS", "([a:b = 1] WITHIN 5 SECONDS) REPEATS 2 TIMES"],
  ["[a:b = ',']", "[a:b = '\",\"']"],
])("arePatternsEquivalent holds %s and %s apart", (a, b) => {
  expect(areEqual(a, b)).toBe(false);
});

test("arePatternsEquivalent gives up with STIX_PATTERN_LIMIT when alternatives multiply", () => {
  const pairs = Array.from({ length: 40 }, (_, at) => `(a:b = ${at} OR a:c = ${at})`);
  const within = `[${pairs.join(" AND ")}]`;
  const between = pairs.map((pair) => pair.replace(/\((.*) OR (.*)\)/, "([$1] OR [$2])"));
  for (const text of [within, between.join(" AND "), between.join(" FOLLOWEDBY ")])
    expect(() => normalForm(parsePattern(text))).toThrow(
      expect.objectContaining({ code: "STIX_PATTERN_LIMIT" }),
    );
});

test("arePatternsEquivalent takes long lists of alternatives", () => {
  const numbers = Array.from({ length: 2500 }, (_, at) => at);
  const within = (of: readonly number[]): string =>
    `[${of.map((at) => `a:b = ${at}`).join(" OR ")}]`;
  const between = (of: readonly number[]): string =>
    of.map((at) => `[a:b = ${at}] AND [a:c = ${at}]`).join(" OR ");
  expect(areEqual(within(numbers), within(numbers.toReversed()))).toBe(true);
  expect(areEqual(between(numbers), between(numbers.toReversed()))).toBe(true);
});

/** Whether the order is that of time. */
function mix<T>(of: readonly T[], isOrdered: boolean, seed: number): T[] {
  if (isOrdered) return [...of];
  const turn = seed % of.length;
  return [...of.slice(turn), ...of.slice(0, turn)].toReversed();
}

/** The same in another order, with alternatives twice and what they absorb. */
function rewriteComparison(node: ComparisonNode, seed: number): ComparisonNode {
  if (!("of" in node)) return node;
  const of = mix(
    node.of.map((inner) => rewriteComparison(inner, seed)),
    false,
    seed,
  );
  const [first, second] = of;
  if (first === undefined || second === undefined || seed % 3 === 0) return { ...node, of };
  const other = node.kind === "comparison-or" ? "comparison-and" : "comparison-or";
  return { ...node, of: [...of, { kind: other, of: [second, first] }] };
}

function rewrite(node: PatternNode, seed: number): PatternNode {
  switch (node.kind) {
    case "observation":
      return { ...node, comparison: rewriteComparison(node.comparison, seed) };
    case "within":
    case "repeats":
    case "start-stop":
      return { ...node, of: rewrite(node.of, seed) };
    case "observation-and":
    case "observation-or":
    case "followed-by": {
      const of = mix(
        node.of.map((inner) => rewrite(inner, seed)),
        node.kind === "followed-by",
        seed,
      );
      const [first, second] = of;
      const grows = node.kind === "observation-or" && seed % 2 === 0;
      if (!grows || first === undefined || second === undefined) return { ...node, of };
      return { ...node, of: [...of, first, { kind: "observation-and", of: [second, first] }] };
    }
  }
}

function formOf(pattern: PatternNode): string | undefined {
  try {
    return normalForm(pattern, { maxTerms: 100_000 });
  } catch (error) {
    if (error instanceof StixError && error.code === "STIX_PATTERN_LIMIT") return undefined;
    throw error;
  }
}

test("arePatternsEquivalent finds a pattern equal to itself, however it is turned and repeated", () => {
  fc.assert(
    fc.property(arbitraryPattern(arbitraryComparison, 3), fc.nat(11), (pattern, seed) => {
      const form = formOf(pattern);
      fc.pre(form !== undefined);
      expect(formOf(pattern)).toBe(form);
      expect(formOf(rewrite(pattern, seed))).toBe(form);
    }),
  );
});

const leaf: fc.Arbitrary<ComparisonNode> = fc.integer({ min: 0, max: 1 }).map((value) => ({
  kind: "test",
  path: { type: "x-a", steps: ["n"] },
  operator: "=",
  negated: false,
  values: [{ kind: "integer", value }],
}));
const seen = fc.array(
  fc.record({
    first: fc.integer({ min: 0, max: 2 }),
    last: fc.integer({ min: 2, max: 3 }),
    count: fc.constant(1),
    value: fc.integer({ min: 0, max: 1 }),
  }),
  { maxLength: 4 },
);

test("arePatternsEquivalent says so only of patterns that match the same observations", () => {
  const byForm = new Map<string, PatternNode>();
  let pairs = 0;
  fc.assert(
    fc.property(
      arbitraryPattern(leaf, 2),
      fc.array(seen, { minLength: 5, maxLength: 5 }),
      (pattern, sets) => {
        const form = formOf(pattern) ?? "";
        const other = byForm.get(form);
        byForm.set(form, pattern);
        if (other === undefined || formatPattern(other) === formatPattern(pattern)) return;
        pairs++;
        for (const set of sets) expect(naiveMatch(pattern, set)).toBe(naiveMatch(other, set));
      },
    ),
    { numRuns: 5000 },
  );
  expect(pairs).toBeGreaterThan(50);
});

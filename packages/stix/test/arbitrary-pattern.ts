import fc from "fast-check";
import type {
  ComparisonNode,
  ObjectPath,
  PatternLiteral,
  PatternNode,
  PatternOperator,
} from "../src/index.ts";

const text = fc.string({ unit: "grapheme", maxLength: 8 });
const digits = fc.array(fc.constantFrom("00", "0a", "ff", "61", "7f"), { maxLength: 4 });
const second = fc.integer({ min: 0, max: 59 }).map((one) => String(one).padStart(2, "0"));
const timestamp = fc
  .tuple(second, fc.constantFrom("", ".5", ".120", ".123456789"))
  .map(([one, fraction]) => `2024-07-25T10:20:${one}${fraction}Z`);

const literal: fc.Arbitrary<PatternLiteral> = fc.oneof(
  text.map((value) => ({ kind: "string" as const, value })),
  digits.map((parts) => ({ kind: "hex" as const, value: parts.join("") })),
  fc.constantFrom("", "AA==", "AQIDBA==").map((value) => ({ kind: "binary" as const, value })),
  timestamp.map((value) => ({ kind: "timestamp" as const, value })),
  fc.integer().map((value) => ({ kind: "integer" as const, value })),
  fc
    .double({ noNaN: true, noDefaultInfinity: true })
    .map((value) => ({ kind: "float" as const, value })),
  fc.boolean().map((value) => ({ kind: "boolean" as const, value })),
);

const step = fc.oneof(
  fc.constantFrom("a", "b_ref", "AND", "c-d", "it's", String.raw`\ `, ""),
  text,
  fc.oneof(fc.integer({ min: -2, max: 9 }), fc.constant("*" as const)).map((index) => ({ index })),
);
const path: fc.Arbitrary<ObjectPath> = fc.record({
  type: fc.constantFrom("a", "x-b", "file", "windows-registry-key", "ipv4-addr"),
  steps: fc
    .tuple(fc.constantFrom("a", "value", "key", "c d"), fc.array(step, { maxLength: 3 }))
    .map(([first, rest]) => [first, ...rest]),
});

function toTest(
  operators: readonly PatternOperator[],
  values: fc.Arbitrary<PatternLiteral[]>,
): fc.Arbitrary<ComparisonNode> {
  return fc.record({
    kind: fc.constant("test" as const),
    path,
    operator: fc.constantFrom(...operators),
    negated: fc.boolean(),
    values,
  });
}

const test: fc.Arbitrary<ComparisonNode> = fc.oneof(
  toTest(
    ["=", "!="],
    literal.map((one) => [one]),
  ),
  toTest(
    ["<", "<=", ">", ">="],
    literal.filter(({ kind }) => kind !== "boolean").map((one) => [one]),
  ),
  toTest(["IN"], fc.array(literal, { maxLength: 4 })),
  toTest(
    ["LIKE", "MATCHES", "ISSUBSET", "ISSUPERSET"],
    text.map((value) => [{ kind: "string", value }]),
  ),
  fc.record({ kind: fc.constant("exists" as const), negated: fc.boolean(), path }),
);

/** Members of a list, never of the list's own kind: such a tree has another text. */
function members<T extends { readonly kind: string }>(
  kind: string,
  of: fc.Arbitrary<T>,
): fc.Arbitrary<T[]> {
  return fc.array(
    of.filter((one) => one.kind !== kind),
    { minLength: 2, maxLength: 3 },
  );
}

function joined<K extends string, T extends { readonly kind: string }>(
  kinds: readonly K[],
  of: fc.Arbitrary<T>,
): fc.Arbitrary<{ readonly kind: K; readonly of: T[] }> {
  return fc
    .constantFrom(...kinds)
    .chain((kind) => members(kind, of).map((parts) => ({ kind, of: parts })));
}

/** What may stand in brackets. */
export const arbitraryComparison: fc.Arbitrary<ComparisonNode> = fc.letrec<{
  node: ComparisonNode;
}>((tie) => ({
  node: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    test,
    joined(["comparison-and", "comparison-or"], tie("node")),
  ),
})).node;

/** Patterns over the observations given, of every operator and qualifier. */
export function arbitraryPattern(
  comparison: fc.Arbitrary<ComparisonNode>,
  maxTimes: number,
): fc.Arbitrary<PatternNode> {
  return fc.letrec<{ node: PatternNode }>((tie) => ({
    node: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      comparison.map((inner) => ({ kind: "observation" as const, comparison: inner })),
      joined(["observation-and", "observation-or", "followed-by"], tie("node")),
      fc.record({
        kind: fc.constant("within" as const),
        seconds: fc.constantFrom(0.5, 1, 2.25, 1e-7, 1e21),
        of: tie("node"),
      }),
      fc.record({
        kind: fc.constant("repeats" as const),
        times: fc.integer({ min: 1, max: maxTimes }),
        of: tie("node"),
      }),
      fc.record({
        kind: fc.constant("start-stop" as const),
        start: timestamp,
        stop: timestamp,
        of: tie("node"),
      }),
    ),
  })).node;
}

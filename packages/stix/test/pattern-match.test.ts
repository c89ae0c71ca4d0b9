import fc from "fast-check";
import { expect, test } from "vitest";
import { formatPattern, matchPattern, parsePattern, StixError } from "../src/index.ts";
import type { ComparisonNode, PatternMatchOptions } from "../src/index.ts";
import { arbitraryComparison, arbitraryPattern } from "./arbitrary-pattern.ts";
import { naiveMatch, toInstant } from "./naive-match.ts";
import type { Seen } from "./naive-match.ts";

/** An object with its references resolved, seen once. */
function observe(
  objects: Readonly<Record<string, unknown>>,
  at = 0,
  more: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  return {
    type: "observed-data",
    first_observed: toInstant(at),
    last_observed: toInstant(at),
    number_observed: 1,
    objects,
    ...more,
  };
}

function holds(
  text: string,
  observations: readonly unknown[],
  options?: PatternMatchOptions,
): boolean {
  return matchPattern(parsePattern(text), observations, options).matches;
}

/** Checks a pattern of one test against the one object it speaks of. */
function holdsFor(comparison: string, object: Readonly<Record<string, unknown>>): boolean {
  return holds(`[${comparison}]`, [observe({ "0": { type: "x-a", ...object } })]);
}

function codeOf(work: () => unknown): string {
  try {
    work();
    return "none";
  } catch (error) {
    if (error instanceof StixError) return error.code;
    throw error;
  }
}

test.each<[string, Readonly<Record<string, unknown>>, boolean]>([
  ["x-a:n = 5", { n: 5 }, true],
  ["x-a:n = 5.0", { n: 5 }, true],
  ["x-a:n = '5'", { n: 5 }, false],
  ["x-a:n != '5'", { n: 5 }, true],
  ["x-a:n NOT < 5", { n: 5 }, true],
  // No order between a number and a text, with NOT or without.
  ["x-a:n < 'a'", { n: 5 }, false],
  ["x-a:n NOT < 'a'", { n: 5 }, false],
  ["x-a:n = 1", {}, false],
  ["x-a:n != 1", {}, false],
  ["x-a:n != 1", { n: null }, true],
  ["x-a:b = true", { b: true }, true],
  ["x-a:b = true", { b: 1 }, false],
  ["x-a:s IN ('a', 'b')", { s: "b" }, true],
  ["x-a:s NOT IN ('a', 'b')", { s: "b" }, false],
  ["x-a:s IN ()", { s: "b" }, false],
  ["x-a:s = 'A'", { s: "a" }, false],
  ["x-a:s > '\u{ffff}'", { s: "\u{10000}" }, true],
  ["x-a:s LIKE 'a%'", { s: "a\nb" }, true],
  ["x-a:s LIKE '_b'", { s: "\u{1f600}b" }, true],
  ["x-a:s LIKE 'a.c'", { s: "abc" }, false],
  ["x-a:s LIKE '%a%b%'", { s: "xxaxxb" }, true],
  ["x-a:s LIKE '%'", { s: "" }, true],
  ["x-a:s LIKE 'e\u0301'", { s: "\u00e9" }, true],
  ["x-a:s = 'e\u0301'", { s: "\u00e9" }, false],
  ["x-a:s MATCHES 'b'", { s: "abc" }, true],
  ["x-a:s MATCHES '^b'", { s: "abc" }, false],
  ["x-a:s NOT MATCHES '^b'", { s: "abc" }, true],
  ["x-a:payload_bin = h'00ff'", { payload_bin: "AP8=" }, true],
  ["x-a:payload_bin MATCHES '^\\\\x00\\\\xff$'", { payload_bin: "AP8=" }, true],
  ["x-a:payload_bin = b'AP8='", { payload_bin: "no base64" }, false],
  ["x-a:magic_hex > h'00'", { magic_hex: "00FF" }, true],
  ["x-a:t = t'2024-07-25T10:00:00Z'", { t: "2024-07-25T10:00:00.000Z" }, true],
  ["x-a:t < t'2024-07-25T10:00:00.0000000001Z'", { t: "2024-07-25T10:00:00Z" }, true],
  ["x-a:t = t'2024-07-25T10:00:00Z'", { t: 5 }, false],
  ["x-a:v ISSUBSET '192.0.2.0/24'", { v: "192.0.2.7" }, true],
  ["x-a:v ISSUBSET '192.0.2.0/24'", { v: "192.0.2.0/23" }, false],
  ["x-a:v ISSUBSET '2001:db8::/32'", { v: "2001:db8:1::1" }, true],
  ["x-a:v ISSUBSET '0.0.0.0/0'", { v: "::1" }, false],
  ["x-a:v ISSUPERSET '192.0.2.7'", { v: "192.0.2.0/24" }, true],
  ["x-a:v ISSUPERSET '192.0.2.7'", { v: "not an address" }, false],
  ["x-a:l[1] = 'b'", { l: ["a", "b"] }, true],
  ["x-a:l[-1] = 'b'", { l: ["a", "b"] }, false],
  ["x-a:l[*].k = 2", { l: [{ k: 1 }, { k: 2 }] }, true],
  ["x-a:l[*] != 'a'", { l: ["a", "b"] }, true],
  ["x-a:constructor = 'a'", {}, false],
  ["EXISTS x-a:n", { n: 0 }, true],
  ["NOT EXISTS x-a:n", { m: 0 }, true],
  ["NOT EXISTS x-b:n", { m: 0 }, false],
])("matchPattern tests [%s] on %j: %s", (comparison, object, expected) => {
  expect(holdsFor(comparison, object)).toBe(expected);
});

test("matchPattern asks AND of one object, and OR of any", () => {
  const two = observe({ "0": { type: "x-a", n: 1 }, "1": { type: "x-a", n: 2 } });
  expect(holds("[x-a:n = 1 AND x-a:n = 2]", [two])).toBe(false);
  expect(holds("[x-a:n = 3 OR x-a:n = 2]", [two])).toBe(true);
});

test("matchPattern follows references to what is observed with them, in rings too", () => {
  const ring = observe({
    "0": { type: "network-traffic", dst_ref: "1" },
    "1": { type: "ipv4-addr", value: "192.0.2.7", belongs_to_refs: ["2"] },
    "2": { type: "autonomous-system", number: 64496, back_ref: "1" },
  });
  const far = "network-traffic:dst_ref.belongs_to_refs[0].back_ref.belongs_to_refs[*].number";
  expect(holds(`[${far} = 64496]`, [ring])).toBe(true);
  expect(holds("[network-traffic:dst_ref = '1']", [ring])).toBe(true);
  expect(holds("[network-traffic:src_ref.value = '192.0.2.7']", [ring])).toBe(false);
});

test("matchPattern reads objects of STIX 2.1 where observed-data names them, in bundles and loose", () => {
  const objects = [
    {
      type: "observed-data",
      id: "observed-data--1",
      first_observed: toInstant(0),
      last_observed: toInstant(0),
      number_observed: 1,
      object_refs: ["file--1", "file--missing"],
    },
    { type: "file", id: "file--1", name: "a.example" },
    { type: "file", id: "file--2", name: "b.example" },
  ];
  for (const given of [objects, [{ type: "bundle", objects }]]) {
    expect(matchPattern(parsePattern("[file:name = 'a.example']"), given)).toEqual({
      matches: true,
      observed: [objects[0]],
    });
    expect(holds("[file:name = 'b.example']", given)).toBe(false);
  }
});

/** At the seconds given, an observation with that number. */
function series(...seconds: readonly number[]): Record<string, unknown>[] {
  return seconds.map((at) => observe({ "0": { type: "x-a", n: at } }, at));
}

test.each<[string, boolean]>([
  ["[x-a:n = 1] AND [x-a:n = 1]", false],
  ["[x-a:n = 1] AND [x-a:n < 3]", true],
  ["[x-a:n = 2] FOLLOWEDBY [x-a:n = 1]", false],
  ["[x-a:n = 1] FOLLOWEDBY [x-a:n = 2] FOLLOWEDBY [x-a:n = 9]", true],
  ["([x-a:n = 1] AND [x-a:n = 9]) FOLLOWEDBY [x-a:n = 2]", false],
  ["([x-a:n = 1] AND [x-a:n = 2]) WITHIN 1 SECONDS", true],
  ["([x-a:n = 1] AND [x-a:n = 9]) WITHIN 7.5 SECONDS", false],
  ["[x-a:n > 0] REPEATS 3 TIMES", true],
  ["[x-a:n > 0] REPEATS 4 TIMES", false],
  ["[x-a:n > 0] REPEATS 2 TIMES WITHIN 1 SECONDS", true],
  ["[x-a:n > 0] REPEATS 3 TIMES WITHIN 7 SECONDS", false],
  ["[x-a:n > 0] WITHIN 1 SECONDS REPEATS 3 TIMES", true],
  ["[x-a:n = 2] START t'2024-07-25T10:20:02Z' STOP t'2024-07-25T10:20:03Z'", true],
  ["[x-a:n = 2] START t'2024-07-25T10:20:01Z' STOP t'2024-07-25T10:20:02Z'", false],
  ["[x-a:n = 2] START t'2024-07-25T10:20:03Z' STOP t'2024-07-25T10:20:01Z'", false],
])("matchPattern binds observations at 1, 2 and 9 seconds to %s: %s", (text, expected) => {
  expect(holds(text, series(9, 1, 2))).toBe(expected);
});

test("matchPattern lets go of an observation when the way on fails", () => {
  const given = [3, 3, 1].map((n) => observe({ "0": { type: "x-a", n } }));
  expect(holds("[x-a:n > 1] AND [x-a:n > 2] AND [x-a:n > 0]", given)).toBe(true);
});

test("matchPattern holds every observation against what follows, also one that ends sooner than another", () => {
  const given = [
    observe({ "0": { type: "x-a", n: 1 } }, 5),
    observe({ "0": { type: "x-a", n: 1 } }, 0, { last_observed: toInstant(6) }),
    observe({ "0": { type: "x-a", n: 2 } }, 4),
  ];
  expect(holds("[x-a:n = 1] FOLLOWEDBY [x-a:n = 2]", given)).toBe(true);
  expect(holds("[x-a:n = 1] REPEATS 2 TIMES FOLLOWEDBY [x-a:n = 2]", given)).toBe(false);
});

test("matchPattern names what was bound, each object once, as it was given", () => {
  const given = [
    observe({ "0": { type: "x-a", n: 1 } }, 5, { number_observed: 3 }),
    observe({ "0": { type: "x-a", n: 2 } }, 7),
    observe({ "0": { type: "x-a", n: 1 } }, 5),
  ];
  const match = matchPattern(parsePattern("[x-a:n = 1] REPEATS 4 TIMES"), given);
  expect(match.matches && match.observed).toEqual([given[0], given[2]]);
  expect(match.matches && match.observed[0]).toBe(given[0]);
});

test.each([
  ["a list of two kinds", "[x-a:n IN (1, 'a')]", {}],
  ["an expression that needs more than linear time", "[x-a:n MATCHES '(a)\\\\1']", {}],
  ["a broken expression", "[x-a:n MATCHES '(']", {}],
  ["a network that is none", "[x-a:n ISSUBSET 'example']", {}],
  ["REPEATS 0", "[x-a:n = 1] REPEATS 0 TIMES", {}],
  ["WITHIN 0", "[x-a:n = 1] WITHIN 0 SECONDS", {}],
  ["no count", "[x-a:n = 1]", { number_observed: undefined }],
  ["a count of nothing", "[x-a:n = 1]", { number_observed: 0 }],
  ["a time that is none", "[x-a:n = 1]", { first_observed: "yesterday" }],
  ["an end before the beginning", "[x-a:n = 1]", { last_observed: "2000-01-01T00:00:00Z" }],
])("matchPattern refuses %s with STIX_MATCH", (_what, text, more) => {
  const given = [observe({ "0": { type: "x-a", n: 1 } }, 0, more)];
  expect(codeOf(() => holds(text, given))).toBe("STIX_MATCH");
});

test("matchPattern refuses a text that should be a timestamp with STIX_MATCH", () => {
  expect(codeOf(() => holdsFor("x-a:t > t'2024-07-25T10:00:00Z'", { t: "today" }))).toBe(
    "STIX_MATCH",
  );
});

test("matchPattern names the test it refuses, without what could steer a terminal", () => {
  expect(() => holds("[x-a:n IN (1, '\u001b[2J')]", [])).toThrow(
    "[x-a:n IN (1, '\ufffd[2J')]: expected literals of one kind in the list, got number, text",
  );
});

test("matchPattern counts to a billion without making a billion observations", () => {
  const given = [observe({ "0": { type: "x-a", n: 1 } }, 0, { number_observed: 1e9 })];
  expect(holds("[x-a:n = 1] REPEATS 1000000000 TIMES", given)).toBe(true);
  expect(holds("[x-a:n = 1] REPEATS 1000000001 TIMES", given)).toBe(false);
  expect(
    holds("([x-a:n = 1] AND [x-a:n < 2]) REPEATS 1000000 TIMES", given, { maxSteps: 100 }),
  ).toBe(true);
});

test("matchPattern finds out without trying all sets when a burst has no end that fits", () => {
  const tries = Array.from({ length: 3000 }, (_, at) =>
    observe({ "0": { type: "x-a", n: 1 } }, at),
  );
  const late = observe({ "0": { type: "x-a", n: 2 } }, 90_000);
  const text = "([x-a:n = 1] REPEATS 20 TIMES FOLLOWEDBY [x-a:n = 2]) WITHIN 60 SECONDS";
  expect(holds(text, [...tries, late])).toBe(false);
  const good = observe({ "0": { type: "x-a", n: 2 } }, 1500);
  expect(holds(text, [...tries, late, good])).toBe(true);
  expect(holds("[x-a:n = 1] REPEATS 62 TIMES WITHIN 60 SECONDS", tries)).toBe(false);
  expect(holds("[x-a:n = 1] REPEATS 3000 TIMES", tries)).toBe(true);
});

test("matchPattern gives up with STIX_PATTERN_LIMIT when it takes more steps than allowed", () => {
  const given = series(...Array.from({ length: 50 }, (_, at) => at));
  expect(codeOf(() => holds("[x-a:n = 49]", given, { maxSteps: 49 }))).toBe("STIX_PATTERN_LIMIT");
  expect(holds("[x-a:n = 49]", given, { maxSteps: 1000 })).toBe(true);
});

const leaf: fc.Arbitrary<ComparisonNode> = fc
  .record({
    operator: fc.constantFrom("=" as const, ">" as const),
    value: fc.integer({ min: 0, max: 3 }),
  })
  .map(({ operator, value }) => ({
    kind: "test",
    path: { type: "x-a", steps: ["n"] },
    operator,
    negated: false,
    values: [{ kind: "integer", value }],
  }));

const seen: fc.Arbitrary<Seen[]> = fc.array(
  fc
    .record({
      first: fc.integer({ min: 0, max: 5 }),
      lasts: fc.constantFrom(0, 0, 1, 3),
      count: fc.constantFrom(1, 1, 2),
      value: fc.integer({ min: 0, max: 3 }),
    })
    .map(({ first, lasts, count, value }) => ({ first, last: first + lasts, count, value })),
  { maxLength: 5 },
);

test("matchPattern agrees with the definition on small patterns and few observations", () => {
  let met = 0;
  let runs = 0;
  fc.assert(
    fc.property(arbitraryPattern(leaf, 3), seen, (pattern, observations) => {
      const given = observations.map(({ first, last, count, value }) =>
        observe({ "0": { type: "x-a", n: value } }, first, {
          last_observed: toInstant(last),
          number_observed: count,
        }),
      );
      const expected = naiveMatch(pattern, observations);
      runs++;
      if (expected) met++;
      const match = matchPattern(pattern, given);
      // What is bound is enough by itself.
      const again = match.matches && matchPattern(pattern, match.observed).matches;
      const text = formatPattern(pattern);
      expect([text, match.matches, again]).toEqual([text, expected, expected]);
    }),
    { numRuns: 10_000 },
  );
  expect(met / runs).toBeGreaterThan(0.1);
});

test("matchPattern changes nothing and throws nothing but StixError, whatever it is given", () => {
  const object = fc.record({
    type: fc.constantFrom("a", "x-b", "file"),
    a: fc.jsonValue(),
    value: fc.jsonValue(),
  });
  fc.assert(
    fc.property(
      arbitraryPattern(arbitraryComparison, 3),
      fc.array(
        fc.oneof(
          object.map((one) => observe({ "0": one })),
          fc.jsonValue(),
        ),
        { maxLength: 4 },
      ),
      (pattern, given) => {
        const before = JSON.stringify(given);
        freeze(given);
        codeOf(() => matchPattern(pattern, given, { maxSteps: 100_000 }));
        expect(JSON.stringify(given)).toBe(before);
      },
    ),
  );
});

function freeze(value: unknown): void {
  if (typeof value !== "object" || value === null) return;
  Object.values(value).forEach(freeze);
  Object.freeze(value);
}

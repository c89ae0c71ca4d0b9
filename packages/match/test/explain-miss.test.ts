import { and, anyField, constant, field, not, or, plainRecord, scopeTakes } from "@tocsin/model";
import type { Predicate, RecordSource, Scope } from "@tocsin/model";
import fc from "fast-check";
import { expect, test } from "vitest";
import { evaluate, explainMiss, explainScope, explainTree } from "../src/index.ts";

const about = { place: { file: "a" }, source: { format: "json" } };
const record = plainRecord({ a: "one", b: ["two", "three"], n: null }, about);
const is = (name: string, value: string): Predicate =>
  field(name, { op: "equals", value, cased: false });

test("of a conjunction the parts that failed are told", () => {
  expect(explainMiss(and(is("a", "one"), is("b", "x"), is("c", "y")), record)).toEqual({
    kind: "all",
    holds: false,
    of: [
      { kind: "test", holds: false, field: "b", test: 'is "x"', value: "two, three" },
      { kind: "test", holds: false, field: "c", test: 'is "y"', missing: "absent" },
    ],
  });
});

test("one part that decides stands alone", () => {
  expect(explainMiss(and(is("a", "one"), is("n", "x")), record)).toEqual({
    kind: "test",
    holds: false,
    field: "n",
    test: 'is "x"',
    missing: "null",
  });
});

test("of a disjunction all parts are told", () => {
  expect(explainMiss(or(is("a", "x"), is("a", "y")), record)).toMatchObject({
    kind: "any",
    holds: false,
    of: [{ test: 'is "x"' }, { test: 'is "y"' }],
  });
});

test("of a negation what held is told", () => {
  expect(explainMiss(not(or(is("a", "x"), is("b", "two"))), record)).toEqual({
    kind: "not",
    holds: false,
    of: [{ kind: "test", holds: true, field: "b", test: 'is "two"', value: "two, three" }],
  });
});

test("a predicate that holds has no miss", () => {
  expect(explainMiss(is("b", "THREE"), record)).toBeUndefined();
});

test("a pattern that the engine refuses is told, and does not throw", () => {
  const refused = field("a", { op: "regex", source: "(?!x)", flags: "" });
  expect(explainMiss(refused, record)?.refused).toMatch(/cannot express/);
});

test("long lists are cut, deciding parts first", () => {
  const many = Array.from({ length: 100 }, (_, index) => is("a", `x${index}`));
  expect(explainTree(or(...many), record)).toMatchObject({ holds: false, left: 60 });
  const held = explainTree(or(...many, is("a", "one")), record);
  expect(held).toMatchObject({ holds: true, left: 100, of: [{ holds: true }] });
});

const leaf = fc.oneof(
  fc
    .tuple(fc.constantFrom("a", "b", "n", "c"), fc.constantFrom("one", "two", ""))
    .map(([name, value]) => is(name, value)),
  fc.constantFrom(
    constant(true),
    constant(false),
    anyField({ op: "contains", value: "thr", cased: false }),
    field("n", { op: "null" }),
    field("a", { op: "exists" }),
  ),
);
const { tree } = fc.letrec<{ tree: Predicate }>((tie) => ({
  tree: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    leaf,
    fc.array(tie("tree"), { maxLength: 4 }).map((of) => and(...of)),
    fc.array(tie("tree"), { maxLength: 4 }).map((of) => or(...of)),
    tie("tree").map(not),
  ),
}));

test("what is told of the whole is what the plain evaluator says", () => {
  fc.assert(
    fc.property(tree, (predicate) => {
      const holds = evaluate(predicate, record);
      expect(explainTree(predicate, record).holds).toBe(holds);
      expect(explainMiss(predicate, record) === undefined).toBe(holds);
    }),
  );
});

const word = fc.constantFrom("windows", "Security", "x", undefined);
const list = fc.constantFrom(["Security", "y"], ["WINDOWS"], undefined);
const scope: fc.Arbitrary<Scope> = fc
  .record({ product: word, service: word, channels: list, formats: list })
  .map((parts) => {
    const given = Object.entries(parts).filter(([, value]) => value !== undefined);
    return { ...Object.fromEntries(given), eventIds: [1, 3], needs: "x" };
  });
const source: fc.Arbitrary<RecordSource> = fc
  .record({
    product: word,
    service: word,
    channel: word,
    eventId: fc.constantFrom(1, 2, undefined),
  })
  .map((parts) => {
    const given = Object.entries(parts).filter(([, value]) => value !== undefined);
    return { format: "y", ...Object.fromEntries(given) };
  });

test("a scope has no misses exactly where it takes the record", () => {
  fc.assert(
    fc.property(scope, source, (one, two) => {
      expect(explainScope(one, two).length === 0).toBe(scopeTakes(one, two));
    }),
  );
});

test("a miss of the scope has what is wanted and what is there", () => {
  const wanted = { channels: ["Security"], eventIds: [4688], needs: "x" };
  expect(explainScope(wanted, { format: "evtx", channel: "System" })).toEqual([
    { part: "channel", wanted: ["Security"], got: "System" },
    { part: "event id", wanted: ["4688"], got: undefined },
  ]);
});

import { expect, test } from "vitest";
import { and, bears, field, makeId, not, or, renameFields, walkPredicate } from "../src/index.ts";
import type { Predicate } from "../src/index.ts";

const a = field("a", { op: "equals", value: "1", cased: false });
const b = field("b", { op: "exists" });

test("builders flatten, unwrap and freeze", () => {
  expect(and(a)).toBe(a);
  expect(and(and(a, b), a)).toEqual({ kind: "and", of: [a, b, a] });
  expect(or(or(a, b))).toEqual({ kind: "or", of: [a, b] });
  expect(not(not(a))).toBe(a);
  expect(Object.isFrozen(and(a, b))).toBe(true);
});

test("renaming reaches fields, references to fields and observables' fields", () => {
  const same = field("a", { op: "sameAs", field: "b", mode: "equals", cased: false });
  const bearing = bears({ type: "domain", value: "evil.example" }, ["a"]);
  const renamed = renameFields(and(same, not(bearing)), (name) => `new.${name}`);
  const names: string[] = [];
  walkPredicate(renamed, (node: Predicate) => {
    if (node.kind === "field" && node.test.op === "sameAs") names.push(node.field, node.test.field);
    if (node.kind === "observable") names.push(...(node.fields ?? []));
  });
  expect(names).toEqual(["new.a", "new.b", "new.a"]);
});

test("renaming gives back the same object where no name changes", () => {
  const same = field("a", { op: "sameAs", field: "b", mode: "equals", cased: false });
  const untouched = and(b, or(same, not(bears({ type: "domain", value: "evil.example" }, ["b"]))));
  const whole = and(untouched, field("c", { op: "exists" }));
  expect(renameFields(whole, (name) => name)).toBe(whole);
  const renamed = renameFields(or(untouched, field("c", { op: "null" })), (name) =>
    name === "c" ? "d" : name,
  );
  expect(renamed).toMatchObject({ kind: "or", of: [{}, { field: "d", test: { op: "null" } }] });
  expect(renamed.kind === "or" && renamed.of[0]).toBe(untouched);
});

test("ids depend on every part and on where the parts end", () => {
  expect(makeId("x", "ab", "c")).not.toBe(makeId("x", "a", "bc"));
  expect(makeId("x", "ab", "c")).toBe(makeId("x", "ab", "c"));
  // Half a surrogate pair is no text; it must not end a run.
  expect(makeId("x", "\ud800")).toMatch(/^[\da-f-]{36}$/);
  expect(makeId("x")).toMatch(
    /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
  );
});

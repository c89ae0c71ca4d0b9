import { expect, test } from "vitest";
import { loadSigma } from "../src/index.ts";
import type { SigmaSet } from "../src/index.ts";

function load(...documents: readonly string[]): SigmaSet {
  return loadSigma([{ file: "all.yml", text: documents.join("---\n") }]);
}

const GLOBAL = `action: global
title: Common
level: high
tags: [attack.t1059]
detection:
    sel:
        A: x
    condition: sel and own
`;
const rule = (own: string, head: string = ""): string =>
  `${head}logsource:\n    category: test\ndetection:\n    own:\n        B: ${own}\n`;

const predicates = ({ detections }: SigmaSet): unknown =>
  detections.map(({ variants }) => variants[0]?.predicate);

test("loadSigma merges a global document into every rule that follows", () => {
  const set = load(GLOBAL, rule("one"), rule("two", "title: Own\nlevel: low\n"));
  expect(set.diagnostics).toEqual([]);
  expect(set.detections).toMatchObject([
    { title: "Common", level: "high", techniques: ["T1059"] },
    { title: "Own", level: "low", techniques: ["T1059"] },
  ]);
  expect(predicates(set)).toMatchObject([
    { of: [{ field: "A" }, { field: "B", test: { value: "one" } }] },
    { of: [{ field: "A" }, { field: "B", test: { value: "two" } }] },
  ]);
});

test("loadSigma adds up global documents and forgets them at a reset", () => {
  const more = "action: global\ndetection:\n    sel:\n        C: y\n";
  const set = load(GLOBAL, more, rule("one"), "action: reset\n", rule("two", "title: Alone\n"));
  expect(predicates(set)).toMatchObject([{ of: [{ field: "A" }, { field: "C" }, { field: "B" }] }]);
  expect(set.diagnostics).toMatchObject([{ code: "SIGMA_RULE", place: { line: 26 } }]);
});

test("loadSigma repeats the rule before with changes", () => {
  const repeat = "action: repeat\ntitle: Again\ndetection:\n    own:\n        B: two\n";
  const set = load(GLOBAL, rule("one"), repeat);
  expect(set.detections.map(({ title }) => title)).toEqual(["Common", "Again"]);
  expect(predicates(set)).toMatchObject([{}, { of: [{ field: "A" }, { test: { value: "two" } }] }]);
});

test("loadSigma gives rules that inherit one id an id each", () => {
  const id = "11111111-0000-4000-8000-000000000001";
  const set = load(`id: ${id}\n${GLOBAL}`, rule("one"), rule("two"));
  expect(set.diagnostics).toEqual([]);
  expect(set.detections).toHaveLength(2);
  expect(set.detections[0]?.id).toBe(id);
  expect(set.detections[1]?.id).not.toBe(id);
});

test("loadSigma tells the place in the document that a mistake stands in", () => {
  const set = load(
    GLOBAL.replace("A: x", "A|bad: x"),
    rule("one"),
    rule("two").replace("B:", "B|worse:"),
  );
  expect(set.diagnostics.map(({ place }) => place?.line)).toEqual([7, 7]);
  const own = load(GLOBAL, rule("two").replace("B:", "B|worse:"));
  expect(own.diagnostics).toMatchObject([{ code: "SIGMA_MODIFIER", place: { line: 14 } }]);
});

test.each([
  ["an unknown action", ["action: merge\ntitle: x\n"], "merge"],
  ["a repetition of nothing", ["action: repeat\ntitle: x\n"], "repeat"],
  ["a global document before nothing", [GLOBAL], "no rule follows"],
  [
    "the service of one and the category of another",
    [`${GLOBAL}logsource:\n    service: system\n`, rule("one")],
    "logsource",
  ],
])("loadSigma refuses %s by name", (_, documents, word) => {
  const set = load(...documents);
  expect(set.detections).toEqual([]);
  expect(set.diagnostics).toMatchObject([{ code: "SIGMA_ACTION" }]);
  expect(set.diagnostics[0]?.message).toContain(word);
});

test("loadSigma bounds what a file can make of its global documents", () => {
  const many = Array.from({ length: 9000 }, (_, index) => `    s${index}: {A: x}\n`).join("");
  const set = load(
    `action: global\ntitle: x\ndetection:\n${many}`,
    ...Array<string>(2000).fill(rule("one")),
  );
  expect(set.detections.length + set.diagnostics.length).toBe(2000);
  expect(set.diagnostics.at(-1)).toMatchObject({ code: "SIGMA_LIMIT" });
  const globals = load(...Array<string>(150).fill(GLOBAL), rule("one"));
  expect(globals.detections).toHaveLength(1);
  expect(globals.diagnostics).toHaveLength(50);
});

import { expect, test } from "vitest";
import { loadSigma } from "../src/index.ts";
import type { SigmaSet } from "../src/index.ts";

function load(detection: string, rest: string = ""): SigmaSet {
  const lines = detection.split("\n").map((line) => `    ${line}`);
  const text = `title: Old\nid: 11111111-0000-4000-8000-000000000001\nname: old\nlevel: high\nlogsource:\n    category: test\ndetection:\n${lines.join("\n")}\n${rest}`;
  return loadSigma([{ file: "old.yml", text }]);
}

const SEL = "sel:\n    A: x";

test.each([
  ["count() > 5", "event_count", [], [], { comparison: "gt", value: 5 }],
  ["count() by User >= 5", "event_count", ["User"], [], { comparison: "gte", value: 5 }],
  [
    "count(Target) by Src,Dst > 3",
    "value_count",
    ["Src", "Dst"],
    ["Target"],
    { comparison: "gt", value: 3 },
  ],
  [
    "sum( bytes ) by host > 1.5",
    "value_sum",
    ["host"],
    ["bytes"],
    { comparison: "gt", value: 1.5 },
  ],
  ["AVG(bytes) by host = 7", "value_avg", ["host"], ["bytes"], { comparison: "eq", value: 7 }],
])(
  "loadSigma translates | %s to a correlation in the rule's place",
  (clause, type, groupBy, fields, bound) => {
    const set = load(`${SEL}\ntimeframe: 5m\ncondition: sel | ${clause}`);
    const [correlation] = set.correlations;
    const [base] = set.detections;
    expect(correlation).toMatchObject({
      id: "11111111-0000-4000-8000-000000000001",
      name: "old",
      title: "Old",
      level: "high",
      type,
      groupBy,
      fields,
      bounds: [bound],
      timespanMs: 300_000,
      rules: [base?.id],
    });
    expect(set.detections).toHaveLength(1);
    expect(set.silent).toEqual(new Set([base?.id]));
    expect(set.diagnostics).toMatchObject([
      { severity: "note", code: "SIGMA_TRANSLATED", place: { file: "old.yml", line: 1 } },
    ]);
    expect(set.diagnostics[0]?.message).toContain(clause);
  },
);

test("loadSigma translates near to a temporal correlation of its selections", () => {
  const set = load(
    "a:\n    A: x\nb:\n    A: y\nc:\n    A: z\ntimeframe: 30s\ncondition: a | near b and c",
  );
  expect(set.detections.map(({ variants }) => variants[0]?.predicate)).toMatchObject(
    ["x", "y", "z"].map((value) => ({ field: "A", test: { value } })),
  );
  expect(set.correlations).toMatchObject([
    {
      type: "temporal",
      rules: set.detections.map(({ id }) => id),
      groupBy: [],
      timespanMs: 30_000,
    },
  ]);
  expect(set.silent.size).toBe(3);
});

test.each([
  ["no timeframe", `${SEL}\ncondition: sel | count() > 5`, "no timeframe"],
  ["min", `${SEL}\ntimeframe: 5m\ncondition: sel | min(x) > 5`, "min(x) > 5"],
  ["max", `${SEL}\ntimeframe: 5m\ncondition: sel | max(x) by y > 5`, "max"],
  ["what is rare", `${SEL}\ntimeframe: 7d\ncondition: sel | count() by y < 5`, "count() by y < 5"],
  ["an unknown function", `${SEL}\ntimeframe: 5m\ncondition: sel | stdev(x) > 5`, "stdev"],
  ["a sum of nothing", `${SEL}\ntimeframe: 5m\ncondition: sel | sum() > 5`, "without a field"],
  ["two pipes", `${SEL}\ntimeframe: 5m\ncondition: sel | count() > 5 | count() > 6`, "one pipe"],
  ["no search", `${SEL}\ntimeframe: 5m\ncondition: count() > 5`, "one pipe"],
  [
    "near not",
    `${SEL}\ntimeframe: 5m\ncondition: sel | near sel and not sel`,
    "near sel and not sel",
  ],
  [
    "near in brackets",
    `${SEL}\ntimeframe: 5m\ncondition: sel | near (sel or sel)`,
    "names of selections",
  ],
  ["near nothing known", `${SEL}\ntimeframe: 5m\ncondition: sel | near other`, '"other"'],
  [
    "one of several",
    `${SEL}\ntimeframe: 5m\ncondition:\n    - sel\n    - sel | count() > 5`,
    "other conditions",
  ],
  ["months", `${SEL}\ntimeframe: 3M\ncondition: sel | count() > 5`, "timeframe"],
])("loadSigma refuses an aggregation with %s and names the clause", (_, detection, word) => {
  const set = load(detection);
  expect([...set.detections, ...set.correlations]).toEqual([]);
  expect(set.diagnostics).toHaveLength(1);
  expect(set.diagnostics[0]).toMatchObject({ code: "SIGMA_AGGREGATION", severity: "error" });
  expect(set.diagnostics[0]?.message).toContain(word);
  expect(set.diagnostics[0]?.place?.line).toBeGreaterThan(7);
});

test("loadSigma lets a timeframe stand without an aggregation", () => {
  expect(load(`${SEL}\ntimeframe: 5m\ncondition: sel`)).toMatchObject({
    detections: [{ title: "Old" }],
    correlations: [],
    diagnostics: [],
  });
});

test("loadSigma lets correlations and filters name a translated rule", () => {
  const set = load(
    `${SEL}\ntimeframe: 5m\ncondition: sel | count() > 5`,
    `---\ntitle: Then\nname: then\ncorrelation:\n    type: temporal\n    rules: [old]\n    timespan: 1h\n---\ntitle: But\nlogsource:\n    category: test\nfilter:\n    rules: [old]\n    but:\n        B: y\n    condition: but\n`,
  );
  expect(set.diagnostics.map(({ severity }) => severity)).toEqual(["note"]);
  expect(set.correlations[1]?.rules).toEqual([set.correlations[0]?.id]);
  expect(set.detections[0]?.variants[0]?.predicate).toMatchObject({
    kind: "and",
    of: [{}, { kind: "not" }],
  });
});

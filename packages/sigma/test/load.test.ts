import fc from "fast-check";
import { expect, test } from "vitest";
import { cpuNow } from "../../../tools/testkit/src/index.ts";
import { loadSigma } from "../src/index.ts";
import { toRule } from "./support.ts";

const PROCESS = "logsource:\n    category: process_creation\n    product: windows";

function load(text: string): ReturnType<typeof loadSigma> {
  return loadSigma([{ file: "rules/a.yml", text }]);
}

test("loadSigma gives both readings of process creation when a rule names the category", () => {
  const [detection] = load(toRule("sel:\n    Image: a.exe", PROCESS)).detections;
  expect(detection?.variants.map(({ scope }) => scope.needs)).toEqual([
    "Sysmon event 1 (process creation)",
    "Windows Security log event 4688 (process creation)",
    "Sysmon event 1 (process creation)",
  ]);
  expect(detection?.variants.map(({ predicate }) => predicate)).toMatchObject([
    { field: "Image" },
    { field: "NewProcessName" },
    { field: "Image" },
  ]);
});

test("loadSigma reads techniques and vulnerabilities out of tags", () => {
  const text = `${toRule("sel:\n    A: b")}tags:\n    - attack.t1059.001\n    - cve.2021-44228\n    - attack.execution\nfalsepositives:\n    - Unknown\n    - Backups\n`;
  expect(load(text).detections[0]).toMatchObject({
    techniques: ["T1059.001"],
    vulnerabilities: ["CVE-2021-44228"],
    level: "medium",
    falsePositives: ["Backups"],
    kind: "sigma",
  });
});

test.each([
  ["an unknown modifier", toRule("sel:\n    A|containz: b"), "SIGMA_MODIFIER", 6, "containz"],
  ["re behind another", toRule("sel:\n    A|contains|re: b"), "SIGMA_MODIFIER", 6, "first"],
  [
    "a selection that is not there",
    toRule("sel:\n    A: b\ncondition: other"),
    "SIGMA_CONDITION",
    7,
    '"other"',
  ],
  [
    "an open parenthesis",
    toRule("sel:\n    A: b\ncondition: (sel"),
    "SIGMA_CONDITION",
    7,
    "not closed",
  ],
  [
    "an aggregation",
    toRule("sel:\n    A: b\ncondition: sel | count() > 5"),
    "SIGMA_AGGREGATION",
    7,
    "count",
  ],
  [
    "a network that is none",
    toRule("sel:\n    A|cidr: 300.1.2.0/24"),
    "SIGMA_VALUE",
    6,
    "300.1.2.0/24",
  ],
  [
    "a placeholder without values",
    toRule("sel:\n    A|expand: '%Who%'"),
    "SIGMA_PLACEHOLDER",
    6,
    "%Who%",
  ],
  [
    "a condition without end",
    toRule(`sel:\n    A: b\ncondition: ${"sel or ".repeat(5000)}sel`),
    "SIGMA_LIMIT",
    7,
    "characters",
  ],
  [
    "an aggregation without end",
    toRule(`sel:\n    A: b\ncondition: sel | count() by ${" ".repeat(19000)}x`),
    "SIGMA_AGGREGATION",
    7,
    "count",
  ],
  ["broken YAML", "title: [", "SIGMA_YAML", 1, ""],
  ["no title", "logsource:\n    category: x\n", "SIGMA_RULE", 1, "title"],
  ["an old action", "action: global\ntitle: x\n", "SIGMA_ACTION", 1, "global"],
])("loadSigma refuses %s with place and reason", (_, text, code, line, word) => {
  const { detections, diagnostics } = load(text);
  expect(detections).toEqual([]);
  expect(diagnostics).toHaveLength(1);
  expect(diagnostics[0]).toMatchObject({ code, place: { file: "rules/a.yml", line } });
  expect(diagnostics[0]?.message).toContain(word);
  expect(diagnostics[0]?.remedy).toBeTruthy();
});

test("loadSigma keeps the first of two rules with one id and names the second", () => {
  const text = `id: 7d0a7b0c-0d8b-4c5e-9a55-0a8f5b1f0001\n${toRule("sel:\n    A: b")}`;
  const set = loadSigma([
    { file: "a.yml", text },
    { file: "b.yml", text },
  ]);
  expect(set.detections).toHaveLength(1);
  expect(set.diagnostics[0]).toMatchObject({ code: "SIGMA_RULE", place: { file: "b.yml" } });
});

test("loadSigma refuses a YAML bomb instead of unfolding it", () => {
  const levels = ["a0: &a0 [x,x,x,x,x,x,x,x,x]"];
  for (let n = 1; n < 12; n++)
    levels.push(`a${n}: &a${n} [${Array.from({ length: 9 }, () => `*a${n - 1}`).join(",")}]`);
  const start = cpuNow();
  expect(load(levels.join("\n")).diagnostics[0]?.code).toBe("SIGMA_YAML");
  expect(load("[".repeat(100_000)).diagnostics[0]?.code).toBe("SIGMA_YAML");
  expect(load("- ".repeat(50_000)).diagnostics[0]?.code).toBe("SIGMA_YAML");
  expect(load("{a: ".repeat(50_000)).diagnostics[0]?.code).toBe("SIGMA_YAML");
  expect(cpuNow() - start).toBeLessThan(5000);
});

test("loadSigma refuses a correlation over a rule that is not there, and what refers to it", () => {
  const correlation = (name: string, of: string): string =>
    `title: ${name}\nname: ${name}\ncorrelation:\n    type: event_count\n    rules: [${of}]\n    timespan: 5m\n    condition:\n        gte: 2\n`;
  const set = load(`${correlation("one", "nothing")}---\n${correlation("two", "one")}`);
  expect(set.correlations).toEqual([]);
  expect(set.diagnostics.map(({ code }) => code)).toEqual([
    "SIGMA_CORRELATION",
    "SIGMA_CORRELATION",
  ]);
});

test("loadSigma never throws and reports in bounded time on arbitrary text", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 400 }), (text) => {
      loadSigma([
        { file: "a.yml", text },
        { file: "b.yml", text: toRule(`sel:\n    A: b\ncondition: ${JSON.stringify(text)}`) },
        { file: "c.yml", text: toRule(`sel:\n    ${JSON.stringify(text)}: b`) },
      ]);
    }),
    { numRuns: 300 },
  );
});

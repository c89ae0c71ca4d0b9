import { expect, test } from "vitest";
import { loadSigma } from "../src/index.ts";
import type { SigmaSet } from "../src/index.ts";

const load = (text: string): SigmaSet => loadSigma([{ file: "x.yml", text }]);
const predicateOf = ({ detections }: SigmaSet): unknown => detections[0]?.variants[0]?.predicate;

function hayabusa(selection: string): string {
  const lines = selection.split("\n").map((line) => `        ${line}`);
  return `title: Logon\nruletype: Hayabusa\ndetection:\n    sel:\n${lines.join("\n")}\n    condition: sel\n`;
}

test.each([
  [
    "Channel: Security\nEventID: 4625",
    {
      kind: "and",
      of: [{ field: "Channel" }, { field: "EventID", test: { op: "is", value: 4625 } }],
    },
  ],
  [
    "Event.EventData.SubjectUserName|endswith: $",
    { field: "SubjectUserName", test: { op: "endsWith" } },
  ],
  ["Event.System.EventID: 7040", { field: "EventID" }],
  [
    "A|equalsfield: B",
    { field: "A", test: { op: "sameAs", field: "B", mode: "equals", cased: true } },
  ],
  ["A|endswithfield: B", { field: "A", test: { op: "sameAs", field: "B", mode: "endsWith" } }],
  [
    "CommandLine:\n    min_length: 20",
    { field: "CommandLine", test: { op: "regex", source: "^[\\s\\S]{20}" } },
  ],
  [
    "A:\n    starts_with: x\n    ends_with: y",
    { kind: "and", of: [{ test: { op: "startsWith" } }, { test: { op: "endsWith" } }] },
  ],
])("loadSigma reads a selection of Hayabusa's: %j", (selection, predicate) => {
  const set = load(hayabusa(selection));
  expect(set.diagnostics).toEqual([]);
  expect(predicateOf(set)).toMatchObject(predicate);
  expect(set.detections[0]?.logsource).toEqual({ product: "windows" });
});

test.each([
  ["CommandLine:\n    regexes: ./rules/config/regex.txt", "regexes", 6],
  ["CommandLine:\n    allowlist: ./allow.txt", "allowlist", 6],
  ["CommandLine:\n    min_length: 100000", "min_length", 6],
  ["CommandLine:\n    max_length: 5", "max_length", 6],
  ["Event.System.Unknown: 5", "Event.System.Unknown", 5],
])("loadSigma refuses what only Hayabusa knows: %j", (selection, word, line) => {
  const set = load(hayabusa(selection));
  expect(set.detections).toEqual([]);
  expect(set.diagnostics).toMatchObject([{ code: "SIGMA_FOREIGN", place: { line } }]);
  expect(set.diagnostics[0]?.message).toContain(word);
});

test("loadSigma tells places of Hayabusa's rules by what is written", () => {
  const set = load(hayabusa("Event.EventData.A|bad: x"));
  expect(set.diagnostics).toMatchObject([
    { code: "SIGMA_MODIFIER", place: { line: 5, column: 9 } },
  ]);
});

function chainsaw(filter: string, more: string = ""): string {
  const lines = filter.split("\n").map((line) => `    ${line}`);
  return `title: Service\nkind: evtx\nlevel: info\n${more}fields:\n    - name: Event ID\n      to: Event.System.EventID\nfilter:\n${lines.join("\n")}\n`;
}

test.each([
  ["Event.System.EventID: 4720", { field: "EventID", test: { op: "is", value: 4720 } }],
  [
    "Event.System.Provider: Eventlog",
    { field: "Provider_Name", test: { op: "equals", cased: true } },
  ],
  ["Event.EventData.A: 'i*x*'", { field: "A", test: { op: "contains", value: "x", cased: false } }],
  ["Event.EventData.A: 'x*'", { field: "A", test: { op: "startsWith", value: "x", cased: true } }],
  ["Event.EventData.A: '*x'", { field: "A", test: { op: "endsWith", value: "x", cased: true } }],
  ["Event.EventData.A: 'i?^x$'", { field: "A", test: { op: "regex", source: "^x$", flags: "i" } }],
  [
    "Event.EventData.A: '>=5'",
    { field: "A", test: { op: "compare", comparison: "gte", value: 5 } },
  ],
  ["Event.EventData.A: '*'", { field: "A", test: { op: "exists" } }],
  ["all(Event.EventData.A): [x, y]", { kind: "and", of: [{ field: "A" }, { field: "A" }] }],
  ["not(Event.EventData.A): [x, y]", { kind: "not", of: { kind: "or" } }],
  [
    "- Event.EventData.A: x\n- Event.EventData.B: y",
    { kind: "or", of: [{ field: "A" }, { field: "B" }] },
  ],
  [
    "condition: a and not b\na:\n    Event.System.EventID: 1\nb:\n    Event.EventData.B: y",
    { kind: "and", of: [{ field: "EventID" }, { kind: "not", of: { field: "B" } }] },
  ],
])("loadSigma reads a filter of Chainsaw's: %j", (filter, predicate) => {
  const set = load(chainsaw(filter));
  expect(set.diagnostics).toMatchObject([{ severity: "note", code: "SIGMA_TRANSLATED" }]);
  expect(set.detections).toMatchObject([
    { title: "Service", level: "informational", logsource: { product: "windows" } },
  ]);
  expect(predicateOf(set)).toMatchObject(predicate);
});

test.each([
  ["condition: all(a)\na:\n    Event.System.EventID: 1", "", "all(a)", 8],
  ["condition: int(a) > 5\na:\n    Event.System.EventID: 1", "", "int(a) > 5", 8],
  ["of(Event.EventData.A, 2): [x, y]", "", "of(Event.EventData.A, 2)", 8],
  ["Event.System.EventID: 1", "aggregate:\n    count: '>5'\n", "aggregate", 4],
  ["Event.EventData.A: 'null'", "", "null", 8],
  ["Event.EventData.A: '\"x*\"'", "", "x*", 8],
  ["Somewhere: x", "", "Somewhere", 8],
  ["Event.EventData.A: {b: c}", "", "not Sigma", 8],
])("loadSigma refuses what only Chainsaw knows: %j", (filter, more, word, line) => {
  const set = load(chainsaw(filter, more));
  expect(set.detections).toEqual([]);
  expect(set.diagnostics).toMatchObject([
    { severity: "error", code: "SIGMA_FOREIGN", place: { line } },
  ]);
  expect(set.diagnostics[0]?.message).toContain(word);
});

test("loadSigma refuses Chainsaw's rules over other evidence by their kind", () => {
  const set = load(chainsaw("FileNamePath: x").replace("evtx", "mft"));
  expect(set.diagnostics).toMatchObject([{ code: "SIGMA_FOREIGN", place: { line: 2 } }]);
});

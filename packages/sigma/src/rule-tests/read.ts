// Tests of rules: our own form (docs/rules.md), and the info.yml of SigmaHQ's regression_data.
import type { Diagnostic, Logsource, Place } from "@tocsin/model";
import { readYaml } from "../yaml.ts";
import type { YamlDocument } from "../yaml.ts";

/** Codes of tests that cannot be read, with what each means and what to do. */
export const RULE_TEST_DIAGNOSTIC_CODES = {
  SIGMA_TEST: "A test of a rule has not the form of one. See docs/rules.md.",
} as const;

/** What a rule must find among the events of a test. */
export type Expectation =
  | { readonly kind: "count"; readonly count: number; readonly orMore: boolean }
  /** Exactly these events, counted from 0; of a correlation those that complete a match. */
  | { readonly kind: "indexes"; readonly indexes: readonly number[] }
  /** Of a correlation: matches of exactly these groups, values by the names of `group-by`. */
  | {
      readonly kind: "groups";
      readonly groups: readonly Readonly<Record<string, readonly string[]>>[];
    };

/** One test of one rule, as written. */
export interface RuleTest {
  readonly name: string;
  /** An id, a path from the folder of the test, or the name of a correlation. */
  readonly rule: string;
  /** Events as maps, or paths of files of evidence from the folder of the test. */
  readonly events:
    | { readonly kind: "inline"; readonly maps: readonly Readonly<Record<string, unknown>>[] }
    | { readonly kind: "files"; readonly paths: readonly string[] };
  /** What the inline events are events of; the rule's own logsource if it is not given. */
  readonly logsource?: Logsource;
  readonly expect: Expectation;
  readonly place: Place;
}

const MARK = /^["']?(?:tests|regression_tests_info)["']?[ \t]*:/m;
const MARK_JSON = /"(?:tests|regression_tests_info)"\s*:/;
const FORM =
  "expect is {matches: N}, {matches: [INDEX, ...]}, {groups: [{FIELD: VALUE}, ...]} or {none: true}";

/** Whether a file may hold tests, by its text: cheap, for folders with thousands of rules. */
export function mayHoldRuleTests(text: string): boolean {
  return MARK.test(text) || MARK_JSON.test(text);
}

/** Whether a file is one of tests, and so none of rules. */
export function isRuleTestFile(text: string, file: string): boolean {
  if (!mayHoldRuleTests(text)) return false;
  const documents = readYaml(text, file, ignore);
  return documents.length > 0 && documents.every(({ value }) => isMap(value) && isTests(value));
}

/** What is wrong with a file is told by who reads it. */
function ignore(): void {}

/** A rule may have a selection, or a key of its author's, that is called tests. */
function isTests(value: Readonly<Record<string, unknown>>): boolean {
  if (value["regression_tests_info"] !== undefined) return true;
  return value["tests"] !== undefined && value["detection"] === undefined;
}

/** Reads the tests of a file; none of a file of something else. Never throws on data. */
export function readRuleTests(
  text: string,
  file: string,
  onDiagnostic: (diagnostic: Diagnostic) => void,
): readonly RuleTest[] {
  return readYaml(text, file, onDiagnostic).flatMap((document) => {
    const { value } = document;
    if (!isMap(value) || !isTests(value)) return [];
    const refuse: Refuse = (path, message) => {
      onDiagnostic({
        severity: "error",
        code: "SIGMA_TEST",
        message,
        place: document.placeOf(path),
        remedy: "Read docs/rules.md",
      });
      return [];
    };
    if (value["regression_tests_info"] !== undefined) return readInfo(value, document, refuse);
    const { tests } = value;
    if (!Array.isArray(tests)) return refuse(["tests"], "tests is a list");
    return tests.flatMap((one: unknown, index) => readTest(one, index, document, refuse));
  });
}

type Refuse = (path: readonly (string | number)[], message: string) => [];

function readTest(
  test: unknown,
  index: number,
  document: YamlDocument,
  refuse: Refuse,
): readonly RuleTest[] {
  const path = ["tests", index];
  if (!isMap(test)) return refuse(path, "a test is a map with rule, events and expect");
  const { rule, events, logsource } = test;
  if (typeof rule !== "string" || rule === "")
    return refuse(path, "the test names no rule: a path or an id");
  const list: readonly unknown[] = Array.isArray(events) ? events : [events];
  const paths = list.filter((one) => typeof one === "string");
  const maps = list.filter(isMap);
  const isInline = maps.length === list.length;
  if (list.length > 0 && !isInline && paths.length !== list.length)
    return refuse([...path, "events"], "events are maps, or paths of files");
  const expect = readExpectation(test["expect"]);
  if (expect === undefined) return refuse([...path, "expect"], FORM);
  const outside =
    isInline && expect.kind === "indexes"
      ? expect.indexes.find((one) => one >= maps.length)
      : undefined;
  if (outside !== undefined)
    return refuse([...path, "expect"], `there is no event ${outside}; they are counted from 0`);
  if (logsource !== undefined && !isMap(logsource))
    return refuse([...path, "logsource"], "logsource is a map of product, category, service");
  const name = test["name"];
  return [
    {
      name: typeof name === "string" ? name : `test ${index + 1}`,
      rule,
      events: isInline ? { kind: "inline", maps } : { kind: "files", paths },
      ...(logsource !== undefined && { logsource: toLogsource(logsource) }),
      expect,
      place: document.placeOf(path),
    },
  ];
}

function readExpectation(expect: unknown): Expectation | undefined {
  if (!isMap(expect) || Object.keys(expect).length !== 1) return undefined;
  if (expect["none"] === true) return { kind: "count", count: 0, orMore: false };
  const { matches, groups } = expect;
  if (groups !== undefined) return readGroups(groups);
  if (isIndex(matches)) return { kind: "count", count: matches, orMore: false };
  if (!Array.isArray(matches) || !matches.every(isIndex)) return undefined;
  return { kind: "indexes", indexes: [...new Set(matches)].sort((a, b) => a - b) };
}

function readGroups(groups: unknown): Expectation | undefined {
  if (!Array.isArray(groups) || groups.length === 0) return undefined;
  const read = groups.map((group: unknown) => (isMap(group) ? readGroup(group) : undefined));
  return read.every((one) => one !== undefined) ? { kind: "groups", groups: read } : undefined;
}

function readGroup(
  group: Readonly<Record<string, unknown>>,
): Readonly<Record<string, readonly string[]>> | undefined {
  const pairs: [string, readonly string[]][] = [];
  for (const [name, value] of Object.entries(group)) {
    const list: readonly unknown[] = Array.isArray(value) ? value : [value];
    if (list.length === 0 || !list.every(isScalar)) return undefined;
    pairs.push([name, list.map(String)]);
  }
  return Object.fromEntries(pairs);
}

function isScalar(value: unknown): value is string | number | boolean {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean";
}

function isIndex(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}

/** Each entry names a file in which the rule must match; its path begins at the root of the repository. */
function readInfo(
  info: Readonly<Record<string, unknown>>,
  document: YamlDocument,
  refuse: Refuse,
): readonly RuleTest[] {
  const metadata: unknown = info["rule_metadata"];
  const [about] = Array.isArray(metadata) ? (metadata as readonly unknown[]) : [];
  const rule = isMap(about) ? about["id"] : undefined;
  if (typeof rule !== "string") return refuse(["rule_metadata"], "rule_metadata names no id");
  const list = info["regression_tests_info"];
  if (list === null) return [];
  if (!Array.isArray(list)) return refuse(["regression_tests_info"], "it is a list");
  return list.flatMap((one: unknown, index): readonly RuleTest[] => {
    const path = ["regression_tests_info", index];
    const events = isMap(one) ? one["path"] : undefined;
    if (!isMap(one) || typeof events !== "string")
      return refuse(path, "the test names no path of events");
    const least = one["match_count"] ?? 1;
    if (!isIndex(least)) return refuse([...path, "match_count"], "match_count is a whole number");
    const name = one["name"];
    return [
      {
        name: typeof name === "string" ? name : `test ${index + 1}`,
        rule,
        events: { kind: "files", paths: [events] },
        expect: { kind: "count", count: least, orMore: true },
        place: document.placeOf(path),
      },
    ];
  });
}

function toLogsource(map: Readonly<Record<string, unknown>>): Logsource {
  const part = (key: string): string | undefined => {
    const value = map[key];
    return typeof value === "string" ? value.toLowerCase() : undefined;
  };
  const [product, category, service] = ["product", "category", "service"].map(part);
  return {
    ...(product !== undefined && { product }),
    ...(category !== undefined && { category }),
    ...(service !== undefined && { service }),
  };
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

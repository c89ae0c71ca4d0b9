// Sigma rules specification 2.1.
import { LEVELS, makeId, or } from "@tocsin/model";
import type { Detection, Level, Logsource, Predicate } from "@tocsin/model";
import { readCondition } from "./condition.ts";
import { Refusal } from "./diagnostic.ts";
import { shown } from "./item.ts";
import type { Placeholders } from "./item.ts";
import { toVariants } from "./logsource.ts";
import { readSelection } from "./selection.ts";
import type { YamlDocument } from "./yaml.ts";

/** A rule with what other documents refer to it by. */
export interface Rule {
  readonly detection: Detection;
  /** The rule before its fields are renamed for each logsource; filters are joined to it. */
  readonly predicate: Predicate;
  readonly logsource: Logsource;
  readonly name: string | undefined;
}

/** What authors write where they know of no innocent cause. */
const NO_CAUSE = /^(?:unknown|(?:very |highly )?unlikely|none|n\/a|-)\.?$/i;

/** Reads a detection rule. @throws {Refusal} */
export function readRule(document: YamlDocument, placeholders: Placeholders): Rule {
  const rule = toMap(document.value, [], "rule");
  const title = readTitle(rule);
  const logsource = readLogsource(rule);
  const selections = toMap(rule["detection"], ["detection"], "detection");
  const predicate = readDetection(selections, "detection", placeholders);
  const id = textOf(rule["id"]) ?? makeId("sigma", JSON.stringify(document.value));
  const { techniques, vulnerabilities } = readTags(rule["tags"]);
  const description = textOf(rule["description"]);
  return {
    detection: {
      id,
      kind: "sigma",
      title,
      ...(description !== undefined && { description: description.trim() }),
      level: readLevel(rule["level"]),
      strength: "behaviour",
      techniques,
      vulnerabilities,
      logsource,
      variants: toVariants(logsource, predicate),
      falsePositives: toTexts(rule["falsepositives"]).filter(
        (cause) => !NO_CAUSE.test(cause.trim()),
      ),
      origin: document.placeOf([]),
      citations: [],
    },
    predicate,
    logsource,
    name: textOf(rule["name"]),
  };
}

/** Selections and condition of a `detection` or `filter` map. @throws {Refusal} */
export function readDetection(
  map: Readonly<Record<string, unknown>>,
  key: string,
  placeholders: Placeholders,
): Predicate {
  const { condition } = map;
  const path = [key, "condition"];
  if (condition === undefined || condition === null)
    throw new Refusal("SIGMA_RULE", [key], `the ${key} has no condition`);
  const selections = new Map<string, Predicate>();
  for (const [name, value] of Object.entries(map))
    if (name !== "condition" && name !== "timeframe" && name !== "rules")
      selections.set(name, readSelection(value, [key, name], placeholders));
  const conditions: readonly unknown[] = Array.isArray(condition) ? condition : [condition];
  return or(
    ...conditions.map((text) => {
      if (typeof text !== "string")
        throw new Refusal("SIGMA_CONDITION", path, `expected a text, got ${shown(text)}`);
      return readCondition({ text, path, selections });
    }),
  );
}

/** @throws {Refusal} `SIGMA_RULE` */
export function readTitle(rule: Readonly<Record<string, unknown>>): string {
  const title = textOf(rule["title"]);
  if (title === undefined) throw new Refusal("SIGMA_RULE", [], "the rule has no title");
  return title.trim();
}

/** The `logsource` of a rule or filter. @throws {Refusal} `SIGMA_RULE` */
export function readLogsource(rule: Readonly<Record<string, unknown>>): Logsource {
  const map = toMap(rule["logsource"], ["logsource"], "logsource");
  const part = (key: "product" | "category" | "service"): string | undefined =>
    textOf(map[key])?.toLowerCase();
  const product = part("product");
  const category = part("category");
  const service = part("service");
  if (product === undefined && category === undefined && service === undefined)
    throw new Refusal(
      "SIGMA_RULE",
      ["logsource"],
      "the logsource names no product, category or service",
    );
  return {
    ...(product !== undefined && { product }),
    ...(category !== undefined && { category }),
    ...(service !== undefined && { service }),
  };
}

/** @throws {Refusal} `SIGMA_RULE` */
export function readLevel(value: unknown): Level {
  if (value === undefined || value === null) return "medium";
  const level = LEVELS.find((one) => one === textOf(value)?.toLowerCase());
  if (level !== undefined) return level;
  const message = `level ${shown(value)} is unknown; levels are ${LEVELS.join(", ")}`;
  throw new Refusal("SIGMA_RULE", ["level"], message);
}

/** Technique and CVE ids among the tags, sorted. */
export function readTags(value: unknown): {
  readonly techniques: readonly string[];
  readonly vulnerabilities: readonly string[];
} {
  const techniques = new Set<string>();
  const vulnerabilities = new Set<string>();
  for (const tag of toTexts(value)) {
    const technique = /^attack\.(t\d{4}(?:\.\d{3})?)$/i.exec(tag)?.[1];
    if (technique !== undefined) techniques.add(technique.toUpperCase());
    const cve = /^cve\.(?:cve-)?(\d{4})[-.](\d{4,7})$/i.exec(tag);
    if (cve !== null) vulnerabilities.add(`CVE-${cve[1]}-${cve[2]}`);
  }
  return { techniques: [...techniques].sort(), vulnerabilities: [...vulnerabilities].sort() };
}

/** A map of a YAML document. @throws {Refusal} `SIGMA_RULE` */
export function toMap(
  value: unknown,
  path: readonly string[],
  what: string,
): Readonly<Record<string, unknown>> {
  if (typeof value === "object" && value !== null && !Array.isArray(value))
    return value as Record<string, unknown>;
  const message =
    value === undefined
      ? `the rule has no ${what}`
      : `the ${what} must be a map, got ${shown(value)}`;
  throw new Refusal("SIGMA_RULE", path, message);
}

/** A text that is there; numbers are taken as their text. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === "number") return String(value);
  return typeof value === "string" && value.trim() !== "" ? value : undefined;
}

/** A text or a list of texts. */
export function toTexts(value: unknown): readonly string[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  return list.flatMap((one) => textOf(one) ?? []);
}

// Sigma rules specification 2.1: the parts that rules, correlations and filters have in common.
import { LEVELS } from "@tocsin/model";
import type { Level, Logsource } from "@tocsin/model";
import { Refusal } from "./diagnostic.ts";
import { shown } from "./item.ts";

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

/** The majors of Sigma whose rules are read. */
const VERSIONS: ReadonlySet<string> = new Set(["1", "2"]);

/** Refuses a rule that says it is of a Sigma to come (`sigma-version`). @throws {Refusal} `SIGMA_VERSION` */
export function checkVersion(rule: Readonly<Record<string, unknown>>): void {
  const given = rule["sigma-version"];
  if (given === undefined) return;
  const major = /^v?(\d+)(?:\.\d+){0,2}$/.exec(textOf(given) ?? "")?.[1];
  if (major !== undefined && VERSIONS.has(major)) return;
  const message = `the rule is of Sigma ${shown(given)}; versions 1 and 2 are read`;
  throw new Refusal("SIGMA_VERSION", ["sigma-version"], message);
}

// Sigma filters specification 2.1.
import { and, not } from "@tocsin/model";
import type { Logsource, Place, Predicate } from "@tocsin/model";
import { Refusal } from "./diagnostic.ts";
import type { Placeholders } from "./item.ts";
import { toVariants } from "./logsource.ts";
import { readDetection, readLogsource, toMap, toTexts } from "./rule.ts";
import type { Rule } from "./rule.ts";
import type { YamlDocument } from "./yaml.ts";

/** What named rules must not report. */
export interface Filter {
  /** Ids or names; empty for every rule of the logsource. */
  readonly rules: readonly string[];
  readonly logsource: Logsource;
  readonly predicate: Predicate;
  readonly place: Place;
}

/** Reads a filter. @throws {Refusal} */
export function readFilter(document: YamlDocument, placeholders: Placeholders): Filter {
  const rule = toMap(document.value, [], "rule");
  const map = toMap(rule["filter"], ["filter"], "filter");
  const rules = map["rules"] === "any" ? [] : toTexts(map["rules"]);
  if (map["rules"] !== undefined && map["rules"] !== "any" && rules.length === 0)
    throw new Refusal("SIGMA_FILTER", ["filter", "rules"], "the filter names no rules");
  return {
    rules,
    logsource: readLogsource(rule),
    predicate: readDetection(map, "filter", placeholders),
    place: document.placeOf([]),
  };
}

/** The rule without what the filter selects; the rule itself where the filter does not speak of it. */
export function applyFilter(rule: Rule, filter: Filter): Rule {
  const { id, title } = rule.detection;
  const named =
    filter.rules.length === 0 ||
    filter.rules.some((one) => one === id || one === rule.name || one === title);
  if (!named || !covers(filter.logsource, rule.logsource)) return rule;
  const predicate = and(rule.predicate, not(filter.predicate));
  const variants = toVariants(rule.logsource, predicate);
  return { ...rule, predicate, detection: { ...rule.detection, variants } };
}

function covers(filter: Logsource, rule: Logsource): boolean {
  return (["product", "category", "service"] as const).every(
    (key) => filter[key] === undefined || filter[key] === rule[key],
  );
}

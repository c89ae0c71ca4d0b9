// Sigma filters specification 2.1.
import { and, not } from "@tocsin/model";
import type { Logsource, Place, Predicate } from "@tocsin/model";
import type { LoadContext } from "./context.ts";
import { Refusal } from "./diagnostic.ts";
import { readLogsource, toMap, toTexts } from "./head.ts";
import { toVariants } from "./logsource.ts";
import { readConditions, readParts } from "./parts.ts";
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
export function readFilter(document: YamlDocument, context: LoadContext): Filter {
  const rule = toMap(document.value, [], "rule");
  const map = toMap(rule["filter"], ["filter"], "filter");
  const named = toTexts(map["rules"]);
  const rules = named.length === 1 && named[0] === "any" ? [] : named;
  if (map["rules"] !== undefined && named.length === 0)
    throw new Refusal("SIGMA_FILTER", ["filter", "rules"], "the filter names no rules");
  return {
    rules,
    logsource: readLogsource(rule),
    predicate: readConditions(readParts(map, "filter", context)),
    place: document.placeOf([]),
  };
}

/** The rule without what the filter selects; the rule itself where the filter does not speak of it. */
export function applyFilter(rule: Rule, filter: Filter): Rule {
  const named = filter.rules.length === 0 || filter.rules.some((one) => rule.names.includes(one));
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

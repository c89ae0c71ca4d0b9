// Old aggregations as correlations of Sigma 2. Only what both say alike gets here.
import { makeId } from "@tocsin/model";
import type { Correlation, Logsource } from "@tocsin/model";
import type { Aggregation, AggregationCount } from "./aggregation.ts";
import { Refusal } from "./diagnostic.ts";
import { readConditions } from "./parts.ts";
import type { DetectionParts } from "./parts.ts";
import { toRule } from "./rule.ts";
import type { Rule, RuleDocument, RuleHead } from "./rule.ts";

/**
 * The correlation takes the place of the rule, with its id; the searches that feed it have ids made from that
 * and report nothing by themselves. @throws {Refusal}
 */
export function translateAggregation(
  head: RuleHead,
  logsource: Logsource,
  parts: DetectionParts,
  aggregation: Aggregation,
): RuleDocument {
  const { search, clause, timespanMs, what } = aggregation;
  const names = what.kind === "near" ? [search, ...what.selections] : [search];
  const unknown = what.kind === "near" && what.selections.find((one) => !parts.selections.has(one));
  if (typeof unknown === "string")
    throw new Refusal(
      "SIGMA_AGGREGATION",
      [parts.key, "condition"],
      `"${clause}" is near "${unknown}", which is no selection of the rule`,
    );
  const rules = names.map((text): Rule => {
    const id = makeId("sigma", head.about.id, text);
    const title = names.length === 1 ? head.about.title : `${head.about.title}: ${text}`;
    const own = { ...head, about: { ...head.about, id, title } };
    const rule = toRule(own, logsource, readConditions({ ...parts, conditions: [text] }));
    // A filter that names the rule means its events.
    return { ...rule, names: [...rule.names, head.about.id, head.about.title] };
  });
  const { id, title, level, techniques, origin } = head.about;
  const correlation: Correlation = {
    id,
    ...(head.name !== undefined && { name: head.name }),
    title,
    level,
    type: what.kind === "near" ? "temporal" : typeOf(what),
    rules: rules.map(({ detection }) => detection.id),
    groupBy: what.kind === "near" ? [] : what.groupBy,
    timespanMs,
    bounds: what.kind === "near" ? [] : [{ comparison: what.comparison, value: what.value }],
    fields: what.kind === "near" || what.field === undefined ? [] : [what.field],
    aliases: {},
    generate: false,
    techniques,
    ...(origin !== undefined && { origin }),
  };
  const translated = `"| ${clause}" is of Sigma 1 and runs as a ${correlation.type} correlation`;
  return { rules, correlation: { correlation }, name: head.name, translated };
}

function typeOf({ function: name, field }: AggregationCount): Correlation["type"] {
  if (name === "sum") return "value_sum";
  if (name === "avg") return "value_avg";
  return field === undefined ? "event_count" : "value_count";
}

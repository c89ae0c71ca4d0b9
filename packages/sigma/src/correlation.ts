// Sigma correlation rules specification 2.1.
import { makeId } from "@tocsin/model";
import type { Correlation, CorrelationBound, CorrelationType } from "@tocsin/model";
import { Refusal } from "./diagnostic.ts";
import { shown } from "./item.ts";
import { readLevel, readTags, readTitle, textOf, toMap, toTexts } from "./rule.ts";
import type { YamlDocument } from "./yaml.ts";

const TYPES: ReadonlySet<string> = new Set<CorrelationType>([
  "event_count",
  "value_count",
  "temporal",
  "temporal_ordered",
  "value_sum",
  "value_avg",
  "value_percentile",
  "value_median",
]);
const COMPARISONS = ["gt", "gte", "lt", "lte", "eq", "neq"] as const;
const UNIT_MS: Readonly<Record<string, number>> = {
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};
const PATH = ["correlation"] as const;

/** Reads a correlation; its `rules` are ids or names as written. @throws {Refusal} */
export function readCorrelation(document: YamlDocument): Correlation {
  const rule = toMap(document.value, [], "rule");
  const map = toMap(rule["correlation"], PATH, "correlation");
  const type = textOf(map["type"]);
  if (type === undefined || !TYPES.has(type))
    throw refuse("type", `unknown type ${shown(map["type"])}; types are ${[...TYPES].join(", ")}`);
  const rules = toTexts(map["rules"]);
  if (rules.length === 0) throw refuse("rules", "the correlation names no rules");
  const name = textOf(rule["name"]);
  const { bounds, fields, percentile } = readBounds(map["condition"], type as CorrelationType);
  return {
    id: textOf(rule["id"]) ?? makeId("sigma", JSON.stringify(document.value)),
    ...(name !== undefined && { name }),
    title: readTitle(rule),
    level: readLevel(rule["level"]),
    type: type as CorrelationType,
    rules,
    groupBy: toTexts(map["group-by"]),
    timespanMs: readTimespan(map["timespan"] ?? map["timeframe"]),
    bounds,
    fields,
    ...(percentile !== undefined && { percentile }),
    aliases: readAliases(map["aliases"]),
    generate: (map["generate"] ?? rule["generate"]) === true,
    techniques: readTags(rule["tags"]).techniques,
    origin: document.placeOf([]),
  };
}

function refuse(key: string, message: string): Refusal {
  return new Refusal("SIGMA_CORRELATION", [...PATH, key], message);
}

function readTimespan(value: unknown): number {
  const match = /^(\d{1,9})([smhd])$/.exec(textOf(value) ?? "");
  const ms = Number(match?.[1]) * (UNIT_MS[match?.[2] ?? ""] ?? Number.NaN);
  if (ms > 0) return ms;
  throw refuse("timespan", `expected a time span such as 10m (s, m, h, d), got ${shown(value)}`);
}

function readBounds(
  value: unknown,
  type: CorrelationType,
): { bounds: CorrelationBound[]; fields: readonly string[]; percentile?: number } {
  const temporal = type === "temporal" || type === "temporal_ordered";
  if (value === undefined && temporal) return { bounds: [], fields: [] };
  if (typeof value === "string")
    throw refuse("condition", "conditions in words over rules are not read by this version");
  const map = toMap(value, [...PATH, "condition"], "condition of the correlation");
  const bounds: CorrelationBound[] = [];
  for (const comparison of COMPARISONS) {
    const bound = map[comparison];
    if (bound === undefined) continue;
    if (typeof bound !== "number" || !Number.isFinite(bound))
      throw refuse("condition", `${comparison} takes a number, got ${shown(bound)}`);
    bounds.push({ comparison, value: bound });
  }
  const known = new Set<string>([...COMPARISONS, "field", "percentile"]);
  const unknown = Object.keys(map).find((key) => !known.has(key));
  if (unknown !== undefined) throw refuse("condition", `unknown key "${unknown}"`);
  if (bounds.length === 0 && !temporal)
    throw refuse("condition", `expected one of ${COMPARISONS.join(", ")}`);
  const fields = toTexts(map["field"]);
  if (type.startsWith("value_") && fields.length === 0)
    throw refuse("condition", `${type} needs a field`);
  if (type !== "value_percentile") return { bounds, fields };
  const percentile = map["percentile"] ?? 50;
  if (typeof percentile !== "number" || percentile < 0 || percentile > 100)
    throw refuse("condition", `percentile is a number from 0 to 100, got ${shown(percentile)}`);
  return { bounds, fields, percentile };
}

function readAliases(value: unknown): Correlation["aliases"] {
  if (value === undefined || value === null) return {};
  const aliases: Record<string, Record<string, string>> = {};
  for (const [alias, fields] of Object.entries(toMap(value, [...PATH, "aliases"], "aliases"))) {
    const byRule: Record<string, string> = {};
    for (const [rule, name] of Object.entries(
      toMap(fields, [...PATH, "aliases", alias], "alias"),
    )) {
      const text = textOf(name);
      if (text === undefined) throw refuse("aliases", `alias ${alias} names no field of ${rule}`);
      byRule[rule] = text;
    }
    aliases[alias] = byRule;
  }
  return aliases;
}

// Sigma correlation rules specification 2.1.
import { makeId } from "@tocsin/model";
import type { Correlation, CorrelationBound, CorrelationType } from "@tocsin/model";
import { Refusal } from "./diagnostic.ts";
import { readLevel, readTags, readTitle, textOf, toMap, toTexts } from "./head.ts";
import { shown } from "./item.ts";
import { readTimespan } from "./timespan.ts";
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
const PATH = ["correlation"] as const;

const KEYS: ReadonlySet<string> = new Set([
  "type",
  "rules",
  "group-by",
  "timespan",
  "timeframe",
  "condition",
  "aliases",
  "generate",
]);

/** A correlation whose `rules` are as written, ids or names. */
export interface CorrelationDraft {
  readonly correlation: Correlation;
  /** A condition in words over rules, to be read when all rules are known. */
  readonly words?: string;
  /** The document, for the place of what is wrong with its words. */
  readonly document?: YamlDocument;
}

/** Reads a correlation. @throws {Refusal} */
export function readCorrelation(document: YamlDocument): CorrelationDraft {
  const rule = toMap(document.value, [], "rule");
  const map = toMap(rule["correlation"], PATH, "correlation");
  const type = textOf(map["type"]);
  if (type === undefined || !isType(type))
    throw refuse("type", `unknown type ${shown(map["type"])}; types are ${[...TYPES].join(", ")}`);
  const unknown = Object.keys(map).find((key) => !KEYS.has(key));
  if (unknown !== undefined) throw refuse(unknown, `"${unknown}" is no part of a correlation`);
  const { condition } = map;
  const words = typeof condition === "string" ? condition : undefined;
  if (words !== undefined && type !== "temporal" && type !== "temporal_ordered")
    throw refuse("condition", `a condition in words is for temporal types, not for ${type}`);
  const rules = toTexts(map["rules"]);
  if (rules.length === 0 && words === undefined)
    throw refuse("rules", "the correlation names no rules");
  const name = textOf(rule["name"]);
  const { bounds, fields, percentile } = readBounds(words === undefined ? condition : {}, type);
  const correlation: Correlation = {
    id: textOf(rule["id"]) ?? makeId("sigma", JSON.stringify(document.value)),
    ...(name !== undefined && { name }),
    title: readTitle(rule),
    level: readLevel(rule["level"]),
    type,
    rules,
    groupBy: toTexts(map["group-by"]),
    timespanMs: readTimespan(map["timespan"] ?? map["timeframe"], (why) => refuse("timespan", why)),
    bounds,
    fields,
    ...(percentile !== undefined && { percentile }),
    aliases: readAliases(map["aliases"]),
    generate: readGenerate(map["generate"] ?? rule["generate"]),
    techniques: readTags(rule["tags"]).techniques,
    origin: document.placeOf([]),
  };
  return { correlation, document, ...(words !== undefined && { words }) };
}

function isType(text: string): text is CorrelationType {
  return TYPES.has(text);
}

function readGenerate(value: unknown): boolean {
  if (value === undefined || value === null) return false;
  if (typeof value === "boolean") return value;
  throw refuse("generate", `generate takes true or false, got ${shown(value)}`);
}

function refuse(key: string, message: string): Refusal {
  return new Refusal("SIGMA_CORRELATION", [...PATH, key], message);
}

function readBounds(
  value: unknown,
  type: CorrelationType,
): { bounds: CorrelationBound[]; fields: readonly string[]; percentile?: number } {
  const temporal = type === "temporal" || type === "temporal_ordered";
  if (value === undefined && temporal) return { bounds: [], fields: [] };
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
  if (!type.startsWith("value_") && fields.length > 0)
    throw refuse("condition", `${type} counts no field, got "${fields.join(", ")}"`);
  if (map["percentile"] !== undefined && type !== "value_percentile")
    throw refuse("condition", `percentile is for value_percentile, not for ${type}`);
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

// The aggregations of Sigma 1 (specification 1.0.2, "Condition": Pipe, Aggregation expression, Near).
import { Refusal } from "./diagnostic.ts";
import type { DetectionParts } from "./parts.ts";
import { readTimespan } from "./timespan.ts";

/** What stands behind the pipe of an old condition, and what stands before it. */
export interface Aggregation {
  /** The search expression. */
  readonly search: string;
  /** What stands behind the pipe, as written. */
  readonly clause: string;
  readonly timespanMs: number;
  readonly what: AggregationCount | AggregationNear;
}

/** `count(field) by group > 5` */
export interface AggregationCount {
  readonly kind: "count";
  readonly function: "count" | "sum" | "avg";
  /** Undefined for `count()`. */
  readonly field: string | undefined;
  readonly groupBy: readonly string[];
  readonly comparison: "gt" | "gte" | "eq";
  readonly value: number;
}

/** `near a and b` */
interface AggregationNear {
  readonly kind: "near";
  /** Names of selections. */
  readonly selections: readonly string[];
}

/** Longer ones name no field of any record. */
const MAX_CLAUSE_CHARACTERS = 500;
const AGGREGATES = /\||^\s*near\s|\b(?:count|sum|avg|min|max)\s*\(/i;
const CLAUSE =
  /^(\w+)\s*\(\s*([^()]*?)\s*\)(?:\s+by\s+([^<>=!]+?))?\s*(<=|>=|==|!=|=|<|>)\s*(-?\d+(?:\.\d+)?)$/i;
const COMPARISONS: Readonly<Record<string, AggregationCount["comparison"]>> = {
  ">": "gt",
  ">=": "gte",
  "=": "eq",
  "==": "eq",
};

/**
 * The aggregation of a condition, if it has one that a correlation of Sigma 2 says exactly.
 * @throws {Refusal} `SIGMA_AGGREGATION`, with the clause, if it has another
 */
export function findAggregation(
  { key, conditions }: DetectionParts,
  timeframe: unknown,
): Aggregation | undefined {
  const text = conditions.find((one) => AGGREGATES.test(one));
  if (text === undefined) return undefined;
  const path = [key, "condition"];
  const [search = "", ...rest] = text.split("|").map((part) => part.trim());
  const [clause = ""] = rest;
  const refuse = (why: string): Refusal =>
    new Refusal("SIGMA_AGGREGATION", path, `"${text.slice(0, 200)}" ${why}`);
  if (rest.length !== 1 || search === "" || clause === "")
    throw refuse("is not a search, one pipe and one aggregation");
  if (conditions.length > 1)
    throw refuse("aggregates beside other conditions, which no one correlation says");
  const what = /^near\s/i.test(clause) ? readNear(clause, refuse) : readCount(clause, refuse);
  if (timeframe === undefined || timeframe === null)
    throw refuse(`has no timeframe, and "${clause}" without one has no Sigma 2 meaning`);
  const timespanMs = readTimespan(timeframe, (message) => {
    return new Refusal("SIGMA_AGGREGATION", [key, "timeframe"], `the timeframe: ${message}`);
  });
  return { search, clause, timespanMs, what };
}

function readCount(clause: string, refuse: (why: string) => Refusal): AggregationCount {
  const match = clause.length > MAX_CLAUSE_CHARACTERS ? null : CLAUSE.exec(clause);
  if (match === null)
    throw refuse(`holds "${clause.slice(0, 200)}", which is no aggregation of Sigma 1`);
  const [, name = "", field = "", by, operator = "", value = ""] = match;
  const lower = name.toLowerCase();
  if (lower === "min" || lower === "max")
    throw refuse(`holds "${clause}", and no Sigma 2 correlation knows ${lower}`);
  if (lower !== "count" && lower !== "sum" && lower !== "avg")
    throw refuse(`holds "${clause}", and "${name}" is no aggregation of Sigma 1`);
  if (lower !== "count" && field === "") throw refuse(`holds "${clause}" without a field`);
  const comparison = COMPARISONS[operator];
  if (comparison === undefined)
    throw refuse(
      `holds "${clause}": what is rare over a whole timeframe cannot be told by a window that slides, which begins with one`,
    );
  const groupBy = by === undefined ? [] : by.split(",").map((one) => one.trim());
  if (groupBy.some((one) => one === "" || /\s/.test(one)))
    throw refuse(`holds "${clause}", whose "by" names no field`);
  return {
    kind: "count",
    function: lower,
    field: field === "" ? undefined : field,
    groupBy,
    comparison,
    value: Number(value),
  };
}

function readNear(clause: string, refuse: (why: string) => Refusal): AggregationNear {
  const terms = clause
    .slice("near".length)
    .trim()
    .split(/\s+and\s+/i);
  for (const term of terms) {
    if (/^not\s/i.test(term))
      throw refuse(
        `holds "${clause}": what does not follow is known only when the timeframe is over, which no correlation says`,
      );
    if (/[\s()]/.test(term))
      throw refuse(`holds "${clause}", and near takes names of selections joined by "and"`);
  }
  return { kind: "near", selections: terms };
}

// What correlations read from the events that feed them. The plain and the streaming way share it.
import type { Correlation, CorrelationBound, CorrelationCondition, Scalar } from "@tocsin/model";
import { compareNumbers } from "./test.ts";

/** A match of a rule that feeds a correlation. `origin` is the caller's own. */
export interface CorrelationEvent<T> {
  /** Id of the detection or correlation that matched. */
  readonly rule: string;
  /** Time of the event, UTC milliseconds. An event whose time is no finite number is left out. */
  readonly timeMs: number;
  /** The fields that correlations ask for, as far as the record has them. */
  readonly fields: Readonly<Record<string, readonly Scalar[]>>;
  readonly origin: T;
}

/** Fields of a detection that some correlation asks for, by the detection's id. */
export function correlationFields(
  correlations: readonly Correlation[],
): ReadonlyMap<string, ReadonlySet<string>> {
  const wanted = new Map<string, Set<string>>();
  for (const correlation of correlations)
    for (const rule of rulesOf(correlation)) {
      const fields = wanted.get(rule) ?? new Set<string>();
      wanted.set(rule, fields);
      for (const name of [...correlation.groupBy, ...correlation.fields])
        fields.add(fieldOf(correlation, rule, name));
    }
  return wanted;
}

/** The rules of a correlation, each once: those it lists, then those that only its condition names. */
export function rulesOf(correlation: Correlation): ReadonlySet<string> {
  const rules = new Set(correlation.rules);
  const visit = (condition: CorrelationCondition): void => {
    if (condition.kind === "rule") rules.add(condition.rule);
    else if (condition.kind === "not") visit(condition.of);
    else condition.of.forEach(visit);
  };
  if (correlation.condition !== undefined) visit(correlation.condition);
  return rules;
}

/** Whether a condition holds where the given rules have matched. */
export function conditionHolds(
  condition: CorrelationCondition,
  hasMatched: (rule: string) => boolean,
): boolean {
  switch (condition.kind) {
    case "rule":
      return hasMatched(condition.rule);
    case "and":
      return condition.of.every((one) => conditionHolds(one, hasMatched));
    case "or":
      return condition.of.some((one) => conditionHolds(one, hasMatched));
    case "not":
      return !conditionHolds(condition.of, hasMatched);
  }
}

/** Whether a figure is within all bounds. */
export function isWithin(value: number, bounds: readonly CorrelationBound[]): boolean {
  return bounds.every((bound) => compareNumbers(bound.comparison, value, bound.value));
}

/** Correlations after those they refer to, each id once. One that refers to itself does not see itself. */
export function innerFirst(correlations: readonly Correlation[]): Correlation[] {
  const byId = new Map(correlations.map((one) => [one.id, one]));
  const begun = new Set<string>();
  const sorted: Correlation[] = [];
  // A stack of its own: a chain may be as long as a hostile rule file.
  const path: { one: Correlation; rules: readonly string[]; next: number }[] = [];
  const enter = (one: Correlation | undefined): void => {
    if (one === undefined || begun.has(one.id)) return;
    begun.add(one.id);
    path.push({ one, rules: [...rulesOf(one)], next: 0 });
  };
  for (const correlation of correlations) {
    enter(correlation);
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const rule = top.rules[top.next++];
      if (rule !== undefined) enter(byId.get(rule));
      else {
        sorted.push(top.one);
        path.pop();
      }
    }
  }
  return sorted;
}

/** The values of `group-by`, in its order; nothing if the event lacks one. */
export function groupOf<T>(
  correlation: Correlation,
  event: CorrelationEvent<T>,
): readonly string[] | undefined {
  const group: string[] = [];
  for (const name of correlation.groupBy) {
    const values = valuesOf(correlation, event, name);
    if (values === undefined) return undefined;
    group.push(values.map(String).join("\u0001"));
  }
  return group;
}

/** The same for groups that differ in case alone. */
export function groupKey(group: readonly string[]): string {
  return group.length === 0 ? "" : JSON.stringify(group.map((value) => value.toLowerCase()));
}

/** What the events of one group have alike, and no others; undefined for an event of no group. */
export function groupKeyOf<T>(
  correlation: Correlation,
  event: CorrelationEvent<T>,
): string | undefined {
  const group = groupOf(correlation, event);
  return group === undefined ? undefined : groupKey(group);
}

/** The fields of a match as an event for the correlations over it. */
export function groupFields(
  correlation: Correlation,
  group: readonly string[],
): Readonly<Record<string, readonly Scalar[]>> {
  return Object.fromEntries(
    correlation.groupBy.map((name, index) => [name, [group[index] ?? ""]] as const),
  );
}

/** What an event adds to the values that are told apart; several fields count as one value. */
export function tuplesOf<T>(
  correlation: Correlation,
  event: CorrelationEvent<T>,
): readonly string[] {
  const tuple: (readonly Scalar[])[] = [];
  for (const name of correlation.fields) {
    const values = valuesOf(correlation, event, name);
    if (values === undefined) return [];
    tuple.push(values);
  }
  const [only] = tuple;
  if (tuple.length === 1 && only !== undefined) return only.map(String);
  return [JSON.stringify(tuple.map((values) => values.map(String)))];
}

/** The numbers in the first of the correlation's fields; texts of numbers and `0x…` are numbers too. */
export function numbersOf<T>(
  correlation: Correlation,
  event: CorrelationEvent<T>,
): readonly number[] {
  const values = valuesOf(correlation, event, correlation.fields[0] ?? "") ?? [];
  return values.map(toNumber).filter(Number.isFinite);
}

function toNumber(value: Scalar): number {
  const isNone = typeof value === "boolean" || (typeof value === "string" && value.trim() === "");
  return isNone ? Number.NaN : Number(value);
}

function valuesOf<T>(
  correlation: Correlation,
  event: CorrelationEvent<T>,
  name: string,
): readonly Scalar[] | undefined {
  const field = fieldOf(correlation, event.rule, name);
  const values = Object.hasOwn(event.fields, field) ? event.fields[field] : undefined;
  return values === undefined || values.length === 0 ? undefined : values;
}

function fieldOf(correlation: Correlation, rule: string, name: string): string {
  const alias = Object.hasOwn(correlation.aliases, name) ? correlation.aliases[name] : undefined;
  return alias !== undefined && Object.hasOwn(alias, rule) ? (alias[rule] ?? name) : name;
}

import type { EvidenceRecord, MatchedField, Predicate, Test, WildcardPart } from "@tocsin/model";
import { evaluate } from "./evaluate.ts";
import { bearsObservable } from "./observable.ts";
import { testText, testValue } from "./test.ts";
import { valuesOf } from "./text.ts";

const MAX_FIELDS = 20;
const MAX_VALUE = 2000;

/**
 * The fields that decide a predicate that holds, in the order of the rule, each once; at most twenty.
 * A negated part decides by being absent, and is told only where nothing else is.
 */
export function explainMatch(
  predicate: Predicate,
  record: EvidenceRecord,
): readonly MatchedField[] {
  const found = new Map<string, MatchedField>();
  collect(predicate, record, (matched) => {
    const key = `${matched.field}\u0000${matched.test}`;
    if (found.size < MAX_FIELDS && !found.has(key)) found.set(key, matched);
  });
  return [...found.values()];
}

type Sink = (matched: MatchedField) => void;

function collect(predicate: Predicate, record: EvidenceRecord, sink: Sink): void {
  switch (predicate.kind) {
    case "and":
      for (const inner of predicate.of) collect(inner, record, sink);
      return;
    case "or":
      for (const inner of predicate.of) if (evaluate(inner, record)) collect(inner, record, sink);
      return;
    case "not":
    case "constant":
      return;
    case "field": {
      const { field, test } = predicate;
      const values = valuesOf(record.field(field)).map(String);
      const deciding = values.find((value) => decides(test, value)) ?? values[0] ?? "";
      sink({ field, value: cut(deciding), test: describeTest(test) });
      return;
    }
    case "any-field": {
      for (const [field, value] of record.fields()) {
        const deciding = valuesOf(value)
          .map(String)
          .find((one) => testText(predicate.test, one));
        if (deciding === undefined) continue;
        sink({ field, value: cut(deciding), test: describeTest(predicate.test) });
        return;
      }
      return;
    }
    case "observable": {
      const { observable, fields } = predicate;
      for (const [field, value] of record.fields()) {
        if (fields !== undefined && !fields.includes(field)) continue;
        const deciding = valuesOf(value)
          .map(String)
          .find((one) => bearsObservable(observable, one));
        if (deciding === undefined) continue;
        sink({
          field,
          value: cut(deciding),
          test: `holds ${observable.type} ${cut(observable.value)}`,
        });
      }
    }
  }
}

function decides(test: Test, value: string): boolean {
  return (
    test.op === "exists" || test.op === "null" || test.op === "sameAs" || testValue(test, value)
  );
}

function cut(text: string): string {
  return text.length <= MAX_VALUE ? text : `${text.slice(0, MAX_VALUE - 1)}…`;
}

const WORDS = {
  equals: "is",
  contains: "contains",
  startsWith: "starts with",
  endsWith: "ends with",
  eq: "=",
  neq: "≠",
  lt: "<",
  lte: "≤",
  gt: ">",
  gte: "≥",
} as const;

/** A test in words: `ends with "\powershell.exe"`. */
export function describeTest(test: Test): string {
  switch (test.op) {
    case "equals":
    case "contains":
    case "startsWith":
    case "endsWith":
      return `${WORDS[test.op]} "${cut(test.value)}"${test.cased ? " (case matters)" : ""}`;
    case "wildcard":
      return `has the form "${cut(test.pattern.map(describePart).join(""))}"`;
    case "regex":
      return `matches /${cut(test.source)}/${test.flags}`;
    case "is":
      return `is ${test.value}`;
    case "compare":
      return `${WORDS[test.comparison]} ${test.value}`;
    case "cidr":
      return `is in network ${test.network}`;
    case "exists":
      return "is there";
    case "null":
      return "is absent or null";
    case "sameAs":
      return `${WORDS[test.mode]} the value of ${test.field}`;
    case "time":
      return `${test.part} ${WORDS[test.comparison]} ${test.value}`;
  }
}

function describePart(part: WildcardPart): string {
  if (typeof part !== "string") return part.any === "run" ? "*" : "?";
  return part;
}

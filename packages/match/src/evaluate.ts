import type { EvidenceRecord, FieldPredicate, FieldValue, Predicate, Test } from "@tocsin/model";
import { bearsObservable } from "./observable.ts";
import { compareText, testText, testValue } from "./test.ts";
import { foldCase, valuesOf } from "./text.ts";

/**
 * Whether a record satisfies a predicate. The plain evaluator: obviously right, not fast, kept as the
 * oracle of everything faster. Two-valued; `docs/predicates.md` has what absent, null and empty mean.
 */
export function evaluate(predicate: Predicate, record: EvidenceRecord): boolean {
  switch (predicate.kind) {
    case "and":
      return predicate.of.every((inner) => evaluate(inner, record));
    case "or":
      return predicate.of.some((inner) => evaluate(inner, record));
    case "not":
      return !evaluate(predicate.of, record);
    case "constant":
      return predicate.value;
    case "field":
      return evaluateField(predicate, record);
    case "any-field": {
      const { test } = predicate;
      for (const [, value] of record.fields())
        if (valuesOf(value).some((one) => testText(test, String(one)))) return true;
      return false;
    }
    case "observable": {
      const { observable, fields } = predicate;
      const bears = (value: ReturnType<EvidenceRecord["field"]>) =>
        valuesOf(value).some((one) => bearsObservable(observable, String(one)));
      if (fields !== undefined) return fields.some((name) => bears(record.field(name)));
      for (const [, value] of record.fields()) if (bears(value)) return true;
      return false;
    }
  }
}

/** A test of one named field. */
function evaluateField({ field, test }: FieldPredicate, record: EvidenceRecord): boolean {
  const value = record.field(field);
  switch (test.op) {
    case "exists":
      return value !== undefined;
    case "null":
      return value === undefined || value === null;
    case "sameAs":
      return isSame(test, value, record.field(test.field));
    default:
      return valuesOf(value).some((one) => testValue(test, one));
  }
}

/** Whether one value of a field is as one value of another. */
export function isSame(
  { cased, mode }: Test & { readonly op: "sameAs" },
  value: FieldValue | undefined,
  other: FieldValue | undefined,
): boolean {
  const fold = cased ? (text: string) => text : foldCase;
  const others = valuesOf(other).map((one) => fold(String(one)));
  return valuesOf(value).some((one) =>
    others.some((another) => compareText(mode, fold(String(one)), another)),
  );
}

import type { EvidenceRecord, ExplainedPart, FieldValue, Predicate } from "@tocsin/model";
import { checkPredicate } from "./check.ts";
import { evaluate } from "./evaluate.ts";
import { describeTest } from "./explain.ts";
import { valuesOf } from "./text.ts";

/** What a predicate says of one record, part by part; at most forty parts of each `all` or `any`. */
export type Explained = ExplainedPart;

/** Most parts of one `all` or `any` that are told. */
const MAX_PARTS = 40;
const MAX_VALUE = 2000;
const MAX_DEPTH = 100;

/**
 * Every part of a predicate with what it says of the record. By the plain evaluator: for one record and a person,
 * not for the hot path. Parts that decide come first where there are too many.
 */
export function explainTree(predicate: Predicate, record: EvidenceRecord): Explained {
  return explain(predicate, record, 0);
}

function explain(predicate: Predicate, record: EvidenceRecord, depth: number): Explained {
  switch (predicate.kind) {
    case "and":
    case "or": {
      const isAnd = predicate.kind === "and";
      const kind = isAnd ? "all" : "any";
      if (depth >= MAX_DEPTH)
        return { kind, holds: isHeld(predicate, record), left: predicate.of.length };
      const parts = predicate.of.map((inner) => explain(inner, record, depth + 1));
      const holds = isAnd ? parts.every((part) => part.holds) : parts.some((part) => part.holds);
      return { kind, holds, ...cutParts(parts, holds) };
    }
    case "not": {
      const inner = explain(predicate.of, record, depth + 1);
      return { kind: "not", holds: !inner.holds, of: [inner] };
    }
    case "constant":
      return { kind: "constant", holds: predicate.value };
    case "field": {
      const { field, test } = predicate;
      const refused = checkPredicate(predicate);
      return {
        kind: "test",
        holds: refused === undefined && evaluate(predicate, record),
        field,
        test: describeTest(test),
        ...told(record.field(field)),
        ...(refused !== undefined && { refused }),
      };
    }
    case "any-field": {
      const refused = checkPredicate(predicate);
      const holds = refused === undefined && evaluate(predicate, record);
      const test = describeTest(predicate.test);
      return { kind: "test", holds, test, ...(refused !== undefined && { refused }) };
    }
    case "observable": {
      const { observable, fields } = predicate;
      const [only] = fields ?? [];
      const single = fields?.length === 1 && only !== undefined;
      return {
        kind: "test",
        holds: evaluate(predicate, record),
        test: `holds ${observable.type} ${cut(observable.value)}`,
        ...(single && { field: only, ...told(record.field(only)) }),
      };
    }
  }
}

/** As {@link evaluate}, where a part that cannot be run does not hold. */
function isHeld(predicate: Predicate, record: EvidenceRecord): boolean {
  return checkPredicate(predicate) === undefined && evaluate(predicate, record);
}

function cutParts(parts: readonly Explained[], holds: boolean): Pick<Explained, "of" | "left"> {
  if (parts.length <= MAX_PARTS) return { of: parts };
  const deciding = parts.filter((part) => part.holds === holds).slice(0, MAX_PARTS);
  return { of: deciding, left: parts.length - deciding.length };
}

/** A field's value in words; several are joined. */
function told(value: FieldValue | undefined): Pick<Explained, "value" | "missing"> {
  if (value === undefined) return { missing: "absent" };
  if (value === null) return { missing: "null" };
  return { value: cut(valuesOf(value).map(String).join(", ")) };
}

function cut(text: string): string {
  return text.length <= MAX_VALUE ? text : `${text.slice(0, MAX_VALUE - 1)}…`;
}

import { anyField, anyOf, field, not } from "@tocsin/model";
import type { Predicate, Test } from "@tocsin/model";
import { joinOr } from "./clause-join.ts";
import { digestTypeOf } from "./digest.ts";
import { isTextTest, toTest, toWithin } from "./field-test.ts";
import { bearing, everywhere, readObservable, refuse } from "./leaf.ts";
import type { Clause } from "./leaf.ts";
import { formatPath } from "./pattern-node.ts";
import type { ComparisonTest, PatternLiteral, PatternOperator } from "./pattern-node.ts";
import { needsForObservable, sourcesForObservable } from "./scopes.ts";
import type { SourceKey } from "./sources.ts";
import { toTarget } from "./target.ts";
import type { FieldsAt, Target } from "./target.ts";
import { isOpenLike, likeWithin } from "./value-test.ts";

/** One test of a pattern in terms of records; negations come back as `negative`. */
export function readTest(test: ComparisonTest): Clause {
  const operator = test.operator === "!=" ? "=" : test.operator;
  const positive = readPositive({ ...test, operator });
  const negated = test.negated !== (test.operator === "!=");
  if (!negated || positive.kind !== "positive") return positive;
  return {
    kind: "negative",
    by: new Map([...positive.by].map(([source, predicate]) => [source, not(predicate)])),
  };
}

/** `EXISTS`: only of properties that a named field holds. */
export function readExists(test: {
  readonly negated: boolean;
  readonly path: ComparisonTest["path"];
}): Clause {
  const target = toTarget(test.path);
  const at = target?.kind === "fields" || target?.kind === "text" ? target.at : [];
  if (at.length === 0)
    return refuse(
      `EXISTS ${formatPath(test.path)}: whether an object has a property is not told by single records`,
    );
  const by = byField(at, () => ({ op: "exists" }));
  if (test.negated)
    return { kind: "negative", by: new Map([...by].map(([key, one]) => [key, not(one)])) };
  return { kind: "positive", by, needs: new Set() };
}

function readPositive(test: ComparisonTest): Clause {
  const target = toTarget(test.path);
  if (target === undefined)
    return refuse(`no kind of record is known to show ${formatPath(test.path)}`);
  if (target.kind === "reference-type") return { kind: "implied" };
  if (test.operator === "ISSUPERSET")
    return refuse(`ISSUPERSET on ${formatPath(test.path)}: a record holds addresses, not networks`);
  const clauses = test.values.map((literal) => readLiteral(target, test, literal));
  return clauses.length === 0
    ? refuse(`IN on ${formatPath(test.path)} with an empty list`)
    : joinOr(clauses);
}

function readLiteral(target: Target, test: ComparisonTest, literal: PatternLiteral): Clause {
  const { operator } = test;
  const text = String(literal.value);
  const unfit = refuse(
    `${operator} ${JSON.stringify(text.slice(0, 80))} on ${formatPath(test.path)}: not a value that can be looked for`,
  );
  if (literal.kind === "hex" || literal.kind === "binary" || text.trim() === "") return unfit;
  if (operator === "LIKE" && isOpenLike(text)) return unfit;
  switch (target.kind) {
    case "observable":
    case "digest":
      return readBearing(target, operator, text) ?? unfit;
    case "fields": {
      const by = byField(target.at, ({ mode }) => toTest(operator, literal, mode));
      if (by.size === 0) return unfit;
      const whole = target.at.every(({ mode }) => mode === "whole");
      const anywhere = whole ? toTest(operator, literal, "whole") : undefined;
      if (isTextTest(anywhere) && text.length >= 8) by.set("any", anyField(anywhere));
      return { kind: "positive", by, needs: new Set([target.needs]) };
    }
    case "text": {
      const isWhole = target.type !== undefined && (operator === "=" || operator === "IN");
      const whole = isWhole ? readObservable([target.type], text) : undefined;
      if (whole !== undefined) return bearing(whole, needsForObservable(whole.type));
      const by = byField(target.at, ({ mode }) => toTest(operator, literal, mode));
      const anywhere = toWithin(operator, text, target.word);
      if (anywhere !== undefined)
        for (const source of [...target.sources, "any"] as const)
          by.set(source, anyField(anywhere));
      return by.size === 0 ? unfit : { kind: "positive", by, needs: new Set([target.needs]) };
    }
    case "reference-type":
      return { kind: "implied" };
  }
}

function readBearing(
  target: Extract<Target, { kind: "observable" | "digest" }>,
  operator: PatternOperator,
  text: string,
): Clause | undefined {
  const digest = target.kind === "digest" ? digestTypeOf(text) : undefined;
  const types = target.kind === "observable" ? target.types : digest ? [digest] : [];
  const [first] = types;
  if (first === undefined) return undefined;
  const needs = needsForObservable(first);
  switch (operator) {
    case "=":
    case "IN": {
      // An address in CIDR form is a network; one that is a single address is that address.
      const bare = text.replace(/^([\d.]+)\/32$|^([\da-f:]+)\/128$/iu, "$1$2");
      const isPath = first === "filename" && /[\\/]/u.test(text);
      const observable = readObservable(isPath ? ["filepath"] : types, bare);
      if (observable !== undefined) return bearing(observable, needsForObservable(observable.type));
      // A URL without a scheme, a path: found as the text it is.
      if (first !== "url") return undefined;
      return everywhere(
        sourcesForObservable(first),
        anyField({ op: "contains", value: text, cased: false }),
        needs,
      );
    }
    case "ISSUBSET": {
      const network = readObservable(types.includes("cidr") ? ["cidr"] : [], cidrForm(text));
      return network && bearing(network, needs);
    }
    case "LIKE":
      return everywhere(sourcesForObservable(first), anyField(likeWithin(text)), needs);
    case "MATCHES":
      return everywhere(
        sourcesForObservable(first),
        anyField({ op: "regex", source: text, flags: "" }),
        needs,
      );
    case "!=":
    case "<":
    case "<=":
    case ">":
    case ">=":
    case "ISSUPERSET":
      return undefined;
  }
}

function cidrForm(text: string): string {
  if (text.includes("/")) return text;
  return `${text}/${text.includes(":") ? 128 : 32}`;
}

function byField(
  at: readonly FieldsAt[],
  toTestOf: (at: FieldsAt) => Test | undefined,
): Map<SourceKey, Predicate> {
  const by = new Map<SourceKey, Predicate>();
  for (const one of at) {
    const test = toTestOf(one);
    if (test === undefined) continue;
    by.set(one.source, anyOf(one.fields.map((name) => field(name, test))));
  }
  return by;
}

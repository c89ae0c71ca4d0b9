import { makeId } from "@tocsin/model";
import type { Citation, ContextValue, Indicator, Observable } from "@tocsin/model";
import { MAX_PATTERN_LENGTH } from "@tocsin/stix";
import { joinCitations } from "../read/cite.ts";
import { screenValue } from "../screen/values.ts";
import { testsOf } from "./expression.ts";
import type { Expression, Test } from "./expression.ts";
import { writeExpression } from "./write-expression.ts";

/** What all indicators of one definition have in common. */
export interface Shared extends Omit<Indicator, "id" | "observable" | "pattern" | "citations"> {
  /** The part a value plays, where that hangs on its kind. */
  readonly roleOf?: (
    observable: Observable,
  ) => Pick<Indicator, "role" | "roleEvidence"> | undefined;
}

/** Gathers indicators and context of definitions; equal values become one with all citations. */
export interface Collection {
  readonly indicators: Map<string, Indicator>;
  readonly context: Map<string, ContextValue>;
  /** Terms without an observable and without a STIX path, by how often they were met. */
  readonly unread: Map<string, number>;
}

/** Kinds whose value says the whole even where the source only asks that a text contain it. */
const WHOLE: ReadonlySet<Observable["type"]> = new Set([
  "domain",
  "ipv4",
  "ipv6",
  "cidr",
  "url",
  "email",
  "md5",
  "sha1",
  "sha256",
  "sha512",
]);

/** Most tests of one pattern. */
const MAX_TESTS = 2000;

/** An empty collection. */
export function startCollection(): Collection {
  return { indicators: new Map(), context: new Map(), unread: new Map() };
}

/** The indicators in their order, and the context values that are not also indicators. */
export function finishCollection({ indicators, context }: Collection): {
  indicators: Indicator[];
  context: ContextValue[];
} {
  return {
    indicators: [...indicators.values()],
    context: [...context].filter(([key]) => !indicators.has(key)).map(([, value]) => value),
  };
}

/**
 * Reads a definition: a value of which one suffices is an indicator by itself; values that are conditions of one
 * another are one indicator with a STIX pattern, and each of them context. Where a test among them cannot be said
 * as a pattern, they are context alone, for what is left out would make the rest too wide.
 */
export function collectExpression(
  collection: Collection,
  expression: Expression,
  shared: Shared,
): void {
  if (expression.kind === "test") {
    collectTest(collection, expression, shared);
    return;
  }
  const [only] = expression.parts;
  if (expression.kind === "or" || expression.parts.length === 1) {
    if (expression.parts.length === 1 && only !== undefined)
      collectExpression(collection, only, shared);
    else for (const part of expression.parts) collectExpression(collection, part, shared);
    return;
  }
  const tests = [...testsOf(expression)];
  if (tests.length === 0) return;
  const text = tests.length > MAX_TESTS ? undefined : writeExpression(expression);
  const isWritten = text !== undefined && text.length <= MAX_PATTERN_LENGTH;
  if (isWritten) addPattern(collection, text, shared, tests);
  const missing = new Set(tests.flatMap(({ path, term }) => (path === undefined ? [term] : [])));
  const reason = isWritten
    ? "part of a pattern that asks for more than this value"
    : missing.size === 0
      ? "condition of others, too many to be looked for at once"
      : `condition of others, of which ${[...missing].slice(0, 3).join(", ")} cannot be looked for`;
  for (const test of tests) {
    if (test.observable === undefined && test.path === undefined) count(collection, test.term);
    if (test.observable !== undefined && !test.isNegated)
      addContext(collection, test.observable, reason, test.citation);
  }
}

function collectTest(collection: Collection, test: Test, shared: Shared): void {
  const { observable, condition, isNegated, citation } = test;
  if (isNegated) {
    if (observable !== undefined)
      addContext(collection, observable, "the definition asks that it be absent", citation);
    return;
  }
  const isWhole = observable !== undefined && (condition === "is" || WHOLE.has(observable.type));
  if (isWhole) {
    addValue(collection, observable, shared, citation);
    return;
  }
  const text = writeExpression(test);
  if (text !== undefined) addPattern(collection, text, shared, [test]);
  else count(collection, test.term);
}

/** Adds a value as an indicator, or as context where it cannot be one whatever the document says of it. */
function addValue(
  collection: Collection,
  observable: Observable,
  shared: Shared,
  citation: Citation,
): void {
  const reason = screenValue(observable, "listed");
  if (reason !== undefined && isHard(observable))
    addContext(collection, observable, reason, citation);
  else
    addIndicator(collection, keyOf(observable), shared, [citation], {
      id: makeId("indicator", observable.type, observable.value),
      observable,
    });
}

/** A machine format offers names on purpose; only what can mean no stranger's machine or file is held back. */
function isHard({ type }: Observable): boolean {
  return /^(?:ipv4|ipv6|cidr|md5|sha1|sha256|sha512)$/.test(type);
}

function addPattern(
  collection: Collection,
  text: string,
  shared: Shared,
  tests: readonly Test[],
): void {
  const citations = tests.reduce<Citation[]>(
    (all, { citation }) => joinCitations(all, [citation]),
    [],
  );
  addIndicator(collection, `pattern ${text}`, shared, citations, {
    id: makeId("indicator", "stix", text),
    pattern: { language: "stix", version: "2.1", text },
  });
}

function addIndicator(
  { indicators }: Collection,
  key: string,
  shared: Shared,
  citations: readonly Citation[],
  about: Pick<Indicator, "id" | "observable" | "pattern">,
): void {
  const before = indicators.get(key);
  const { roleOf, ...common } = shared;
  const role = about.observable && roleOf?.(about.observable);
  if (before === undefined) {
    indicators.set(key, { ...about, ...common, ...role, citations });
    return;
  }
  indicators.set(key, {
    ...common,
    ...role,
    ...before,
    labels: [...new Set([...before.labels, ...shared.labels])],
    malware: [...new Set([...before.malware, ...shared.malware])],
    citations: joinCitations(before.citations, citations),
  });
}

/** Adds a value as context; the first reason stands. */
export function addContext(
  { context }: Collection,
  observable: Observable,
  reason: string,
  citation: Citation,
): void {
  const key = keyOf(observable);
  const before = context.get(key);
  const citations = joinCitations(before?.citations ?? [], [citation]);
  context.set(
    key,
    before === undefined ? { observable, reason, citations } : { ...before, citations },
  );
}

function keyOf({ type, value }: Observable): string {
  return `${type} ${value}`;
}

function count({ unread }: Collection, term: string): void {
  const known = term.slice(0, 80);
  if (unread.has(known) || unread.size < 100) unread.set(known, (unread.get(known) ?? 0) + 1);
}

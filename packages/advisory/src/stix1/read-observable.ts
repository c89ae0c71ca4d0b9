import { addContext } from "../composite/collect.ts";
import { testsOf } from "../composite/expression.ts";
import type { Expression } from "../composite/expression.ts";
import { child, childrenOf, memberText, objectKind } from "./node.ts";
import type { Node } from "./node.ts";
import { citeNode, report, resolve } from "./package.ts";
import type { Package } from "./package.ts";
import { isReadKind, readObject } from "./read-object.ts";

/** Deeper compositions and references are not followed; so a loop of references ends. */
const MAX_DEPTH = 40;

/** How a source bundles: MISP writes values that each stand alone as one object or one composition. */
export interface Bundling {
  readonly isLoose: boolean;
  /** Id of the indicator that is read, for citations. */
  readonly id?: string;
}

/** What an observable asks for; undefined where it has no value that is read. */
export function readObservable(
  open: Package,
  node: Node,
  bundling: Bundling,
  depth = 0,
): Expression | undefined {
  open.budget--;
  if (depth > MAX_DEPTH || open.budget < 0) {
    tellLimit(open, depth > MAX_DEPTH, node.line);
    return undefined;
  }
  const target = resolve(open, node);
  if (target === undefined) return undefined;
  const composition = child(target, "observablecomposition");
  if (composition !== undefined) {
    const isAll = composition.attributes["operator"]?.toUpperCase() === "AND";
    const members = [
      ...childrenOf(composition, "observable"),
      ...childrenOf(composition, "observables").flatMap((list) => childrenOf(list, "observable")),
    ];
    const parts = members.flatMap((one) => readObservable(open, one, bundling, depth + 1) ?? []);
    return group(isAll && !bundling.isLoose ? "and" : "or", parts);
  }
  const objects = [
    ...childrenOf(target, "object"),
    // The objects of an event are what its actions act on.
    ...childrenOf(target, "event").flatMap((event) => [...objectsOfEvent(event, 0)]),
  ];
  const parts = objects.flatMap((one) => readOne(open, one, bundling, depth + 1) ?? []);
  const expression = group("and", parts);
  const isNegated = target.attributes["negate"]?.toLowerCase() === "true";
  return isNegated && expression !== undefined ? negate(expression) : expression;
}

/** Each limit is told once. */
function tellLimit(open: Package, isDeep: boolean, line: number | undefined): void {
  const message = isDeep
    ? `expected at most ${MAX_DEPTH} compositions and references in one another, got more`
    : "expected a bounded number of observables, got more; the rest was not read";
  if (!open.diagnostics.some((one) => one.message === message))
    report(open, "warning", "ADVISORY_STIX1_LIMIT", message, line);
}

function* objectsOfEvent(node: Node, depth: number): Generator<Node> {
  if (depth > MAX_DEPTH) return;
  for (const one of node.children)
    if (one.key === "associatedobject" && (child(one, "properties") ?? one.attributes["idref"]))
      yield one;
    else yield* objectsOfEvent(one, depth + 1);
}

function readOne(
  open: Package,
  node: Node,
  bundling: Bundling,
  depth: number,
): Expression | undefined {
  const target = resolve(open, node);
  if (target === undefined || depth > MAX_DEPTH) return undefined;
  for (const list of childrenOf(target, "relatedobjects")) readRelated(open, list, bundling, depth);
  const properties = child(target, "properties");
  if (properties === undefined) return undefined;
  const kind = objectKind(properties);
  if (!isReadKind(kind)) countUnread(open, kind === "" ? "without a type" : kind.slice(0, 60));
  const id = bundling.id ?? target.attributes["id"];
  const { digests, fields, details, asides, faults, unknown } = readObject(properties, (passage) =>
    citeNode(open, properties, passage, id),
  );
  for (const { observable, reason, citation } of asides)
    addContext(open.collection, observable, reason, citation);
  for (const stated of unknown)
    countUnread(open, `digest ${stated === "" ? "without its kind" : stated}`);
  for (const fault of faults)
    report(
      open,
      "warning",
      "ADVISORY_STIX1_VALUE",
      `${id ?? "an object without id"}: expected a value of its type, got ${JSON.stringify(fault)}`,
      properties.line,
    );
  if (bundling.isLoose) {
    const values = details.filter((one) => [...testsOf(one)].some((test) => test.observable));
    return group("or", [...digests, ...fields, ...values]);
  }
  if (fields.length > 0)
    for (const detail of details)
      for (const { observable, citation } of testsOf(detail))
        if (observable !== undefined)
          addContext(open.collection, observable, "recipient of a mail", citation);
  if (digests.length > 0) {
    // A digest says which file it is; its name and size add nothing, and are told beside it.
    for (const field of fields)
      for (const { observable, citation } of testsOf(field))
        if (observable !== undefined)
          addContext(
            open.collection,
            observable,
            "stands beside a digest that says more",
            citation,
          );
    return group("or", digests);
  }
  // A port narrows an address down, but the address is what is known of.
  return fields.length === 0 ? group("and", details) : group("and", fields);
}

function countUnread({ unread }: Package, name: string): void {
  if (unread.has(name) || unread.size < 100) unread.set(name, (unread.get(name) ?? 0) + 1);
}

/** What a related object holds is no condition; it is told with its relation. */
function readRelated(open: Package, list: Node, bundling: Bundling, depth: number): void {
  for (const related of childrenOf(list, "relatedobject")) {
    const relation = memberText(related, "relationship") ?? "related";
    const expression = readOne(open, related, bundling, depth + 1);
    if (expression === undefined) continue;
    for (const { observable, citation } of testsOf(expression))
      if (observable !== undefined)
        addContext(
          open.collection,
          observable,
          `related to an observable: ${relation.replaceAll("_", " ").toLowerCase().slice(0, 60)}`,
          citation,
        );
  }
}

/** Parts joined; one alone is itself, none is nothing. */
export function group(kind: "and" | "or", parts: readonly Expression[]): Expression | undefined {
  return parts.length <= 1 ? parts[0] : { kind, parts };
}

/** The opposite: each test turned round, and with it how they are joined. */
export function negate(expression: Expression): Expression {
  return expression.kind === "test"
    ? { ...expression, isNegated: !expression.isNegated }
    : { kind: expression.kind === "and" ? "or" : "and", parts: expression.parts.map(negate) };
}

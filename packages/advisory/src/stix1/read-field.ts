import { normalizeObservable } from "@tocsin/model";
import type { Citation, Observable } from "@tocsin/model";
import type { Expression, Test, TestCondition } from "../composite/expression.ts";
import { readAddress, readValue } from "../composite/read-value.ts";
import type { ValueKind } from "../composite/read-value.ts";
import type { Node } from "./node.ts";

const CONDITIONS: Readonly<Record<string, readonly [TestCondition, boolean]>> = {
  equals: ["is", false],
  doesnotequal: ["is", true],
  contains: ["contains", false],
  doesnotcontain: ["contains", true],
  startswith: ["starts-with", false],
  endswith: ["ends-with", false],
  fitspattern: ["matches", false],
  greaterthan: ["greater-than", false],
  lessthan: ["less-than", false],
};

/** Most values of one list that are read. */
const MAX_VALUES = 100_000;

/** A property that is read: its term, kind and path, and where faults go. */
export interface ValueContext {
  readonly term: string;
  readonly kind: ValueKind | undefined;
  readonly path?: string | undefined;
  readonly cite: (passage: string) => Citation;
  readonly faults: string[];
}

/** A list of values is one of them, or none of them where the condition says so. */
export function readField(node: Node, value: ValueContext): Expression | undefined {
  const {
    condition: stated = "Equals",
    applycondition = "ANY",
    delimiter = "##comma##",
  } = node.attributes;
  const [condition, isDenied] = CONDITIONS[stated.toLowerCase()] ?? ["is", false];
  const isNegated = isDenied || applycondition.toUpperCase() === "NONE";
  const texts = (delimiter === "" ? [node.text] : node.text.split(delimiter))
    .slice(0, MAX_VALUES)
    .map((text) => text.trim())
    .filter((text) => text !== "");
  const tests = texts.flatMap((text) => readTest(text, condition, isNegated, value) ?? []);
  const [first] = tests;
  if (tests.length <= 1) return first;
  const isAll = isNegated || applycondition.toUpperCase() === "ALL";
  return { kind: isAll ? "and" : "or", parts: tests };
}

function readTest(
  text: string,
  condition: TestCondition,
  isNegated: boolean,
  { term, kind, path, cite, faults }: ValueContext,
): Test | undefined {
  const observable = kind === undefined || condition === "matches" ? undefined : readOf(kind, text);
  if (kind !== undefined && observable === undefined && condition === "is") {
    faults.push(`${term}: ${text.slice(0, 80)}`);
    return undefined;
  }
  const pathOf = pathFor(path, observable);
  return {
    kind: "test",
    term,
    condition,
    isNegated,
    text: observable?.type === "asn" ? observable.value.slice(2) : (observable?.value ?? text),
    ...(observable !== undefined && { observable }),
    ...(pathOf !== undefined && { path: pathOf }),
    citation: cite(`${term}: ${text}`),
  };
}

/** A URI object may hold a name alone, and a domain object an address. */
function readOf(kind: ValueKind, text: string): Observable | undefined {
  if (kind !== "url") return readValue(kind, text);
  const address = readAddress(text);
  return (
    readValue("url", text) ??
    address ??
    (text.includes("/") ? schemeless(text) : readValue("domain", text))
  );
}

/** An address of the web without its scheme is kept as it stands: no scheme is invented for it. */
function schemeless(text: string): Observable | undefined {
  return /\s/.test(text) ? undefined : normalizeObservable("http-uri", text);
}

function pathFor(path: string | undefined, observable: Observable | undefined): string | undefined {
  switch (observable?.type) {
    case "ipv4":
    case "cidr":
      return path;
    case "ipv6":
      return path?.replace("ipv4-addr", "ipv6-addr");
    case "domain":
      return path?.startsWith("url:") === true ? "domain-name:value" : path;
    case "http-uri":
      return path?.startsWith("url:") === true ? undefined : path;
    case "filepath":
      return path?.startsWith("file:name") === true ? "directory:path" : path;
    default:
      return path;
  }
}

import { scopeTakes } from "@tocsin/model";
import type { Detection, RecordSource, Scope, Variant } from "@tocsin/model";
import { push } from "./lists.ts";
import { compileProgram } from "./program.ts";
import type { Program } from "./program.ts";
import type { Shared } from "./shared.ts";

/** A variant that takes a kind of record. */
export interface Routed {
  readonly detection: Detection;
  readonly variant: Variant;
}

/** What records of a kind are run through. */
export interface Route {
  /** In the order of the detections; variants of one side by side. */
  readonly routed: readonly Routed[];
  /** Over the predicates of `routed`; compiled when the first record comes. */
  program(): Program;
}

/** A variant by its place among all. */
interface Numbered extends Routed {
  readonly number: number;
  /** Place among the detection's variants. */
  readonly at: number;
}

/** Kinds of records that are remembered; hostile evidence may have any number of them. */
const MAX_SOURCES = 65_536;
/** Programs that are kept; records of one kind of log share one. */
const MAX_ROUTES = 1024;

/**
 * Gives the route of a source: by the object, else by what it says, else made. Scopes are asked once for a
 * kind of record, and sources that the same variants take share a route.
 */
export function createRouter(
  detections: readonly Detection[],
  shared: Shared,
): (source: RecordSource) => Route {
  const bySource = new WeakMap<RecordSource, Route>();
  const byKey = new Map<string, Route>();
  const byRouted = new Map<string, Route>();
  const candidatesOf = sortOut(detections);
  const make = (source: RecordSource): Route => {
    const taken = candidatesOf(source).filter(
      ({ detection, variant, at }) =>
        scopeTakes(variant.scope, source) && !isRepeated(detection, at, source),
    );
    const key = taken.map(({ number }) => number).join();
    const known = byRouted.get(key);
    if (known !== undefined) return known;
    if (byRouted.size >= MAX_ROUTES) byRouted.clear();
    let program: Program | undefined;
    const route: Route = {
      routed: taken,
      program: () =>
        (program ??= compileProgram(
          taken.map(({ variant }) => variant.predicate),
          shared,
        )),
    };
    byRouted.set(key, route);
    return route;
  };
  let last: RecordSource | undefined;
  let lastRoute: Route | undefined;
  const find = (source: RecordSource): Route => {
    const known = bySource.get(source);
    if (known !== undefined) return known;
    const key = sourceKey(source);
    let route = byKey.get(key);
    if (route === undefined) {
      route = make(source);
      if (byKey.size >= MAX_SOURCES) byKey.clear();
      byKey.set(key, route);
    }
    bySource.set(source, route);
    return route;
  };
  // Records of one kind come in runs.
  return (source) => {
    if (source === last && lastRoute !== undefined) return lastRoute;
    last = source;
    return (lastRoute = find(source));
  };
}

/** What variants are sorted by: the first of these that their scope asks for. */
const BINS = ["channel", "category", "service", "product"] as const;

/** Sorts variants by what they ask for. Gives for a source those that may take it, in their order. */
function sortOut(detections: readonly Detection[]): (source: RecordSource) => readonly Numbered[] {
  const bins = new Map<string, Numbered[]>();
  let number = 0;
  for (const detection of detections)
    for (const [at, variant] of detection.variants.entries()) {
      const one: Numbered = { detection, variant, number: number++, at };
      for (const bin of binsOf(variant.scope)) push(bins, bin, one);
    }
  return (source) => {
    const found = [...(bins.get("") ?? [])];
    for (const kind of BINS) {
      const value = source[kind];
      if (value === undefined) continue;
      for (const one of bins.get(binOf(kind, value)) ?? []) found.push(one);
    }
    return found.sort((a, b) => a.number - b.number);
  };
}

function binsOf({ channels, category, service, product }: Scope): readonly string[] {
  if (channels !== undefined) return [...new Set(channels.map((name) => binOf("channel", name)))];
  if (category !== undefined) return [binOf("category", category)];
  if (service !== undefined) return [binOf("service", service)];
  return [product === undefined ? "" : binOf("product", product)];
}

function binOf(kind: (typeof BINS)[number], value: string): string {
  return `${kind} ${value.toLowerCase()}`;
}

/** Whether an earlier reading that takes the source asks the same. */
function isRepeated({ variants }: Detection, at: number, source: RecordSource): boolean {
  const predicate = variants[at]?.predicate;
  for (let n = 0; n < at; n++) {
    const earlier = variants[n] as Variant;
    if (earlier.predicate === predicate && scopeTakes(earlier.scope, source)) return true;
  }
  return false;
}

function sourceKey(source: RecordSource): string {
  const { format, product, category, service, channel, provider, eventId } = source;
  return JSON.stringify([format, product, category, service, channel, provider, eventId]);
}

// Rule collections of Sigma 1 (specification 1.0.2, "Rule Collections").
import type { Place } from "@tocsin/model";
import { makeId } from "@tocsin/model";
import { Refusal } from "./diagnostic.ts";
import type { Path } from "./diagnostic.ts";
import { shown } from "./item.ts";
import type { YamlDocument } from "./yaml.ts";

/** Each is looked into for each rule that follows. */
const MAX_GLOBALS = 100;
/** Values that may be merged for one file, each counted for each rule it is merged into. */
const MAX_MERGED = 500_000;

type Values = Readonly<Record<string, unknown>>;

/** A document of a file as it counts: itself, merged with others, or refused. */
export type CollectedDocument =
  | { readonly document: YamlDocument; readonly refusal?: undefined }
  | { readonly document: YamlDocument; readonly refusal: Refusal };

/**
 * The rules of a file with its actions carried out: `global` is merged into every rule that follows, `reset`
 * forgets that, `repeat` is the rule before it with changes. Maps are merged; of two other values that of the
 * rule itself, which is nearer, counts. An id that several rules inherit is that of the first of them.
 */
export function* collectDocuments(
  documents: readonly YamlDocument[],
): Generator<CollectedDocument> {
  if (!documents.some(hasAction)) {
    for (const document of documents) yield { document };
    return;
  }
  let globals: YamlDocument[] = [];
  let previous: YamlDocument | undefined;
  let waiting: YamlDocument | undefined;
  const inherited = new Map<string, number>();
  let merged = 0;

  const rule = (document: YamlDocument, lower: readonly YamlDocument[]): CollectedDocument => {
    waiting = undefined;
    // Once it is too much it stays so, and nothing is counted any more.
    if (merged <= MAX_MERGED) for (const { value } of lower) merged += sizeOf(value);
    if (merged > MAX_MERGED) {
      const message = `more than ${MAX_MERGED} values would be merged for this file`;
      return { document, refusal: new Refusal("SIGMA_LIMIT", [], message) };
    }
    previous = merge([document, ...lower]);
    if (mixesSources(document, lower)) {
      const message =
        "the service of one document and the category of another are merged into one logsource, which no record has";
      return { document: previous, refusal: new Refusal("SIGMA_ACTION", ["logsource"], message) };
    }
    const { value } = previous;
    const id = isMap(value) ? value["id"] : undefined;
    if (typeof id !== "string" || idOf(document) !== undefined) return { document: previous };
    const count = inherited.get(id) ?? 0;
    inherited.set(id, count + 1);
    if (count === 0 || !isMap(value)) return { document: previous };
    previous = { ...previous, value: { ...value, id: makeId("sigma", id, String(count)) } };
    return { document: previous };
  };
  for (const document of documents) {
    const { value } = document;
    if (!isMap(value) || value["correlation"] !== undefined || value["filter"] !== undefined) {
      yield { document };
      continue;
    }
    const { action } = value;
    if (action === undefined) yield rule(document, globals);
    else if (action === "global" && globals.length >= MAX_GLOBALS) {
      const message = `more than ${MAX_GLOBALS} global documents`;
      yield { document, refusal: new Refusal("SIGMA_LIMIT", ["action"], message) };
    } else if (action === "global") {
      globals.unshift(document);
      waiting ??= document;
    } else if (action === "reset") globals = [];
    else if (action === "repeat" && previous !== undefined) yield rule(document, [previous]);
    else {
      const message =
        action === "repeat"
          ? "there is no rule before it to repeat"
          : `action ${shown(action)} is unknown; actions are global, repeat, reset`;
      yield { document, refusal: new Refusal("SIGMA_ACTION", ["action"], message) };
    }
  }
  if (waiting !== undefined) {
    const message = "no rule follows that the global document could be merged into";
    yield { document: waiting, refusal: new Refusal("SIGMA_ACTION", ["action"], message) };
  }
}

function hasAction({ value }: YamlDocument): boolean {
  return isMap(value) && value["action"] !== undefined;
}

/** Two kinds of records, meant to be searched together, are not one kind that is both. */
function mixesSources(document: YamlDocument, lower: readonly YamlDocument[]): boolean {
  const own = sourceOf(document);
  return lower
    .map(sourceOf)
    .some(
      (other) =>
        (own.has("category") && !own.has("service") && other.has("service")) ||
        (own.has("service") && !own.has("category") && other.has("category")),
    );
}

function sourceOf({ value }: YamlDocument): ReadonlySet<string> {
  const logsource = isMap(value) ? value["logsource"] : undefined;
  return new Set(isMap(logsource) ? Object.keys(logsource) : []);
}

function idOf({ value }: YamlDocument): unknown {
  return isMap(value) ? value["id"] : undefined;
}

function isMap(value: unknown): value is Values {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The first one over the others. A place is that in the document which the thing comes from. */
function merge(layers: readonly YamlDocument[]): YamlDocument {
  const [first] = layers;
  const value = layers.reduceRight<unknown>((below, { value: above }) => over(above, below), {});
  if (isMap(value)) Reflect.deleteProperty(value, "action");
  return {
    value,
    placeOf(path): Place {
      let best = first;
      let most = 0;
      for (const layer of layers) {
        const depth = depthIn(layer.value, path);
        if (depth > most) [best, most] = [layer, depth];
      }
      return best?.placeOf(path) ?? { file: "" };
    },
  };
}

function over(above: unknown, below: unknown): unknown {
  if (!isMap(above)) return above;
  const merged: Record<string, unknown> = isMap(below) ? { ...below } : {};
  for (const [key, value] of Object.entries(above)) {
    const inner = isMap(value) ? over(value, merged[key]) : value;
    if (key !== "__proto__") merged[key] = inner;
    else Object.defineProperty(merged, key, { value: inner, enumerable: true, configurable: true });
  }
  return merged;
}

/** How many values a value holds, itself among them; counting ends where there are too many. */
function sizeOf(value: unknown, most: number = MAX_MERGED): number {
  if (typeof value !== "object" || value === null) return 1;
  let size = 1;
  for (const inner of Object.values(value)) {
    size += sizeOf(inner, most - size);
    if (size > most) break;
  }
  return size;
}

/** How far a path is there. */
function depthIn(value: unknown, path: Path): number {
  let inner = value;
  for (const [index, step] of path.entries()) {
    if (typeof inner !== "object" || inner === null || !Object.hasOwn(inner, step)) return index;
    inner = (inner as Readonly<Record<string | number, unknown>>)[step];
  }
  return path.length;
}

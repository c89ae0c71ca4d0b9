// Objects that only hold a list of records: exports and answers of services. A record of its own that has
// such a name keeps whole, because other names stand before it or its list does not hold objects.

/** For each name of a list: which names may stand before it in its object. */
const LISTS: Readonly<Record<string, RegExp>> = {
  Records: /^$/,
  records: /^$/,
  events: /^$/,
  Events: /^$/,
  value: /^@?odata\./,
  results: /^(?:preview|init_offset|messages|fields)$/,
};
const HITS_BEFORE =
  /^(?:took|timed_out|_shards|_scroll_id|pit_id|terminated_early|num_reduce_phases|_clusters)$/;
const HITS_INNER_BEFORE = /^(?:total|max_score)$/;

/** Names met on the way into an object, outermost first. */
export interface WrapperPath {
  readonly name: string;
  /** Names before it in the same object. */
  readonly before: readonly string[];
}

/** Whether a list at this path holds records. */
export function isRecordList(path: readonly WrapperPath[]): boolean {
  const [outer, inner] = path;
  if (outer === undefined) return false;
  if (inner === undefined) {
    const before = Object.hasOwn(LISTS, outer.name) ? LISTS[outer.name] : undefined;
    return before !== undefined && outer.before.every((name) => before.test(name));
  }
  return (
    path.length === 2 &&
    outer.name === "hits" &&
    inner.name === "hits" &&
    outer.before.every((name) => HITS_BEFORE.test(name)) &&
    inner.before.every((name) => HITS_INNER_BEFORE.test(name))
  );
}

/** A JSON object. */
export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The records that a parsed value holds: those of its list, else itself. */
export function unwrapList(value: unknown): readonly unknown[] {
  if (!isObject(value)) return [value];
  const before: string[] = [];
  for (const name in value) {
    const inner = value[name];
    const outer = { name, before };
    if (holdsRecords(inner) && isRecordList([outer])) return inner;
    if (name === "hits" && isObject(inner)) {
      const hits = inner["hits"];
      const names = Object.keys(inner);
      const path = [outer, { name, before: names.slice(0, names.indexOf(name)) }];
      if (holdsRecords(hits) && isRecordList(path)) return hits;
    }
    if (before.push(name) > MAX_BEFORE) break;
  }
  return [value];
}

/** Names before a list that are still looked at. */
export const MAX_BEFORE = 12;

function holdsRecords(value: unknown): value is readonly unknown[] {
  return Array.isArray(value) && (value.length === 0 || isObject(value[0]));
}

/** The record within its envelope: an Elasticsearch hit's `_source`, Splunk's `result`. */
export function unwrapEnvelope(value: unknown): unknown {
  if (!isObject(value)) return value;
  const { _source: hit, result } = value;
  if (isObject(hit) && typeof value["_index"] === "string") return hit;
  if (isObject(result) && ("preview" in value || "offset" in value || "_raw" in result))
    return result;
  return value;
}

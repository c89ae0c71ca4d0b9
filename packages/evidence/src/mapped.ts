// Records in the words of a user's mapping.
import type {
  FieldValue,
  MappingCondition,
  MappingEntry,
  RecordMapping,
  RecordSource,
} from "@tocsin/model";
import { plainAt } from "./alias.ts";
import { decodeJson } from "./decode-json.ts";
import type { Decoded, FieldTable } from "./decoded.ts";
import { type FieldLimits, integerOf, textAt, valueAt } from "./flatten.ts";
import { parseTime } from "./time.ts";
import { isObject, type JsonObject, unwrapEnvelope } from "./wrappers.ts";

/** Decodes as the mapping says; a record that no entry is for is decoded as without one. */
export function createMapper(
  mapping: RecordMapping,
): (value: unknown, limits: FieldLimits) => Decoded {
  return (value, limits) => {
    const decoded = decodeJson(value, limits);
    const object = unwrapEnvelope(value);
    if (!isObject(object)) return decoded;
    const entry = mapping.entries.find(({ when }) => holds(when, object, decoded));
    return entry === undefined ? decoded : mapped(decoded, object, entry);
  };
}

function holds(
  { format, has, equals }: MappingCondition,
  object: JsonObject,
  decoded: Decoded,
): boolean {
  if (format !== undefined && format !== decoded.source.format) return false;
  if (has?.some((path) => (valueAt(object, path) ?? null) === null) === true) return false;
  for (const path in equals) {
    const wanted = String(equals[path]).toLowerCase();
    const got = plainAt(object, path) ?? [];
    const values = Array.isArray(got) ? (got as readonly unknown[]) : [got];
    if (!values.some((value) => String(value).toLowerCase() === wanted)) return false;
  }
  return true;
}

function mapped(decoded: Decoded, object: JsonObject, entry: MappingEntry): Decoded {
  const { fields } = decoded;
  const time = entry.time?.map((path) => parseTime(valueAt(object, path)));
  const host = entry.host?.map((path) => textAt(object, path));
  const second = (name: string): FieldValue | undefined => firstOf(object, entry, name, fields);
  return {
    ...decoded,
    source: sourceOf(decoded.source, entry, second),
    timeMs: time?.find((one) => one !== undefined) ?? decoded.timeMs,
    host: host?.find((one) => one !== undefined) ?? decoded.host,
    // The user's word goes before the record's own: a name may be there and mean something else.
    fields: {
      get: (name) => second(name) ?? fields.get(name),
      *entries() {
        for (const name in entry.fields) {
          const value = second(name);
          if (value !== undefined) yield [name, value];
        }
        for (const pair of fields.entries()) if (second(pair[0]) === undefined) yield pair;
      },
    },
  };
}

function firstOf(
  object: JsonObject,
  entry: MappingEntry,
  name: string,
  fields: FieldTable,
): FieldValue | undefined {
  if (!Object.hasOwn(entry.fields, name)) return undefined;
  for (const path of entry.fields[name] ?? []) {
    // A path may lead through a list of objects: then it has the values of all of them.
    const value = plainAt(object, path) ?? fields.get(path);
    if (value !== undefined && value !== null && value !== "") return value;
  }
  return undefined;
}

/** What the entry says, else what the record says under the names of System. */
function sourceOf(
  own: RecordSource,
  entry: MappingEntry,
  field: (name: string) => FieldValue | undefined,
): RecordSource {
  const { product, category, service } = entry;
  const text = (name: string): string | undefined => {
    const value = field(name);
    return typeof value === "string" && value !== "" ? value : undefined;
  };
  const channel = entry.channel ?? text("Channel");
  const provider = entry.provider ?? text("Provider_Name");
  const eventId = entry.eventId ?? integerOf(field("EventID"));
  const says = product !== undefined || category !== undefined || service !== undefined;
  return {
    // A logsource that the entry gives stands for the record's own, whole.
    ...(says ? withoutLogsource(own) : own),
    ...(product !== undefined && { product }),
    ...(category !== undefined && { category }),
    ...(service !== undefined && { service }),
    ...(channel !== undefined && { channel }),
    ...(provider !== undefined && { provider }),
    ...(eventId !== undefined && { eventId }),
  };
}

function withoutLogsource(source: RecordSource): RecordSource {
  const { format, channel, provider, eventId } = source;
  return {
    format,
    ...(channel !== undefined && { channel }),
    ...(provider !== undefined && { provider }),
    ...(eventId !== undefined && { eventId }),
  };
}

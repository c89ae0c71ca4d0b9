// Windows events as one flat object: NXLog, Get-WinEvent, Azure's SecurityEvent and Event tables, Splunk's fields.
import type { FieldValue } from "@tocsin/model";
import { type Decoded, type FieldTable, lazyTable } from "./decoded.ts";
import { type FieldLimits, flatten, integerOf, isScalar, jsonTable } from "./flatten.ts";
import { hasZone, parseTime } from "./time.ts";
import { decodeWindowsEvent, windowsSource, withData } from "./windows-event.ts";
import { isObject, type JsonObject } from "./wrappers.ts";
import { parseXml } from "./xml.ts";

/** For each name of System that Sigma writes: the names that collectors give it. */
export const FLAT_ALIASES: ReadonlyMap<string, readonly string[]> = new Map([
  ["EventID", ["EventId", "EventCode", "event_id"]],
  ["Channel", ["LogName", "EventLog", "log_name", "channel"]],
  [
    "Provider_Name",
    ["SourceName", "ProviderName", "EventSourceName", "Source", "source_name", "Provider"],
  ],
  ["Provider_Guid", ["ProviderGuid", "ProviderId", "provider_guid"]],
  ["Computer", ["Hostname", "ComputerName", "MachineName", "HostName", "computer_name"]],
  ["EventRecordID", ["RecordNumber", "RecordId", "EventRecordId", "record_number", "record_id"]],
  ["Execution_ProcessID", ["ExecutionProcessID", "SystemProcessId"]],
  ["Execution_ThreadID", ["ExecutionThreadID", "ThreadID", "SystemThreadId"]],
  ["Security_UserID", ["UserID", "SystemUserId"]],
  ["Correlation_ActivityID", ["ActivityID"]],
  ["TimeCreated_SystemTime", ["SystemTime", "TimeCreated"]],
  ["Message", ["RenderedDescription", "message"]],
]);
const NOTHING: readonly string[] = [];

/** Whether a flat object is a Windows event: an event id, and a channel or a provider beside it. */
export function isFlatWindows(object: JsonObject): boolean {
  if (integerOf(lookUp(object, "EventID")) === undefined) return false;
  // The small names are everybody's: they count where the computer has its name in the same style.
  if (Object.hasOwn(object, "event_id") && !isText(object["computer_name"])) return false;
  if (!isText(lookUp(object, "Channel"))) {
    if (!isText(lookUp(object, "Provider_Name"))) return false;
    return isText(lookUp(object, "Computer")) || Object.hasOwn(object, "EventData");
  }
  return !Object.hasOwn(object, "eventVersion");
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value !== "";
}

function lookUp(object: JsonObject, name: string): unknown {
  if (Object.hasOwn(object, name)) return object[name];
  for (const alias of FLAT_ALIASES.get(name) ?? NOTHING)
    if (Object.hasOwn(object, alias)) return object[alias];
  return undefined;
}

/** A record of a flat event. Names stay as they are; those of System are added where they have another name. */
export function decodeFlatWindows(object: JsonObject, limits: FieldLimits): Decoded {
  const text = (name: string): string | undefined => {
    const value = lookUp(object, name);
    return isScalar(value) && value !== "" ? String(value) : undefined;
  };
  const channel = text("Channel");
  return {
    source: windowsSource("windows-json", {
      channel,
      provider: text("Provider_Name"),
      eventId: integerOf(lookUp(object, "EventID")),
    }),
    timeMs: timeOf(object, channel),
    host: text("Computer"),
    recordId: text("EventRecordID"),
    fields: fieldsOf(object, limits),
  };
}

function fieldsOf(object: JsonObject, limits: FieldLimits): FieldTable {
  const data = object["EventData"];
  if (isObject(data) || (typeof data === "string" && /^\s{0,64}</.test(data)) || !isPlainId(object))
    return lazyTable(() => buildFields(object, limits));
  return aliasTable(object, limits);
}

function isPlainId(object: JsonObject): boolean {
  return typeof lookUp(object, "EventID") === "number";
}

/** Fields read in place; aliases only where the name itself is missing. */
function aliasTable(object: JsonObject, limits: FieldLimits): FieldTable {
  const own = jsonTable(object, limits);
  const get = (name: string): FieldValue | undefined => {
    const value = own.get(name);
    if (value !== undefined) return value;
    const aliases = FLAT_ALIASES.get(name);
    if (aliases === undefined || Object.hasOwn(object, name)) return undefined;
    for (const alias of aliases) {
      const other = own.get(alias);
      if (other !== undefined) return other;
    }
    return undefined;
  };
  return {
    get,
    *entries() {
      for (const name of FLAT_ALIASES.keys()) {
        if (Object.hasOwn(object, name)) continue;
        const value = get(name);
        if (value !== undefined) yield [name, value];
      }
      yield* own.entries();
    },
  };
}

/** All fields, with those that stand in EventData, and the event id as a number. */
function buildFields(object: JsonObject, limits: FieldLimits): ReadonlyMap<string, FieldValue> {
  const { EventData: data, ...rest } = object;
  const inner = typeof data === "string" ? parseXml(data) : { EventData: data };
  const fields = new Map(aliasTable(rest, limits).entries());
  const id = integerOf(fields.get("EventID"));
  if (id !== undefined) fields.set("EventID", id);
  if (data === undefined) return fields;
  if (inner === undefined) {
    flatten(fields, "EventData", data, limits);
    return fields;
  }
  const event = isObject(inner["Event"]) ? inner["Event"] : inner;
  const own = decodeWindowsEvent(event, "windows-json", limits).fields.entries();
  return withData(fields, new Map(own));
}

/** What the event says of its time; a time without zone only if there is no other. */
function timeOf(object: JsonObject, channel: string | undefined): number | undefined {
  const created = object["TimeCreated"];
  const system = object["SystemTime"] ?? (isObject(created) ? created["SystemTime"] : created);
  const zoned = typeof system !== "string" || hasZone(system) ? parseTime(system) : undefined;
  if (zoned !== undefined) return zoned;
  const sysmon = channel !== undefined && /sysmon/i.test(channel);
  const utc = sysmon ? parseTime(object["UtcTime"]) : undefined;
  if (utc !== undefined) return utc;
  for (const name of ["@timestamp", "TimeGenerated"]) {
    const time = parseTime(object[name]);
    if (time !== undefined) return time;
  }
  for (const value of [system, object["EventTime"], object["timestamp"], object["_time"]]) {
    const time = parseTime(value);
    if (time !== undefined) return time;
  }
  return undefined;
}

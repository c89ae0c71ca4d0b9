// A Windows event as System, EventData and the rest, in the field names that the EVTX reader gives.
import type { FieldValue, RecordSource } from "@tocsin/model";
import { addValue, type Decoded, lazyTable } from "./decoded.ts";
import { type FieldLimits, flatten, integerOf, isScalar } from "./flatten.ts";
import { parseTime } from "./time.ts";
import { isObject, type JsonObject } from "./wrappers.ts";

type Table = Map<string, FieldValue>;

/** Elements of System that only have attributes: an empty one is no field. */
const ATTRIBUTE_ONLY = new Set(["Correlation", "Execution", "Provider", "Security", "TimeCreated"]);
const ATTRIBUTES = "#attributes";
const SEPARATE = "_attributes";
const MAX_DEPTH = 64;

/** Whether an object is an event of this shape: it has a System with an event id. */
export function isWindowsEvent(value: unknown): value is JsonObject {
  if (!isObject(value)) return false;
  const system = value["System"];
  return isObject(system) && Object.hasOwn(system, "EventID");
}

/** A record of an event that has `System`; `format` is what the event was written as. */
export function decodeWindowsEvent(
  event: JsonObject,
  format: string,
  limits: FieldLimits,
): Decoded {
  const system: Table = new Map();
  const systemObject = event["System"];
  if (isObject(systemObject)) addSystem(system, systemObject);
  const source = windowsSource(format, {
    channel: textOf(system.get("Channel")),
    provider: textOf(system.get("Provider_Name")),
    eventId: integerOf(system.get("EventID")),
  });
  return {
    source,
    timeMs: parseTime(system.get("TimeCreated_SystemTime")),
    host: textOf(system.get("Computer")),
    recordId: textOf(system.get("EventRecordID")),
    fields: lazyTable(() => withData(system, dataOf(event, limits))),
  };
}

/** The source of a Windows record; Sysmon for Linux is Linux's. */
export function windowsSource(
  format: string,
  facts: {
    readonly channel: string | undefined;
    readonly provider: string | undefined;
    readonly eventId: number | undefined;
  },
): RecordSource {
  const linux = facts.provider === "Linux-Sysmon";
  return {
    format,
    product: linux ? "linux" : "windows",
    ...(linux ? { service: "sysmon" } : {}),
    ...(facts.channel === undefined ? {} : { channel: facts.channel }),
    ...(facts.provider === undefined ? {} : { provider: facts.provider }),
    ...(facts.eventId === undefined ? {} : { eventId: facts.eventId }),
  };
}

function textOf(value: FieldValue | undefined): string | undefined {
  const one = Array.isArray(value) ? (value as readonly FieldValue[])[0] : value;
  return isScalar(one) && one !== "" ? String(one) : undefined;
}

/** The event's own fields behind those of System; a name that both have gets a prefix. */
export function withData(system: Table, data: Table): Table {
  const fields: Table = new Map(system);
  for (const [name, value] of data) {
    const prefixed = `EventData_${name}`;
    if (!system.has(name)) fields.set(name, value);
    else if (!data.has(prefixed) && !system.has(prefixed)) fields.set(prefixed, value);
  }
  return fields;
}

function addSystem(table: Table, system: JsonObject): void {
  for (const key in system) {
    const value = system[key];
    if (key === ATTRIBUTES || key.endsWith(SEPARATE)) {
      if (key !== ATTRIBUTES) addAttributes(table, key.slice(0, -SEPARATE.length), value);
    } else if (isObject(value)) {
      const text = innerText(value) ?? value["Value"];
      if (isScalar(text)) addValue(table, key, text);
      addAttributes(table, key, value[ATTRIBUTES] ?? value);
    } else if (isScalar(value) || (value === null && !ATTRIBUTE_ONLY.has(key))) {
      addValue(table, key, value);
    }
  }
}

function innerText(element: JsonObject): unknown {
  return element["#text"] ?? element["_"];
}

/** Attributes as `Element_Attribute`; without a value they are absent. */
function addAttributes(table: Table, element: string, attributes: unknown): void {
  if (!isObject(attributes)) return;
  for (const key in attributes) {
    const name = key.replace(/^[@$]/, "");
    const value = attributes[key];
    if (!isScalar(value) || key.startsWith("#") || /^xmlns(?::|$)/.test(name)) continue;
    if (name !== "Value" && name !== "_") addValue(table, `${element}_${name}`, value);
  }
}

function dataOf(event: JsonObject, limits: FieldLimits): Table {
  const table: Table = new Map();
  for (const key in event) {
    if (key === "System" || key.startsWith("#") || key === "xmlns" || key === "@xmlns") continue;
    const part = event[key];
    if (key.endsWith(SEPARATE)) {
      if (key !== "Event_attributes") addAttributes(table, key.slice(0, -SEPARATE.length), part);
    } else if (key === "RenderingInfo" && isObject(part)) addRendering(table, part, limits);
    else if (part !== null && part !== "") addElement(table, key, part, limits, 0);
  }
  return table;
}

/** What a collector rendered: `Message`, and `RenderingInfo_Level` for what System has by itself. */
function addRendering(table: Table, rendering: JsonObject, limits: FieldLimits): void {
  for (const key in rendering) {
    if (key.startsWith("#") || key.startsWith("@") || key.endsWith(SEPARATE)) continue;
    const value = rendering[key];
    const name = key === "Message" ? key : `RenderingInfo_${key}`;
    if (!isObject(value)) flatten(table, name, value, limits);
    else for (const inner in value) flatten(table, name, value[inner], limits);
  }
}

/** An element of EventData, UserData or any other part: its leaves by their own names. */
function addElement(
  table: Table,
  name: string,
  value: unknown,
  limits: FieldLimits,
  depth: number,
): void {
  if (depth > Math.min(MAX_DEPTH, limits.maxDepth) || table.size >= limits.maxFields) {
    limits.onLimit();
    return;
  }
  if (Array.isArray(value)) {
    for (const one of value as readonly unknown[]) addElement(table, name, one, limits, depth + 1);
  } else if (!isObject(value)) {
    if (isScalar(value) || value === null) addValue(table, name, value);
  } else if (name === "Data") {
    addData(table, value, limits, depth);
  } else {
    addAttributes(table, name, value[ATTRIBUTES] ?? attributesAmong(value));
    addChildren(table, name, value, limits, depth);
  }
}

/** Keys that stand for attributes among children, as `@Name`. */
function attributesAmong(element: JsonObject): JsonObject | undefined {
  let found: Record<string, unknown> | undefined;
  for (const key in element) if (key.startsWith("@")) (found ??= {})[key.slice(1)] = element[key];
  return found;
}

/** A `Data` element with its name among its attributes. */
function addData(table: Table, data: JsonObject, limits: FieldLimits, depth: number): void {
  const attributes = data[ATTRIBUTES];
  const name =
    (isObject(attributes) ? attributes["Name"] : undefined) ?? data["@Name"] ?? data["Name"];
  const text = innerText(data) ?? data["content"] ?? data["Value"] ?? null;
  const named = typeof name === "string" && name !== "" ? name : "Data";
  addElement(table, named, text, limits, depth + 1);
}

function addChildren(
  table: Table,
  name: string,
  element: JsonObject,
  limits: FieldLimits,
  depth: number,
): void {
  for (const key in element) {
    if (key === ATTRIBUTES || key.startsWith("@")) continue;
    const value = element[key];
    if (key === "#text" || key === "_") addElement(table, name, value, limits, depth + 1);
    else if (!key.endsWith(SEPARATE))
      addElement(table, repeated(element, key), value, limits, depth + 1);
    else if (isObject(value)) addAttributes(table, key.slice(0, -SEPARATE.length), value);
    else addElement(table, key, value, limits, depth + 1);
  }
}

/** `Header` for `Header_1` beside `Header`: how a name that comes again is written in JSON. */
function repeated(element: JsonObject, key: string): string {
  const match = /^(.{1,256})_(\d{1,4})$/.exec(key);
  const [, base = "", number = ""] = match ?? [];
  if (match === null || !Object.hasOwn(element, base)) return key;
  const before = number === "1" || Object.hasOwn(element, `${base}_${Number(number) - 1}`);
  return before ? base : key;
}

import type { FieldValue } from "@tocsin/model";
import { decodeAuditd, isAuditd } from "./auditd.ts";
import { type Decoded, type FieldTable, lazyTable } from "./decoded.ts";
import { type FieldLimits, flatten, isScalar, jsonTable, textAt, valueAt } from "./flatten.ts";
import { familyOf, HOST_NAMES, TIME_NAMES } from "./json-family.ts";
import { parseJson } from "./parse-json.ts";
import { isSplunkWindows, parseSplunkWindows } from "./splunk.ts";
import { decodeLine } from "./text-line.ts";
import { parseTime } from "./time.ts";
import { decodeWindowsEvent, isWindowsEvent } from "./windows-event.ts";
import { decodeFlatWindows, isFlatWindows } from "./windows-flat.ts";
import { decodeWinlogbeat, isWinlogbeat } from "./winlogbeat.ts";
import { isObject, type JsonObject, unwrapEnvelope } from "./wrappers.ts";
import { parseXml } from "./xml.ts";

/** A record of a parsed JSON value, whatever its shape. A value that is no object has the field `value`. */
export function decodeJson(value: unknown, limits: FieldLimits): Decoded {
  const record = unwrapEnvelope(value);
  const object = isObject(record) ? record : { value: record };
  return decodeShape(object, limits) ?? decodeOther(object, limits);
}

/** Records of Windows, and those that hold another log's text. */
function decodeShape(object: JsonObject, limits: FieldLimits): Decoded | undefined {
  const { Event: event, _raw: raw } = object;
  if (isWindowsEvent(event)) return decodeWindowsEvent(event, "windows-json", limits);
  if (isWindowsEvent(object)) return decodeWindowsEvent(object, "windows-json", limits);
  if (isWinlogbeat(object)) return decodeWinlogbeat(object, limits);
  if (typeof raw === "string") {
    const inner = decodeRaw(raw, limits);
    if (inner !== undefined) return merge(inner, object, limits);
  }
  if (isFlatWindows(object)) return decodeFlatWindows(object, limits);
  const message = object["SyslogMessage"] ?? object["message"] ?? object["MESSAGE"];
  if (typeof message === "string" && isAuditd(message))
    return merge(decodeAuditd(message), object, limits);
  return undefined;
}

/** The event in Splunk's `_raw`; undefined if it says no more than its own text. */
function decodeRaw(raw: string, limits: FieldLimits): Decoded | undefined {
  const text = raw.trim();
  if (text.startsWith("{")) {
    const { value } = parseJson(text);
    if (!isObject(value) || Object.hasOwn(value, "_raw")) return undefined;
    return decodeJson(value, limits);
  }
  if (text.startsWith("<")) {
    const event = parseXml(text)?.["Event"];
    if (isWindowsEvent(event)) return decodeWindowsEvent(event, "windows-json", limits);
  }
  if (isSplunkWindows(text)) return decodeFlatWindows(parseSplunkWindows(text), limits);
  const line = decodeLine(text);
  return line.source.format === "text" && line.source.product === undefined ? undefined : line;
}

/** What stands in a record's text, and behind it the names around the text. */
function merge(inner: Decoded, object: JsonObject, limits: FieldLimits): Decoded {
  const outer = decodeOther(object, limits);
  return {
    ...inner,
    timeMs: inner.timeMs ?? outer.timeMs,
    host: inner.host ?? outer.host,
    fields: lazyTable(() => {
      const fields = new Map<string, FieldValue>(inner.fields.entries());
      for (const [name, value] of outer.fields.entries())
        if (name !== "_raw" && !fields.has(name)) fields.set(name, value);
      return fields;
    }),
  };
}

function decodeOther(object: JsonObject, limits: FieldLimits): Decoded {
  const family = familyOf(object);
  return {
    source: { format: "json", ...family?.source(object) },
    timeMs: firstTime(object, family?.time) ?? firstTime(object, TIME_NAMES),
    host: firstText(object, family?.host) ?? firstText(object, HOST_NAMES),
    fields:
      family?.source(object).product === "zeek"
        ? zeekTable(object, limits)
        : jsonTable(object, limits),
  };
}

function firstTime(object: JsonObject, paths: readonly string[] = []): number | undefined {
  for (const path of paths) {
    const time = parseTime(valueAt(object, path));
    if (time !== undefined) return time;
  }
  return undefined;
}

function firstText(object: JsonObject, paths: readonly string[] = []): string | undefined {
  for (const path of paths) {
    const value = textAt(object, path);
    if (value !== undefined) return value;
  }
  return undefined;
}

/** Zeek's fields; `id_orig_h`, as some exporters write it, also under Zeek's own name `id.orig_h`. */
function zeekTable(object: JsonObject, limits: FieldLimits): FieldTable {
  if (!Object.hasOwn(object, "id_orig_h")) return jsonTable(object, limits);
  return lazyTable(() => {
    const fields = new Map<string, FieldValue>();
    flatten(fields, "", object, limits);
    for (const end of ["orig_h", "orig_p", "resp_h", "resp_p"]) {
      const value = fields.get(`id_${end}`);
      if (isScalar(value) && !fields.has(`id.${end}`)) fields.set(`id.${end}`, value);
    }
    return fields;
  });
}

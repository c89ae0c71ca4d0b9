import type { FieldValue } from "@tocsin/model";
import { decodeAuditd, isAuditd } from "./auditd.ts";
import { cloudTable } from "./cloud-table.ts";
import { type Decoded, type FieldTable, lazyTable } from "./decoded.ts";
import { decodeEcs, isEcs } from "./ecs.ts";
import { type FieldLimits, flatten, isScalar, jsonTable, textAt, valueAt } from "./flatten.ts";
import { type Family, familyOf, HOST_NAMES, TIME_NAMES } from "./json-family.ts";
import { decodeOcsf, isOcsf } from "./ocsf.ts";
import { parseJson } from "./parse-json.ts";
import { decodeSplunkCim, isSplunkCim } from "./splunk-cim.ts";
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
  const message: unknown = object["SyslogMessage"] ?? object["message"] ?? object["MESSAGE"];
  if (typeof message === "string" && isAuditd(message))
    return merge(decodeAuditd(message), object, limits);
  // Sysmon for Linux in a journal or a collector's record.
  if (typeof message === "string" && message.startsWith("<Event>")) {
    const inner = parseXml(message)?.["Event"];
    if (isWindowsEvent(inner))
      return merge(decodeWindowsEvent(inner, "windows-json", limits), object, limits);
  }
  if (isOcsf(object)) return decodeOcsf(object, limits);
  if (isEcs(object)) return decodeCommon(object, limits);
  if (isSplunkCim(object)) return decodeSplunkCim(object, limits);
  return decodeCarried(object, limits);
}

/** A record of the Elastic Common Schema: by what it was made from, if that is there and known. */
function decodeCommon(object: JsonObject, limits: FieldLimits): Decoded {
  const outer = decodeEcs(object, limits);
  const text = valueAt(object, "event.original");
  const inner = typeof text === "string" ? decodeRaw(text, limits) : undefined;
  const { product, category } = inner?.source ?? {};
  return inner === undefined || (product === undefined && category === undefined)
    ? outer
    : joined(inner, outer);
}

/** Records that carry another one as text: Microsoft 365's in `AuditData`, syslog in a journal or a collector's JSON. */
function decodeCarried(object: JsonObject, limits: FieldLimits): Decoded | undefined {
  const { AuditData: audit } = object;
  const data = isObject(audit)
    ? audit
    : typeof audit === "string"
      ? parseJson(audit).value
      : undefined;
  return isObject(data) && Object.hasOwn(data, "Operation")
    ? merge(decodeOther(data, limits), object, limits)
    : undefined;
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
  return joined(inner, decodeOther(object, limits));
}

function joined(inner: Decoded, outer: Decoded): Decoded {
  return {
    ...inner,
    timeMs: inner.timeMs ?? outer.timeMs,
    host: inner.host ?? outer.host,
    fields: {
      get: (name) => {
        const own = inner.fields.get(name);
        return own !== undefined || name === "_raw" ? own : outer.fields.get(name);
      },
      *entries() {
        const names = new Set<string>();
        for (const entry of inner.fields.entries()) {
          names.add(entry[0]);
          yield entry;
        }
        for (const entry of outer.fields.entries())
          if (entry[0] !== "_raw" && !names.has(entry[0])) yield entry;
      },
    },
  };
}

function fieldsOf(object: JsonObject, family: Family | undefined, limits: FieldLimits): FieldTable {
  if (family === undefined) return jsonTable(object, limits);
  if (family.cloud !== undefined) return cloudTable(object, family.cloud, limits);
  return Object.hasOwn(object, "id_orig_h") ? zeekTable(object, limits) : jsonTable(object, limits);
}

function decodeOther(object: JsonObject, limits: FieldLimits): Decoded {
  const family = familyOf(object);
  return {
    source: { format: "json", ...family?.source(object) },
    timeMs: firstTime(object, family?.time) ?? firstTime(object, TIME_NAMES),
    host: firstText(object, family?.host) ?? firstText(object, HOST_NAMES),
    fields: fieldsOf(object, family, limits),
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

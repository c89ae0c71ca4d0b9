// Syslog: RFC 5424, RFC 3164 and the files that syslog daemons write, with or without priority.
import type { FieldValue, RecordSource } from "@tocsin/model";
import { type Decoded, lazyTable } from "./decoded.ts";
import { decodeDevice } from "./network-device.ts";
import { syslogFields } from "./syslog-fields.ts";
import { syslogService } from "./syslog-service.ts";
import { parseTime } from "./time.ts";
import { decodeWindowsEvent, isWindowsEvent } from "./windows-event.ts";
import { parseXml } from "./xml.ts";

const PRIORITY = /^<(\d{1,3})>/;
const RFC5424 = /^1 (\S{1,64}) (\S{1,255}) (\S{1,48}) (\S{1,128}) (\S{1,32}) (?=-|\[)/;
const STAMPED =
  /^(?:[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d|(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:?\d\d))) (\S{1,255}) ([^\s:[\]]{1,128})(?:\[(\d{1,10})\])?: ?/;

/** Where the parts of a line stand. */
export interface Parts {
  readonly time?: string | undefined;
  readonly host?: string | undefined;
  readonly program?: string | undefined;
  readonly process?: string | undefined;
  readonly messageId?: string | undefined;
  readonly messageAt: number;
}

/** A record of a syslog line; undefined if it is none. A time without year is no time. */
export function decodeSyslog(line: string): Decoded | undefined {
  const priority = PRIORITY.exec(line);
  const start = priority?.[0].length ?? 0;
  const parts = parseParts(line.slice(start, start + 8192));
  const device = decodeDevice(line, start, parts);
  if (device !== undefined) return device;
  if (parts === undefined) return undefined;
  const message = start + parts.messageAt;
  const timeMs = parseTime(parts.time);
  const facility = priority === null ? undefined : Number(priority[1]) >> 3;
  if (parts.program === "sysmon") {
    const event = parseXml(line.slice(message))?.["Event"];
    if (isWindowsEvent(event)) {
      const decoded = decodeWindowsEvent(event, "text", NO_LIMITS);
      return { ...decoded, timeMs: decoded.timeMs ?? timeMs, host: decoded.host ?? parts.host };
    }
  }
  return {
    source: sourceOf(parts.program, facility, line, message),
    timeMs,
    host: parts.host,
    fields: lazyTable(() => fieldsOf(line, priority?.[1], parts, line.slice(message))),
  };
}

const NO_LIMITS = { maxDepth: 64, maxFields: 2000, onLimit: (): void => {} };

function parseParts(text: string): Parts | undefined {
  const modern = RFC5424.exec(text);
  if (modern !== null) {
    const [all, time, host, program, process, messageId] = modern.map((part) =>
      part === "-" ? undefined : part,
    );
    const messageAt = dataEnd(text, all?.length ?? 0);
    return { time, host, program, process, messageId, messageAt };
  }
  const stamped = STAMPED.exec(text);
  if (stamped === null) return undefined;
  const [all, time, host, program, process] = stamped;
  return { time, host, program, process, messageAt: all.length };
}

/** Where the message begins behind structured data (RFC 5424, 6.3), or behind `-`. */
function dataEnd(text: string, start: number): number {
  let quoted = false;
  let inside = false;
  let at = start;
  for (; at < text.length; at++) {
    const c = text.charAt(at);
    if (quoted && c === "\\") at++;
    else if (c === '"' && inside) quoted = !quoted;
    else if (c === "[" && !quoted) inside = true;
    else if (c === "]" && !quoted) inside = false;
    else if (c === " " && !inside) break;
  }
  return at + 1;
}

function sourceOf(
  program: string | undefined,
  facility: number | undefined,
  line: string,
  message: number,
): RecordSource {
  // Network devices write `%ASA-6-302013` where a program stands; all others count as Linux.
  if (program === undefined || program.startsWith("%")) return { format: "text" };
  const service = syslogService(program, facility);
  if (service === undefined) return SYSLOG;
  const detected = service === "clamav" && line.endsWith(" FOUND") && line.includes(": ", message);
  return { ...SYSLOG, service, ...(detected && { category: "antivirus" }) };
}

const SYSLOG: RecordSource = { format: "text", product: "linux" };

function fieldsOf(
  line: string,
  priority: string | undefined,
  parts: Parts,
  message: string,
): Map<string, FieldValue> {
  const fields = new Map<string, FieldValue>([["line", line]]);
  const add = (name: string, value: string | undefined): void => {
    if (value !== undefined) fields.set(name, value);
  };
  if (priority !== undefined) {
    fields.set("facility", Number(priority) >> 3);
    fields.set("severity", Number(priority) & 7);
  }
  add("hostname", parts.host);
  add("appname", parts.program);
  add("procid", parts.process);
  add("msgid", parts.messageId);
  add("message", message);
  syslogFields(fields, parts.program ?? "", message);
  return fields;
}

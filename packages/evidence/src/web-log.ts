// Access logs in the Common and Combined Log Format of Apache, nginx, Tomcat and others.
import type { FieldValue } from "@tocsin/model";
import { type Decoded, lazyTable } from "./decoded.ts";
import { addAddress, addProxyNames, PROXY_SOURCE } from "./proxy-fields.ts";
import { MONTHS, zoneMs } from "./time.ts";

const TIME = /^(\d{2})\/([A-Z][a-z]{2})\/(\d{4}):(\d{2}):(\d{2}):(\d{2}) ([+-]\d{4})$/;
const AFTER_REQUEST = /" (\d{3}|-) (\d{1,20}|-)(?= |$)/y;
const AFTER_REQUEST_ANYWHERE = /" (\d{3}|-) (\d{1,20}|-)(?= |$)/g;
const MAX_HEAD = 1024;
/** What Squid writes behind the combined format: its result and where the answer came from. */
const PROXY_TAIL = / (?:TCP|UDP|NONE)_?[A-Z_]{0,40}:[A-Z_]{1,40}$/;
/** What all access logs are. */
export const WEB_SOURCE = { format: "web-access", category: "webserver" } as const;

/** A record of an access log's line; undefined if it is none. */
export function decodeWebLog(line: string): Decoded | undefined {
  const open = line.indexOf(" [");
  if (open < 5 || open > MAX_HEAD) return undefined;
  const close = line.indexOf('] "', open);
  if (close < 0 || close - open > 64) return undefined;
  const timeMs = parseWebTime(line.slice(open + 2, close));
  const request = close + 3;
  const end = requestEnd(line, request);
  if (end === undefined) return undefined;
  // A time that is no time: still an access log if all else is.
  if (timeMs === undefined && !/^\d{2}\/[A-Z][a-z]{2}\/\d{4}:/.test(line.slice(open + 2, close)))
    return undefined;
  const proxied = PROXY_TAIL.test(line.slice(-100));
  return {
    source: proxied ? PROXY_SOURCE : WEB_SOURCE,
    timeMs,
    fields: lazyTable(() => {
      const fields = fieldsOf(line, open, request, end);
      if (proxied) addProxied(fields);
      return fields;
    }),
  };
}

interface RequestEnd {
  readonly at: number;
  readonly next: number;
  readonly status: string;
  readonly bytes: string;
}

/** Where the quoted request ends: at the first quote without a backslash, else before a status and a size. */
function requestEnd(line: string, from: number): RequestEnd | undefined {
  AFTER_REQUEST.lastIndex = closingQuote(line, from);
  let match = AFTER_REQUEST.exec(line);
  if (match === null) {
    // Some servers do not escape quotes.
    AFTER_REQUEST_ANYWHERE.lastIndex = from;
    match = AFTER_REQUEST_ANYWHERE.exec(line);
  }
  if (match === null) return undefined;
  const [all, status = "-", bytes = "-"] = match;
  return { at: match.index, next: match.index + all.length, status, bytes };
}

function closingQuote(line: string, from: number): number {
  for (let at = from; at < line.length; at++) {
    const c = line.charCodeAt(at);
    if (c === 0x5c) at++;
    else if (c === 0x22) return at;
  }
  return line.length;
}

function parseWebTime(text: string): number | undefined {
  const [, day, month = "", year, hour, minute, second, zone] = TIME.exec(text) ?? [];
  const index = MONTHS.indexOf(month);
  if (day === undefined || index < 0) return undefined;
  const parts = [Number(hour), Number(minute), Number(second)] as const;
  return Date.UTC(Number(year), index, Number(day), ...parts) - zoneMs(zone);
}

type Table = Map<string, FieldValue>;

function fieldsOf(line: string, open: number, request: number, end: RequestEnd): Table {
  const fields: Table = new Map([["line", line]]);
  const words = line.slice(0, open).split(" ");
  // With a virtual host before the client: `www.example.org:443 192.0.2.1 - -`.
  if (words.length > 3 && words[2] === "-" && words[1] !== "-")
    fields.set("cs-host", (words.shift() ?? "").replace(/:\d{1,5}$/, ""));
  setText(fields, "c-ip", words[0] ?? "");
  setText(fields, "cs-username", words.slice(2).join(" "));
  addRequest(fields, line.slice(request, end.at));
  if (end.status !== "-") fields.set("sc-status", Number(end.status));
  setNumber(fields, "sc-bytes", end.bytes);
  const referer = quotedAt(line, end.next + 1);
  if (referer === undefined) return fields;
  setText(fields, "cs-referer", referer.text);
  const agent = quotedAt(line, referer.next + 1);
  if (agent !== undefined) setText(fields, "cs-user-agent", agent.text);
  return fields;
}

/** What was asked of a proxy is the whole address. */
function addProxied(fields: Table): void {
  const address = fields.get("cs-uri");
  fields.delete("cs-uri-stem");
  if (typeof address === "string") addAddress(fields, address);
  addProxyNames(fields);
}

function quotedAt(line: string, at: number): { text: string; next: number } | undefined {
  if (line[at] !== '"') return undefined;
  const end = closingQuote(line, at + 1);
  return { text: line.slice(at + 1, end), next: end + 1 };
}

/** `GET /path?query HTTP/1.1`; what is no such request gives no field. */
function addRequest(fields: Table, request: string): void {
  const space = request.indexOf(" ");
  if (space < 1 || space > 32 || !/^[A-Z_-]{1,32}$/i.test(request.slice(0, space))) return;
  fields.set("cs-method", request.slice(0, space));
  const last = request.lastIndexOf(" ");
  const version = request.slice(last + 1);
  const hasVersion = last > space && version.startsWith("HTTP/");
  addTarget(fields, request.slice(space + 1, hasVersion ? last : request.length));
  if (hasVersion) fields.set("cs-version", version);
}

/** The path, what follows `?`, and both as `cs-uri`. */
function addTarget(fields: Table, target: string): void {
  const mark = target.indexOf("?");
  fields.set("cs-uri-stem", mark < 0 ? target : target.slice(0, mark));
  fields.set("cs-uri-query", mark < 0 ? null : target.slice(mark + 1));
  fields.set("cs-uri", target);
}

/** A text; `-` stands for none. */
export function setText(fields: Table, name: string, value: string): void {
  fields.set(name, value === "-" || value === "" ? null : value);
}

export function setNumber(fields: Table, name: string, value: string): void {
  const number = /^\d{1,15}$/.test(value) ? Number(value) : value;
  if (typeof number === "number") fields.set(name, number);
  else setText(fields, name, number);
}

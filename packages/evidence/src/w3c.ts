// The Extended Log File Format of the W3C (working draft WD-logfile-960323), as IIS writes it.
import type { FieldValue, RecordSource } from "@tocsin/model";
import { type Decoded, lazyTable } from "./decoded.ts";
import { addAddress, addProxyNames, PROXY_SOURCE } from "./proxy-fields.ts";
import { parseTime } from "./time.ts";
import { setNumber, setText, WEB_SOURCE } from "./web-log.ts";

/** The columns that IIS writes unless told otherwise; for lines whose header was not seen. */
const IIS_COLUMNS =
  "date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip cs(User-Agent) cs(Referer) sc-status sc-substatus sc-win32-status time-taken".split(
    " ",
  );
const STARTS_WITH_TIME = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d /;
const MAX_COLUMNS = 128;
/** Columns that only proxies have: what lies behind them, and what they decided. */
const OF_PROXIES =
  /^(?:c-uri|cs-uri-scheme|cs-uri-path|cs-categories|sc-filter-.*|s-action|s-hierarchy|s-supplier-.*|r-ip|r-dns|r-host|r-port|rs-.*|x-exception-id|x-virus-id)$/;
const NUMBERS =
  /^(?:sc-status|sc-substatus|sc-win32-status|sc-bytes|cs-bytes|s-port|c-port|time-taken)$/;

/** The columns of a `#Fields:` line; undefined for any other line. */
export function parseW3cHeader(line: string): readonly string[] | undefined {
  if (!line.startsWith("#Fields:")) return undefined;
  const columns = line.slice("#Fields:".length).trim().split(/\s+/, MAX_COLUMNS);
  return columns.length > 2 ? columns : undefined;
}

/** A record of a W3C line by the header before it, or by IIS's usual columns; undefined if it does not fit. */
export function decodeW3c(
  line: string,
  header: readonly string[] | undefined,
): Decoded | undefined {
  if (header === undefined && !STARTS_WITH_TIME.test(line)) return undefined;
  const columns = header ?? IIS_COLUMNS;
  const values = line.split(" ", columns.length + 1);
  if (values.length !== columns.length) return undefined;
  if (header === undefined && !isUsual(values)) return undefined;
  const at = (name: string): string | undefined => values[columns.indexOf(name)];
  const date = at("date");
  return {
    source: sourceOf(columns),
    timeMs: parseTime(date === undefined ? undefined : `${date} ${at("time") ?? "00:00:00"}`),
    fields: lazyTable(() => fieldsOf(line, columns, values)),
  };
}

function sourceOf(columns: readonly string[]): RecordSource {
  if (columns.some((name) => OF_PROXIES.test(name))) return PROXY_SOURCE;
  return columns.some((name) => name.startsWith("cs")) ? WEB_SOURCE : { format: "text" };
}

function isUsual(values: readonly string[]): boolean {
  return /^[A-Z]{3,16}$/.test(values[3] ?? "") && /^\d{3}$/.test(values[11] ?? "");
}

function fieldsOf(
  line: string,
  columns: readonly string[],
  values: readonly string[],
): Map<string, FieldValue> {
  const fields = new Map<string, FieldValue>([["line", line]]);
  for (const [at, column] of columns.entries()) {
    const name = nameOf(column);
    const value = values[at] ?? "-";
    if (NUMBERS.test(name)) setNumber(fields, name, value);
    else if (/^cs-(?:user-agent|referer|cookie)$/.test(name) && value.includes("+"))
      // IIS writes `+` for a blank: the value as it stands and as it was sent.
      fields.set(name, [value, value.replaceAll("+", " ")]);
    else setText(fields, name, value);
  }
  if (columns.some((name) => OF_PROXIES.test(name))) {
    addProxyFields(fields);
    return fields;
  }
  const stem = fields.get("cs-uri-stem");
  if (typeof stem === "string" && !fields.has("cs-uri")) {
    const query = fields.get("cs-uri-query");
    fields.set("cs-uri", typeof query === "string" ? `${stem}?${query}` : stem);
  }
  return fields;
}

/** The address that was asked for, from the columns that have a part of it. */
function addProxyFields(fields: Map<string, FieldValue>): void {
  const part = (name: string): string | undefined => {
    const value = fields.get(name);
    return value === undefined || value === null ? undefined : String(value);
  };
  const path = part("cs-uri-path") ?? part("cs-uri-stem");
  const query = part("cs-uri-query");
  const host = part("cs-host") ?? part("r-host") ?? part("r-dns");
  const scheme = part("cs-uri-scheme") ?? "http";
  const rest = query === undefined ? "" : query.startsWith("?") ? query : `?${query}`;
  const made = host === undefined ? undefined : `${scheme}://${host}${path ?? "/"}${rest}`;
  const address = part("c-uri") ?? part("cs-uri") ?? made;
  if (address !== undefined) addAddress(fields, address);
  addProxyNames(fields);
}

/** `cs(User-Agent)` is `cs-user-agent`. */
function nameOf(column: string): string {
  const match = /^(\w{1,8})\(([\w-]{1,64})\)$/.exec(column);
  return match === null ? column : `${match[1]}-${match[2]}`.toLowerCase();
}

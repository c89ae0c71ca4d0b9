// Squid's native access log: `time elapsed client result/status bytes method URL user hierarchy/peer type`.
import type { FieldValue } from "@tocsin/model";
import { type Decoded, lazyTable } from "./decoded.ts";
import { addAddress, addProxyNames, PROXY_SOURCE } from "./proxy-fields.ts";
import { setNumber, setText } from "./web-log.ts";

const LINE =
  /^(\d{9,10})\.(\d{3}) +(\d{1,10}) (\S{1,255}) ([A-Z_]{1,64})\/(\d{3}) (\d{1,20}) ([A-Z_]{1,32}) (\S{1,65536}) (\S{1,255}) ([A-Z_]{1,64})\/(\S{1,255}) (\S{1,255})/;

/** A record of Squid; undefined if the line is none of it. */
export function decodeSquid(line: string): Decoded | undefined {
  const match = LINE.exec(line);
  if (match === null) return undefined;
  const [, seconds, fraction] = match;
  return {
    source: PROXY_SOURCE,
    timeMs: Number(seconds) * 1000 + Number(fraction),
    fields: lazyTable(() => fieldsOf(line, match)),
  };
}

function fieldsOf(line: string, match: RegExpExecArray): Map<string, FieldValue> {
  const [, , , elapsed = "", client = "", action = "", status = "", bytes = ""] = match;
  const [method = "", address = "", user = "", hierarchy = "", peer = "", type = ""] =
    match.slice(8);
  const fields = new Map<string, FieldValue>([["line", line]]);
  setText(fields, "c-ip", client);
  setText(fields, "s-action", action);
  setNumber(fields, "sc-status", status);
  setNumber(fields, "sc-bytes", bytes);
  setNumber(fields, "time-taken", elapsed);
  setText(fields, "cs-method", method);
  addAddress(fields, address);
  setText(fields, "cs-username", user);
  setText(fields, "s-hierarchy", hierarchy);
  setText(fields, "r-ip", peer);
  setText(fields, "cs-content-type", type);
  addProxyNames(fields);
  return fields;
}

import { type AuditCall, decodeAuditd, isAuditd } from "./auditd.ts";
import { decodeDaemonLog } from "./daemon-log.ts";
import { decodeDatabaseLog } from "./database-log.ts";
import type { Decoded, FieldTable } from "./decoded.ts";
import { decodeErrorLog } from "./error-log.ts";
import { decodeKeyValues } from "./key-values.ts";
import { leadingTime } from "./leading-time.ts";
import { decodeSquid } from "./squid.ts";
import { decodeSyslog } from "./syslog.ts";
import { decodeW3c, parseW3cHeader } from "./w3c.ts";
import { decodeWebLog } from "./web-log.ts";
import { decodeWindowsEvent, isWindowsEvent } from "./windows-event.ts";
import { parseXml } from "./xml.ts";
import { decodeZeek, updateZeekHeader, type ZeekHeader } from "./zeek.ts";

/** What lines before a line say about it. */
export interface LineContext {
  w3c?: readonly string[] | undefined;
  zeek?: ZeekHeader | undefined;
  audit?: AuditCall | undefined;
}

const PLAIN = { format: "text" } as const;
const LIMITS = { maxDepth: 64, maxFields: 2000, onLimit: (): void => {} };

/** A record of a line of text: of the log it belongs to if it has that log's form, else with the one field `line`. */
export function decodeLine(line: string, context: LineContext = {}): Decoded {
  const known = decodeKnown(line, context);
  if (known !== undefined) return known;
  const timeMs = leadingTime(line);
  return { source: PLAIN, ...(timeMs !== undefined && { timeMs }), fields: plainTable(line) };
}

/** By the first byte, so that a line of no known log costs little. */
function decodeKnown(line: string, context: LineContext): Decoded | undefined {
  const first = line.charCodeAt(0);
  if (first === 0x23 /* # */) {
    context.w3c = parseW3cHeader(line) ?? context.w3c;
    context.zeek = updateZeekHeader(context.zeek, line);
    return undefined;
  }
  if (context.zeek?.columns !== undefined) return decodeZeek(line, context.zeek);
  if (first === 0x3c /* < */) {
    if (!line.startsWith("<Event")) return decodeSyslog(line) ?? decodeKeyValues(line);
    const event = parseXml(line)?.["Event"];
    return isWindowsEvent(event) ? decodeWindowsEvent(event, "windows-xml", LIMITS) : undefined;
  }
  if (isAuditd(line)) return decodeAuditd(line, context);
  if (first === 0x5b /* [ */) return decodeErrorLog(line);
  const w3c = decodeW3c(line, context.w3c);
  if (w3c !== undefined) return w3c;
  const isDigit = first >= 0x30 && first <= 0x39;
  const isUpper = first >= 0x41 && first <= 0x5a;
  const log = (isDigit ? decodeSquid(line) : undefined) ?? decodeWebLog(line);
  if (log !== undefined) return log;
  const other = isDigit ? (decodeErrorLog(line) ?? decodeDatabaseLog(line)) : undefined;
  if (other !== undefined) return other;
  if (isDigit || isUpper) return decodeSyslog(line) ?? decodeDaemonLog(line);
  return decodeKeyValues(line) ?? decodeDaemonLog(line);
}

function plainTable(line: string): FieldTable {
  return {
    get: (name) => (name === "line" ? line : undefined),
    entries: () => [["line", line]],
  };
}

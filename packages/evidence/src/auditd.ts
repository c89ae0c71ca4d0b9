// Lines of the Linux audit daemon: `type=SYSCALL msg=audit(1604994496.155:92733): arch=c000003e …`.
import type { FieldValue } from "@tocsin/model";
import { addValue, type Decoded, lazyTable } from "./decoded.ts";

const HEAD =
  /^(?:node=(\S{1,256}) )?type=([\w[\]?]{1,64}) (?:msg=)?audit\((\d{1,12})(?:\.(\d{1,3}))?:(\d{1,20})\):/;
/** Values that auditd writes as hexadecimal where they hold blanks, quotes or bytes beyond ASCII. */
const ENCODED =
  /^(?:comm|exe|name|cwd|proctitle|acct|path|cmd|key|data|grp|vm|dir|watch|ocomm|new_group|old-dir)$/;
const ARGUMENT = /^a\d{1,5}(?:\[\d{1,5}\])?$/;
const HEX = /^(?:[0-9A-F]{2}){1,8192}$/;
const MAX_FIELDS = 2000;
const UTF8 = new TextDecoder();

/** Whether a line begins as auditd's do. */
export function isAuditd(line: string): boolean {
  return (line.startsWith("type=") || line.startsWith("node=")) && HEAD.test(line);
}

/** A record of a line for which {@link isAuditd} holds; its number is that of the audit event. */
export function decodeAuditd(line: string): Decoded {
  const [head = "", node, type = "", seconds = "0", fraction = "", serial] = HEAD.exec(line) ?? [];
  return {
    source: { format: "text", product: "linux", service: "auditd" },
    timeMs: Number(seconds) * 1000 + Number(fraction.padEnd(3, "0")),
    host: node,
    recordId: serial,
    fields: lazyTable(() => {
      const fields = new Map<string, FieldValue>([
        ["line", line],
        ["type", type],
      ]);
      if (node !== undefined) fields.set("node", node);
      addPairs(fields, line, head.length, type);
      return fields;
    }),
  };
}

/** Adds `name=value` pairs from `at`; those within `msg='…'` count as the record's own. */
function addPairs(
  fields: Map<string, FieldValue>,
  text: string,
  start: number,
  type: string,
): void {
  let at = start;
  while (at < text.length && fields.size < MAX_FIELDS) {
    const equals = text.indexOf("=", at);
    if (equals < 0) return;
    const name = nameBefore(text, at, equals);
    const quote = text.charAt(equals + 1);
    if (quote === "'" && name === "msg") {
      at = equals + 2;
      continue;
    }
    if (quote === '"' || quote === "'") {
      const end = text.indexOf(quote, equals + 2);
      const stop = end < 0 ? text.length : end;
      if (name !== "") addValue(fields, name, text.slice(equals + 2, stop));
      at = stop + 1;
      continue;
    }
    const end = valueEnd(text, equals + 1);
    if (name !== "") addValue(fields, name, decodeValue(name, text.slice(equals + 1, end), type));
    at = end + 1;
  }
}

function nameBefore(text: string, from: number, equals: number): string {
  let at = equals;
  while (at > from && equals - at < 64 && /[\w.[\]-]/.test(text.charAt(at - 1))) at--;
  return text.slice(at, equals);
}

/** The next blank, group separator (before the enriched fields) or closing quote of the message. */
function valueEnd(text: string, from: number): number {
  let at = from;
  for (; at < text.length; at++) {
    const c = text.charCodeAt(at);
    if (c === 0x20 || c === 0x1d || c === 0x27) break;
  }
  return at;
}

function decodeValue(name: string, value: string, type: string): string {
  const encoded = ENCODED.test(name) || (type === "EXECVE" && ARGUMENT.test(name));
  if (!encoded || !HEX.test(value)) return value;
  const bytes = new Uint8Array(value.length / 2);
  for (let at = 0; at < bytes.length; at++)
    bytes[at] = Number.parseInt(value.slice(2 * at, 2 * at + 2), 16);
  return UTF8.decode(bytes).replace(/\0+$/, "").replaceAll("\0", " ");
}

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

/** The line that says which process made a call; the lines of the same event follow it. */
export interface AuditCall {
  readonly serial: string;
  readonly line: string;
}

/** Where the call of the event is kept while its lines are read. */
export interface AuditContext {
  audit?: AuditCall | undefined;
}

const SOURCE = { format: "text", product: "linux", service: "auditd" } as const;
/** A program that was started, with its arguments, is also what Sigma calls the creation of a process. */
const STARTED = { ...SOURCE, category: "process_creation" } as const;

/**
 * A record of a line for which {@link isAuditd} holds; its number is that of the audit event. The line of a
 * program's arguments (EXECVE) also has Sigma's names for a new process; its path and user stand in the line
 * of the call before it.
 */
export function decodeAuditd(line: string, context: AuditContext = {}): Decoded {
  const [head = "", node, type = "", seconds = "0", fraction = "", serial = ""] =
    HEAD.exec(line) ?? [];
  if (type === "SYSCALL") context.audit = { serial, line };
  const started = type.endsWith("EXECVE");
  const call = started && context.audit?.serial === serial ? context.audit.line : undefined;
  return {
    source: started ? STARTED : SOURCE,
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
      if (started) addProcess(fields, call);
      return fields;
    }),
  };
}

/** Sigma's names of a new process, out of its arguments and the call's own line. */
function addProcess(fields: Map<string, FieldValue>, call: string | undefined): void {
  const known = new Map(fields);
  if (call !== undefined) {
    const own = new Map<string, FieldValue>();
    addPairs(own, call, HEAD.exec(call)?.[0].length ?? 0, "SYSCALL");
    for (const [name, value] of own) if (!known.has(name)) known.set(name, value);
  }
  const names = [
    ["Image", "exe"],
    ["ProcessId", "pid"],
    ["ParentProcessId", "ppid"],
    ["CurrentDirectory", "cwd"],
  ] as const;
  for (const [name, from] of names) {
    const value = known.get(from);
    if (value !== undefined) fields.set(name, value);
  }
  const user = known.get("UID") ?? known.get("user") ?? known.get("uid");
  if (user !== undefined) fields.set("User", user);
  const line = known.get("cmdline") ?? argumentsOf(fields);
  if (line !== undefined) fields.set("CommandLine", line);
}

/** The arguments in one line; long ones come in parts, `a1[0]`, `a1[1]`. */
function argumentsOf(fields: ReadonlyMap<string, FieldValue>): string | undefined {
  const words: string[] = [];
  for (let at = 0; at < MAX_FIELDS; at++) {
    const whole = fields.get(`a${at}`);
    if (whole !== undefined) {
      words.push(String(whole));
      continue;
    }
    let joined = "";
    for (let part = 0; fields.has(`a${at}[${part}]`); part++)
      joined += String(fields.get(`a${at}[${part}]`));
    if (joined === "") break;
    words.push(joined);
  }
  return words.length === 0 ? undefined : words.join(" ");
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

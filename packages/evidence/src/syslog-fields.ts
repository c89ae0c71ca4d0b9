// What single programs write into the system log, as fields.
import type { FieldValue } from "@tocsin/model";

type Table = Map<string, FieldValue>;

/** sudo's `user : TTY=pts/0 ; PWD=/home ; USER=root ; COMMAND=/bin/ls`. */
const SUDO_PAIR = /(?:^|[:;] )([A-Z][A-Z_]{1,30})=/g;

/** Adds the fields that a program's message names. */
export function syslogFields(fields: Table, program: string, message: string): void {
  if (program === "sudo") addSudo(fields, message);
  else if (message.endsWith(" FOUND")) addDetection(fields, message);
}

function addSudo(fields: Table, message: string): void {
  const colon = message.indexOf(" : ");
  if (colon < 1 || colon > 256) return;
  const pairs = [...message.slice(colon + 1).matchAll(SUDO_PAIR)];
  if (pairs.length === 0) return;
  fields.set("user", message.slice(0, colon).trim());
  const text = message.slice(colon + 1);
  for (const [at, pair] of pairs.entries()) {
    const from = pair.index + pair[0].length;
    // The command is the last and may hold anything.
    const end = pair[1] === "COMMAND" ? text.length : (pairs[at + 1]?.index ?? text.length);
    fields.set(pair[1] ?? "", text.slice(from, end).replace(/ ;?$/, ""));
    if (pair[1] === "COMMAND") return;
  }
}

/** ClamAV's `/path: Signature FOUND`, which may begin with `-> `. */
export function addDetection(fields: Table, message: string): void {
  const text = message.slice(0, -" FOUND".length).replace(/^.{0,64}-> /, "");
  const colon = text.lastIndexOf(": ");
  if (colon < 1) return;
  fields.set("Filename", text.slice(0, colon));
  fields.set("Signature", text.slice(colon + 2).replace(/\([0-9a-f]{32}:\d{1,20}\)$/, ""));
}

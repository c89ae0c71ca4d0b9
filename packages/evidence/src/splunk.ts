// Splunk's plain text of a Windows event: `Name=value` lines, then `Message=` with the rendered text.
import type { FieldValue } from "@tocsin/model";
import { addValue } from "./decoded.ts";
import type { JsonObject } from "./wrappers.ts";

const MAX_LINES = 2000;
/** Labels of the rendered text whose EventData name is another. */
const LABELS: ReadonlyMap<string, string> = new Map([
  ["ProcessCommandLine", "CommandLine"],
  ["CreatorProcessName", "ParentProcessName"],
  ["CreatorProcessID", "ProcessId"],
  ["NewProcessID", "NewProcessId"],
  ["SourceNetworkAddress", "IpAddress"],
  ["SourcePort", "IpPort"],
]);
/** Headings of the rendered text that stand in the names of the fields under them. */
const HEADINGS: readonly (readonly [heading: RegExp, prefix: string])[] = [
  [/^(?:Creator )?Subject$/, "Subject"],
  [
    /^(?:Target Subject|New Logon|Account For Which Logon Failed|Target Account|New Account|Member)$/,
    "Target",
  ],
];
const ACCOUNT: ReadonlyMap<string, string> = new Map([
  ["SecurityID", "UserSid"],
  ["AccountName", "UserName"],
  ["AccountDomain", "DomainName"],
  ["LogonID", "LogonId"],
]);

/** Whether a raw text is of this form. */
export function isSplunkWindows(raw: string): boolean {
  const head = raw.slice(0, 2000);
  return /^EventCode=\d/m.test(head) && /^(?:LogName|SourceName)=/m.test(head);
}

/** The names and values of a raw text, with those of its rendered text, as one flat object. */
export function parseSplunkWindows(raw: string): JsonObject {
  const fields = new Map<string, FieldValue>();
  const lines = raw.split(/\r?\n/, MAX_LINES);
  let at = 0;
  for (; at < lines.length; at++) {
    const line = lines[at] ?? "";
    const equals = line.indexOf("=");
    if (equals < 1) continue;
    const name = line.slice(0, equals);
    if (name === "Message") break;
    addValue(fields, name, line.slice(equals + 1));
  }
  if (at < lines.length) {
    const first = (lines[at] ?? "").slice("Message=".length);
    fields.set("Message", [first, ...lines.slice(at + 1)].join("\n"));
    addRendered(fields, lines.slice(at + 1));
  }
  return Object.fromEntries(fields);
}

/** `Label:<tab>value` lines under their headings. */
function addRendered(fields: Map<string, FieldValue>, lines: readonly string[]): void {
  let prefix: string | undefined;
  for (const line of lines) {
    const colon = line.indexOf(":");
    if (colon < 1 || colon > 60) continue;
    const label = line.slice(0, colon).trim();
    const value = line.slice(colon + 1).trim();
    if (value === "" && !/^\s/.test(line)) {
      prefix = HEADINGS.find(([heading]) => heading.test(label))?.[1];
      continue;
    }
    const bare = label.replaceAll(" ", "");
    const account = prefix === undefined ? undefined : ACCOUNT.get(bare);
    const name = account === undefined ? (LABELS.get(bare) ?? bare) : `${prefix}${account}`;
    if (/^[A-Za-z]\w{0,60}$/.test(name)) addValue(fields, name, value);
  }
}

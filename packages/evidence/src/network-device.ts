// Syslog of network devices: Cisco's `%FACILITY-SEVERITY-MNEMONIC:`, Huawei's `%%01MODULE/…`, Juniper's daemons.
import type { FieldValue } from "@tocsin/model";
import { type Decoded, lazyTable } from "./decoded.ts";
import type { Parts } from "./syslog.ts";
import { parseTime } from "./time.ts";

const CISCO = /%([A-Z][A-Z0-9_]{1,31}(?:-[A-Z][A-Z0-9_]{0,31})?)-([0-7])-([A-Z0-9_]{2,64})\b ?:? ?/;
const HUAWEI = /%%\d\d([A-Z][A-Z0-9_]{1,31})\/(\d)\/([A-Za-z0-9_]{1,64})/;
/** Cisco's facilities whose log Sigma knows as a service. */
const CISCO_SERVICES: Readonly<Record<string, string>> = {
  BGP: "bgp",
  BGP_SESSION: "bgp",
  TDP: "ldp",
  LDP: "ldp",
  AAA: "aaa",
  AAAA: "aaa",
};
/** As far as the mark may stand in a line. */
const MAX_HEAD = 400;

interface Mark {
  readonly product: "cisco" | "huawei" | "juniper";
  readonly service: string;
  readonly facility: string;
  readonly severity?: string | undefined;
  readonly mnemonic?: string | undefined;
}

/** A record of a device's line; undefined if it is none. `parts` are those of a common syslog head, if it has one. */
export function decodeDevice(
  line: string,
  start: number,
  parts: Parts | undefined,
): Decoded | undefined {
  const mark = markOf(line.slice(start, start + MAX_HEAD), parts);
  if (mark === undefined) return undefined;
  const { product, service, facility, severity, mnemonic } = mark;
  return {
    source: { format: "text", product, service },
    timeMs: parseTime(parts?.time),
    host: parts?.host,
    fields: lazyTable(() => {
      const fields = new Map<string, FieldValue>([
        ["line", line],
        ["facility", facility],
      ]);
      if (severity !== undefined) fields.set("severity", Number(severity));
      if (mnemonic !== undefined) fields.set("mnemonic", mnemonic);
      if (parts?.host !== undefined) fields.set("hostname", parts.host);
      return fields;
    }),
  };
}

function markOf(head: string, parts: Parts | undefined): Mark | undefined {
  if (head.includes("%")) {
    const huawei = HUAWEI.exec(head);
    if (huawei !== null) {
      const [, facility = "", severity, mnemonic] = huawei;
      return { product: "huawei", service: facility.toLowerCase(), facility, severity, mnemonic };
    }
    const cisco = CISCO.exec(head);
    if (cisco !== null) {
      const [, facility = "", severity, mnemonic] = cisco;
      const known = Object.hasOwn(CISCO_SERVICES, facility) ? CISCO_SERVICES[facility] : undefined;
      return { product: "cisco", service: known ?? "syslog", facility, severity, mnemonic };
    }
  }
  // The routing daemon of Junos.
  if (parts?.program !== "rpd") return undefined;
  const message = head.slice(0, MAX_HEAD);
  const service = /bgp/i.test(message) ? "bgp" : /ldp/i.test(message) ? "ldp" : "rpd";
  return { product: "juniper", service, facility: "rpd" };
}

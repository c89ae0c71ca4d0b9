// Lines of `name=value` pairs as FortiGate writes them, in a file or in syslog.
import type { FieldValue } from "@tocsin/model";
import { addValue, type Decoded, lazyTable } from "./decoded.ts";
import { parseTime } from "./time.ts";

const HEAD = /^(?:<\d{1,3}>)?(?=date=\d{4}-\d\d-\d\d time=|timestamp=\d)/;
const PAIR = /([\w-]{1,64})=(?:"((?:[^"\\]|\\.){0,65536})"|(\S{0,65536}))/g;
const MAX_PAIRS = 500;
/** Sigma's names of a firewall. */
const FIREWALL: readonly (readonly [name: string, from: string])[] = [
  ["src_ip", "srcip"],
  ["src_port", "srcport"],
  ["dst_ip", "dstip"],
  ["dst_port", "dstport"],
  ["username", "user"],
];

/** A record of FortiGate; undefined if the line is none of it. */
export function decodeKeyValues(line: string): Decoded | undefined {
  if (!HEAD.test(line)) return undefined;
  const type = /\stype="?(\w{1,32})/.exec(line.slice(0, 4096))?.[1];
  if (type === undefined || !/\s(?:devname|devid|logid)=/.test(line.slice(0, 4096)))
    return undefined;
  const [, date, time] = /date=(\S{10}) time=(\S{8})/.exec(line) ?? [];
  const [, zone = ""] = /\stz="?([+-]\d{4})/.exec(line) ?? [];
  const [, nanoseconds] = /\seventtime=(\d{10,19})/.exec(line) ?? [];
  const timeMs =
    nanoseconds === undefined
      ? zone === ""
        ? undefined
        : parseTime(`${date}T${time}${zone.slice(0, 3)}:${zone.slice(3)}`)
      : Number(nanoseconds.padEnd(19, "0").slice(0, 13));
  return {
    source: {
      format: "text",
      product: "fortigate",
      service: type,
      ...(type === "traffic" && { category: "firewall" }),
    },
    timeMs,
    host: /\sdevname="?([^"\s]{1,255})/.exec(line)?.[1],
    fields: lazyTable(() => fieldsOf(line, type)),
  };
}

function fieldsOf(line: string, type: string): Map<string, FieldValue> {
  const fields = new Map<string, FieldValue>([["line", line]]);
  let count = 0;
  for (const [, name = "", quoted, plain] of line.matchAll(PAIR)) {
    if (++count > MAX_PAIRS) break;
    addValue(fields, name, quoted ?? plain ?? "");
  }
  if (type !== "traffic") return fields;
  for (const [name, from] of FIREWALL) {
    const value = fields.get(from);
    if (value !== undefined && !fields.has(name)) fields.set(name, value);
  }
  return fields;
}

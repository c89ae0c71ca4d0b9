// Error logs of Apache httpd (2.2 and 2.4) and nginx.
import type { FieldValue } from "@tocsin/model";
import { type Decoded, lazyTable } from "./decoded.ts";

const APACHE =
  /^\[[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d(?:\.\d{1,9})? \d{4}\] \[(?:([\w-]{0,64}):)?([a-z]{1,16}\d?)\] (?:\[pid (\d{1,10})(?::tid \d{1,20})?\] )?(?:\[client ([^\]]{1,255})\] ?)?/;
const NGINX = /^\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d \[([a-z]{1,8})\] (\d{1,10})#\d{1,10}: /;

/** A record of an error log's line; undefined if it is none. The times have no zone, and are none. */
export function decodeErrorLog(line: string): Decoded | undefined {
  const apache = line.startsWith("[") ? APACHE.exec(line) : null;
  if (apache !== null) {
    const [head, module, level, pid, client] = apache;
    return record(line, "apache", head, { module, level, pid, client });
  }
  const nginx = NGINX.exec(line);
  if (nginx === null) return undefined;
  const [head, level, pid] = nginx;
  return record(line, "nginx", head, { level, pid });
}

function record(
  line: string,
  product: "apache" | "nginx",
  head: string,
  parts: Readonly<Record<string, string | undefined>>,
): Decoded {
  return {
    source: { format: "text", product, service: product },
    fields: lazyTable(() => {
      const fields = new Map<string, FieldValue>([["line", line]]);
      for (const name in parts) {
        const value = parts[name];
        if (value !== undefined) fields.set(name, value);
      }
      fields.set("message", line.slice(head.length));
      return fields;
    }),
  };
}

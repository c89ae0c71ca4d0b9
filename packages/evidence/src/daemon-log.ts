// Logs that daemons write themselves, under `Wed Sep  4 10:04:35 2024`: vsftpd and ClamAV.
import type { FieldValue } from "@tocsin/model";
import { type Decoded, lazyTable } from "./decoded.ts";
import { addDetection } from "./syslog-fields.ts";

const VSFTPD = /^[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4} \[pid \d{1,10}\] /;
const CLAMAV = /^(?:[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4} -> |\/)/;

/** A record of a line of vsftpd or ClamAV; their times have no zone, and are none. */
export function decodeDaemonLog(line: string): Decoded | undefined {
  if (VSFTPD.test(line)) return plain(line, "vsftpd");
  const found = line.endsWith(" FOUND");
  if (!CLAMAV.test(line) || !(found || line.includes(" -> "))) return undefined;
  return found && line.includes(": ") ? detection(line) : plain(line, "clamav");
}

function plain(line: string, service: string): Decoded {
  return {
    source: { format: "text", product: "linux", service },
    fields: lazyTable(() => new Map<string, FieldValue>([["line", line]])),
  };
}

function detection(line: string): Decoded {
  return {
    source: { format: "text", product: "linux", category: "antivirus", service: "clamav" },
    fields: lazyTable(() => {
      const fields = new Map<string, FieldValue>([["line", line]]);
      addDetection(fields, line);
      return fields;
    }),
  };
}

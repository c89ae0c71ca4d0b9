import { gunzipSync } from "node:zlib";
import type { EvidenceRecord, FieldValue, RecordSource } from "@tocsin/model";
import { plainRecord } from "@tocsin/model";
import { readEvtx } from "../../../packages/evtx/src/index.ts";

/** The records of one simulated file in order, as the product's readers give them; `damage` collects complaints. */
export function readFile(file: string, bytes: Uint8Array, damage: string[]): EvidenceRecord[] {
  const raw = file.endsWith(".gz") ? new Uint8Array(gunzipSync(bytes)) : bytes;
  if (/\.evtx(?:\.gz)?$/.test(file)) return readLog(file, raw, damage);
  const lines = new TextDecoder("utf-8", { fatal: true }).decode(raw).trimEnd().split("\n");
  return lines.map((line) => readLine(file, line));
}

function readLog(file: string, bytes: Uint8Array, damage: string[]): EvidenceRecord[] {
  const records: EvidenceRecord[] = [];
  const sink = ({ code, message }: { code: string; message: string }) => {
    damage.push(`${file} ${code} ${message}`);
  };
  for (const record of readEvtx(bytes, { sink })) {
    if (!record.check()) damage.push(`${file} record ${record.recordId}`);
    const { channel, provider, eventId, computer, timeMs } = record;
    const source: RecordSource = {
      format: "evtx",
      product: "windows",
      ...(channel === undefined ? {} : { channel }),
      ...(provider === undefined ? {} : { provider }),
      ...(eventId === undefined ? {} : { eventId }),
    };
    const fields = Object.fromEntries(record.fields());
    records.push(plainRecord(fields, { place: { file }, source, host: computer, timeMs }));
  }
  return records;
}

function readLine(file: string, line: string): EvidenceRecord {
  if (!line.startsWith("{")) return readWebLine(file, line);
  const row = JSON.parse(line) as Record<string, string | number | string[]>;
  const { Channel, SourceName, EventID, Hostname } = row;
  if (Channel === undefined)
    return plainRecord(row, { place: { file }, source: { format: "json" } });
  const source = {
    format: "windows-json",
    product: "windows",
    channel: String(Channel),
    provider: String(SourceName),
    eventId: Number(EventID),
  };
  return plainRecord(row, { place: { file }, source, host: String(Hostname) });
}

const COMBINED = /^(\S+) - - \[([^\]]+)\] "(\S+) (\S+) HTTP\/1\.1" (\d{3}) (\d+) "-" "([^"]*)"$/;

function readWebLine(file: string, line: string): EvidenceRecord {
  const parts = COMBINED.exec(line);
  if (parts === null) throw new Error(`${file}: not a line of the combined format: ${line}`);
  const [, address = "", , method = "", uri = "", status = "", , agent = ""] = parts;
  const fields: Record<string, FieldValue> = {
    "c-ip": address,
    "cs-method": method,
    "cs-uri": uri,
    "sc-status": Number(status),
    "cs-user-agent": agent,
    line,
  };
  return plainRecord(fields, {
    place: { file },
    source: { format: "web-access", category: "webserver" },
  });
}

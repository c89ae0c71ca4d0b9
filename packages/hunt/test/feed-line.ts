import { plainRecord } from "@tocsin/model";
import type { EvidenceRecord } from "@tocsin/model";

/** Line `n` of some logs, by one of two users. */
export function line(n: number, host = "dc", timeMs = n): EvidenceRecord {
  return plainRecord(
    { User: n % 2 === 0 ? "ida" : "bo", Bytes: n },
    {
      place: { file: `${n % 3}.log`, line: n, recordId: String(n) },
      source: { format: "evtx", channel: "Security" },
      host,
      timeMs,
    },
  );
}

import { closeSync, openSync, readFileSync, readSync } from "node:fs";
import { isEvtx, readEvtx } from "@tocsin/evtx";
import type { EvtxRecord } from "@tocsin/evtx";
import type { DiagnosticSink, EvidenceRecord, FieldValue } from "@tocsin/model";
import { unreadable, walkEvidence } from "./walk.ts";

/** What is read, and how. */
export interface ReadOptions {
  readonly evidence: readonly string[];
  /** UTC milliseconds, both included. */
  readonly since?: number;
  readonly until?: number;
  readonly signal?: AbortSignal;
  readonly onDiagnostic: DiagnosticSink;
}

const HEAD_BYTES = 4096;

/**
 * Reads the Windows event logs (EVTX) among the evidence, in a stable order. What is no event log, by its
 * bytes, is told and left out; damage is told with its place, and what is sound around it is read.
 * @throws {HuntError} `HUNT_PATH`
 */
export function* readRecords(options: ReadOptions): Generator<EvidenceRecord, void, undefined> {
  const { since = -Infinity, until = Infinity, signal, onDiagnostic } = options;
  for (const { path, file } of walkEvidence(options.evidence, onDiagnostic)) {
    const bytes = open(path, file, onDiagnostic);
    if (bytes === undefined) continue;
    const sink = ({
      code,
      message,
      offsetBytes,
    }: {
      code: string;
      message: string;
      offsetBytes: number;
    }) =>
      onDiagnostic({
        severity: "warning",
        code: "HUNT_DAMAGE",
        message: `${code}: ${message}`,
        place: { file, offsetBytes },
      });
    for (const record of readEvtx(bytes, { sink })) {
      if (signal?.aborted === true) return;
      if (record.timeMs >= since && record.timeMs <= until) yield toRecord(record, file);
    }
  }
}

function open(path: string, file: string, onDiagnostic: DiagnosticSink): Uint8Array | undefined {
  try {
    if (isEvtx(head(path))) return readFileSync(path);
  } catch (error) {
    onDiagnostic(unreadable(file, error));
    return undefined;
  }
  onDiagnostic({
    severity: "warning",
    code: "HUNT_FORMAT",
    message: "is no EVTX log by its first bytes; this version reads nothing else",
    place: { file },
    remedy: "Give the .evtx export of the log",
  });
  return undefined;
}

function head(path: string): Uint8Array {
  const descriptor = openSync(path, "r");
  try {
    const bytes = new Uint8Array(HEAD_BYTES);
    return bytes.subarray(0, readSync(descriptor, bytes));
  } finally {
    closeSync(descriptor);
  }
}

function toRecord(record: EvtxRecord, file: string): EvidenceRecord {
  const { channel, provider, eventId, computer } = record;
  const fields = record.fields() as ReadonlyMap<string, FieldValue>;
  return {
    place: { file, offsetBytes: record.offsetBytes, recordId: String(record.recordId) },
    source: {
      format: "evtx",
      product: "windows",
      ...(channel !== undefined && { channel }),
      ...(provider !== undefined && { provider }),
      ...(eventId !== undefined && { eventId }),
    },
    timeMs: record.timeMs,
    host: computer,
    field: (name) => fields.get(name),
    fields: () => fields,
  };
}

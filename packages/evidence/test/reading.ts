import type { Diagnostic, EvidenceRecord, FieldValue } from "@tocsin/model";
import {
  createReader,
  type ReaderOptions,
  recognizeFormat,
  type TextFormat,
} from "../src/index.ts";

export interface Read {
  readonly records: EvidenceRecord[];
  readonly diagnostics: Diagnostic[];
  damaged: number;
}

/** Reads bytes or text as a format (recognised unless given), in pieces of a size. */
export function read(
  input: Uint8Array | string,
  format?: TextFormat,
  options: Partial<ReaderOptions> & { pieceBytes?: number } = {},
): Read {
  const bytes = typeof input === "string" ? new TextEncoder().encode(input) : input;
  const result: Read = { records: [], diagnostics: [], damaged: 0 };
  const recognized = format ?? (recognizeFormat(bytes) as TextFormat);
  const reader = createReader(recognized, {
    file: "evidence",
    onRecord: (record) => void result.records.push(record),
    onDiagnostic: (one) => void result.diagnostics.push(one),
    onDamaged: () => void result.damaged++,
    ...options,
  });
  const step = options.pieceBytes ?? 64 * 1024;
  // One buffer for all pieces: a reader that keeps a part of it shows.
  const buffer = new Uint8Array(step);
  for (let at = 0; at < bytes.length; at += step) {
    const piece = bytes.subarray(at, at + step);
    buffer.set(piece);
    reader.push(buffer.subarray(0, piece.length));
    buffer.fill(0x78);
  }
  reader.end();
  return result;
}

export function fieldsOf(record: EvidenceRecord | undefined): Record<string, FieldValue> {
  return Object.fromEntries(record?.fields() ?? []);
}

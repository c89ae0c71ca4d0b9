import { CHUNK_HEADER_BYTES } from "./chunk-header.ts";
import type { Chunk } from "./chunk.ts";
import type { EvtxDiagnosticCode } from "./diagnostic.ts";
import { u64 } from "./file-header.ts";
import { EvtxRecord, RECORD_HEADER_BYTES } from "./record.ts";

/** `2a2a0000` as a little-endian number. */
const RECORD_MAGIC = 0x2a2a;
const SMALLEST_RECORD_BYTES = RECORD_HEADER_BYTES + 4;

/** What the chunk's header promises about its records. */
export interface Extent {
  /** Up to here there must be records, without a gap. */
  readonly promised: number;
  /**
   * What may follow: nothing but slack; records whose ids go on one by one, as in a live log, whose
   * header lags behind; or anything, where the header cannot be believed.
   */
  readonly beyond: "slack" | "sequel" | "anything";
}

/**
 * The records of a chunk in their order. After a bad record the next sound one is looked for by its magic.
 */
export function* walkRecords(chunk: Chunk, extent: Extent): Generator<EvtxRecord, void, undefined> {
  const { view } = chunk;
  const end = view.byteLength;
  let at = CHUNK_HEADER_BYTES;
  let previousId = -1;
  while (at + SMALLEST_RECORD_BYTES <= end) {
    const flaw = flawAt(view, at);
    if (flaw === undefined) {
      const recordId = u64(view, at + 8);
      if (at >= extent.promised && !goesOn(extent, recordId, previousId)) return;
      const size = view.getUint32(at + 4, true);
      yield new EvtxRecord(chunk, at, size, recordId);
      previousId = recordId;
      at += size;
      continue;
    }
    const beyond = at >= extent.promised;
    if (beyond && extent.beyond !== "anything") return;
    const next = nextRecord(chunk, at + 1);
    if (!beyond || next !== undefined)
      reportGap(chunk, at, flaw, next ?? Math.max(at, extent.promised));
    if (next === undefined) return;
    at = next;
  }
}

function goesOn(extent: Extent, recordId: number, previousId: number): boolean {
  if (extent.beyond === "sequel") return recordId === previousId + 1;
  return extent.beyond === "anything";
}

/** What is wrong with a record's frame; undefined if nothing is. `at` leaves room for the smallest record. */
function flawAt(view: DataView, at: number): EvtxDiagnosticCode | undefined {
  if (view.getUint32(at, true) !== RECORD_MAGIC) return "EVTX_RECORD_MAGIC";
  const size = view.getUint32(at + 4, true);
  if (size < SMALLEST_RECORD_BYTES || size > view.byteLength - at) return "EVTX_RECORD_SIZE";
  return view.getUint32(at + size - 4, true) === size ? undefined : "EVTX_RECORD_TRAILER";
}

/** The next sound record frame at or after `from`. */
function nextRecord(chunk: Chunk, from: number): number | undefined {
  const { bytes, view } = chunk;
  for (
    let at = bytes.indexOf(0x2a, from);
    at >= 0 && at + SMALLEST_RECORD_BYTES <= bytes.length;
    at = bytes.indexOf(0x2a, at + 1)
  ) {
    if (flawAt(view, at) === undefined) return at;
  }
  return undefined;
}

function reportGap(chunk: Chunk, at: number, code: EvtxDiagnosticCode, next: number): void {
  const { view } = chunk;
  const named = code !== "EVTX_RECORD_MAGIC";
  const what = {
    EVTX_RECORD_MAGIC: `expected a record, got ${hex(view.getUint32(at))}`,
    EVTX_RECORD_SIZE: `record has the impossible size ${view.getUint32(at + 4, true)}`,
    EVTX_RECORD_TRAILER: `record of ${view.getUint32(at + 4, true)} bytes does not end with its size`,
  }[code as "EVTX_RECORD_MAGIC" | "EVTX_RECORD_SIZE" | "EVTX_RECORD_TRAILER"];
  chunk.settings.sink({
    severity: "error",
    code,
    offsetBytes: chunk.offsetBytes + at,
    ...(named ? { recordId: u64(view, at + 8) } : {}),
    message: `${what}; ${next - at} bytes are left out`,
  });
}

function hex(value: number): string {
  return `0x${value.toString(16).padStart(8, "0")}`;
}

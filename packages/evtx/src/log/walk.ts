import type { EvtxDiagnosticCode } from "../diagnostic.ts";
import { EvtxRecord } from "../record.ts";
import type { Gap } from "../recover/stale.ts";
import { CHUNK_HEADER_BYTES } from "./chunk-header.ts";
import type { Chunk } from "./chunk.ts";
import { u64 } from "./file-header.ts";
import { flawAt, nextRecordMagic, realRecordAt, SMALLEST_RECORD_BYTES } from "./record-frame.ts";

/** What the chunk's header promises about its records. */
export interface Extent {
  /** Up to here there must be records, without a gap. */
  readonly promised: number;
  /**
   * What may follow: nothing but slack; records whose ids go on one by one, as in a live log, whose
   * header lags behind; or anything, where the header cannot be believed.
   */
  readonly beyond: "slack" | "sequel" | "anything";
  /** Ids of the promised records, where the header can be believed. */
  readonly ids?: { readonly first: number; readonly last: number } | undefined;
}

/**
 * The records of a chunk in their order. After a bad record the next sound one is looked for by its magic;
 * one whose id the header does not know is of an earlier life of the chunk, and not among them.
 * @param gaps receives what the records do not take, up to the end of the chunk
 */
export function* walkRecords(
  chunk: Chunk,
  extent: Extent,
  gaps: Gap[] = [],
): Generator<EvtxRecord, void, undefined> {
  const { view } = chunk;
  const end = view.byteLength;
  let at = CHUNK_HEADER_BYTES;
  let previousId = -1;
  const foreign: Foreign = { at: 0, first: 0, last: 0, count: 0 };
  while (at + SMALLEST_RECORD_BYTES <= end) {
    const flaw = flawAt(view, at);
    if (flaw === undefined) {
      const recordId = u64(view, at + 8);
      if (at >= extent.promised && !goesOn(extent, recordId, previousId)) break;
      const size = view.getUint32(at + 4, true);
      if (at < extent.promised) countForeign(foreign, extent, at, recordId);
      yield new EvtxRecord(chunk, at, size, recordId);
      previousId = recordId;
      at += size;
      continue;
    }
    const beyond = at >= extent.promised;
    if (beyond && extent.beyond !== "anything") break;
    const next = nextRecord(chunk, at + 1, extent);
    if (!beyond || next !== undefined)
      reportGap(chunk, at, flaw, next ?? Math.max(at, extent.promised));
    if (next === undefined) break;
    gaps.push({ from: at, to: next });
    at = next;
  }
  if (at < end) gaps.push({ from: at, to: end });
  if (foreign.count > 0) tellForeign(chunk, extent, foreign);
}

/** Records that the header does not know. */
interface Foreign {
  at: number;
  first: number;
  last: number;
  count: number;
}

function countForeign(foreign: Foreign, { ids }: Extent, at: number, recordId: number): void {
  if (ids === undefined || (recordId >= ids.first && recordId <= ids.last)) return;
  if (foreign.count++ === 0) {
    foreign.at = at;
    foreign.first = recordId;
  }
  foreign.last = recordId;
}

function tellForeign(chunk: Chunk, { ids }: Extent, foreign: Foreign): void {
  chunk.settings.sink({
    severity: "warning",
    code: "EVTX_RECORD_FOREIGN",
    offsetBytes: chunk.offsetBytes + foreign.at,
    recordId: foreign.first,
    message: `${foreign.count} records with ids from ${foreign.first} to ${foreign.last} in a chunk whose header says ${ids?.first} to ${ids?.last}: they may be of another state of the log`,
  });
}

function goesOn(extent: Extent, recordId: number, previousId: number): boolean {
  if (extent.beyond === "sequel") return recordId === previousId + 1;
  return extent.beyond === "anything";
}

/** The next sound record of this life of the chunk at or after `from`. */
function nextRecord(chunk: Chunk, from: number, extent: Extent): number | undefined {
  const { bytes, view } = chunk;
  const { promised, beyond, ids } = extent;
  const to = beyond === "anything" ? bytes.length : promised;
  for (
    let at = nextRecordMagic(bytes, from, to);
    at !== undefined;
    at = nextRecordMagic(bytes, at + 1, to)
  ) {
    if (realRecordAt(view, at) === 0) continue;
    const recordId = u64(view, at + 8);
    if (ids === undefined || (recordId >= ids.first && recordId <= ids.last)) return at;
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

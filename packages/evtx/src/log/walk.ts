import type { EvtxDiagnosticCode } from "../diagnostic.ts";
import { EvtxRecord } from "../record.ts";
import type { Gap } from "../recover/stale.ts";
import type { Chunk } from "./chunk.ts";
import { u64 } from "./file-header.ts";
import { flawAt, nextRecordMagic, realRecordAt, SMALLEST_RECORD_BYTES } from "./record-frame.ts";

/** What the chunk's header promises about its records. */
export interface Extent {
  /** Where the first record must or, where nothing is promised, may begin. */
  readonly from: number;
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
  let at = extent.from;
  let previousAt = -1;
  /** Found behind a flaw, and so known to belong. */
  let foundAt = -1;
  const { ids } = extent;
  const foreign: Foreign = { at: 0, first: 0, last: 0, count: 0 };
  while (at + SMALLEST_RECORD_BYTES <= end) {
    const flaw = flawAt(view, at);
    if (flaw === undefined) {
      const isNext = at < extent.promised || at === foundAt;
      if (!isNext && !goesOn(extent, view, at, previousAt)) break;
      const recordId = u64(view, at + 8);
      const size = view.getUint32(at + 4, true);
      if (ids !== undefined && (recordId < ids.first || recordId > ids.last))
        countForeign(foreign, extent, at, recordId);
      yield new EvtxRecord(chunk, at, size, recordId);
      previousAt = at;
      at += size;
      continue;
    }
    const beyond = at >= extent.promised;
    if (beyond && extent.beyond === "slack") break;
    const next = nextRecord(chunk, at, extent, previousAt);
    // That a chunk does not begin with its header was told already.
    const isHeader = at === 0;
    if (!isHeader && (!beyond || next !== undefined))
      reportGap(chunk, at, flaw, next ?? Math.max(at, extent.promised));
    if (next === undefined) break;
    gaps.push({ from: at, to: next });
    at = next;
    foundAt = next;
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

function countForeign(foreign: Foreign, { promised }: Extent, at: number, recordId: number): void {
  // Behind what the header promises it knows of none.
  if (at >= promised) return;
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

function goesOn(extent: Extent, view: DataView, at: number, previousAt: number): boolean {
  if (extent.beyond === "sequel") return stepsFrom(view, previousAt, at) === 1;
  return extent.beyond === "anything";
}

/** How much higher the id of the record at `at` is; by its low half, which doubles hold. 0 if there is none before. */
function stepsFrom(view: DataView, previousAt: number, at: number): number {
  if (previousAt < 0) return 0;
  return (view.getUint32(at + 8, true) - view.getUint32(previousAt + 8, true)) | 0;
}

/** The next sound record of this life of the chunk behind the flaw at `flawAt`. */
function nextRecord(
  chunk: Chunk,
  flawedAt: number,
  extent: Extent,
  previousAt: number,
): number | undefined {
  const { bytes } = chunk;
  const to = extent.beyond === "slack" ? extent.promised : bytes.length;
  for (
    let at = nextRecordMagic(bytes, flawedAt + 1, to);
    at !== undefined;
    at = nextRecordMagic(bytes, at + 1, to)
  )
    if (belongs(chunk.view, at, extent, flawedAt, previousAt)) return at;
  return undefined;
}

/** Whether what bears the magic of a record behind a flaw is a record of this life of the chunk. */
function belongs(
  view: DataView,
  at: number,
  { promised, beyond, ids }: Extent,
  flawedAt: number,
  previousAt: number,
): boolean {
  if (at < promised && ids !== undefined) {
    // The header vouches for it: its id and time may be what they like.
    if (at + SMALLEST_RECORD_BYTES > view.byteLength || flawAt(view, at) !== undefined)
      return false;
    const recordId = u64(view, at + 8);
    return recordId >= ids.first && recordId <= ids.last;
  }
  if (realRecordAt(view, at) === 0) return false;
  if (at < promised || beyond === "anything") return true;
  // As many may be lost as there is room for.
  const lost = Math.floor((at - flawedAt) / SMALLEST_RECORD_BYTES);
  const steps = stepsFrom(view, previousAt, at);
  return steps > 0 && steps <= lost + 1;
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

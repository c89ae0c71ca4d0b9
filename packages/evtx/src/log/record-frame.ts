import { FLAG_MORE, TOKEN_FRAGMENT, TOKEN_OPEN, TOKEN_TEMPLATE } from "../binxml/token.ts";
// The frame of a record, by which it is known where no header leads to it: libevtx "Event record".
// `2a 2a 00 00`, u32 size, u64 record id, FILETIME, binary XML, u32 size again.
import type { EvtxDiagnosticCode } from "../diagnostic.ts";

/** `2a2a0000` as a little-endian number. */
const RECORD_MAGIC = 0x2a2a;
/** Magic, size, id, time; binary XML follows. */
export const RECORD_HEADER_BYTES = 24;
/** The size once more, behind the binary XML. */
export const RECORD_TRAILER_BYTES = 4;
/** Header and trailer. */
export const SMALLEST_RECORD_BYTES: number = RECORD_HEADER_BYTES + RECORD_TRAILER_BYTES;
/** A chunk without its header. */
const LARGEST_RECORD_BYTES = 65_536 - 512;
/** High halves of the FILETIMEs of 1990 and 2100. */
const FIRST_TIME_HIGH = 0x01b4_1e2a;
const LAST_TIME_HIGH = 0x022f_7163;

/** What is wrong with a record's frame; undefined if nothing is. `at` leaves room for the smallest record. */
export function flawAt(view: DataView, at: number): EvtxDiagnosticCode | undefined {
  if (view.getUint32(at, true) !== RECORD_MAGIC) return "EVTX_RECORD_MAGIC";
  const size = view.getUint32(at + 4, true);
  if (size < SMALLEST_RECORD_BYTES || size > view.byteLength - at) return "EVTX_RECORD_SIZE";
  return view.getUint32(at + size - RECORD_TRAILER_BYTES, true) === size
    ? undefined
    : "EVTX_RECORD_TRAILER";
}

/**
 * Size of the record at `at` if it looks like a real one: a whole frame no larger than a chunk, an id from 1 below
 * 2^32 (no log has had more), written between 1990 and 2100 or without a time (so the last one of an export), binary XML that begins as Windows begins it. Else 0. Constant time.
 */
export function realRecordAt(view: DataView, at: number): number {
  if (at + SMALLEST_RECORD_BYTES > view.byteLength || flawAt(view, at) !== undefined) return 0;
  const size = view.getUint32(at + 4, true);
  if (size > LARGEST_RECORD_BYTES || size < SMALLEST_RECORD_BYTES + 5) return 0;
  const written = view.getUint32(at + 20, true);
  const isTimeless = written === 0 && view.getUint32(at + 16, true) === 0;
  if (!isTimeless && (written < FIRST_TIME_HIGH || written >= LAST_TIME_HIGH)) return 0;
  if (view.getUint32(at + 12, true) !== 0 || view.getUint32(at + 8, true) === 0) return 0;
  return beginsBinaryXml(view, at + RECORD_HEADER_BYTES) ? size : 0;
}

/** A template instance, or the header of a fragment, version 1.1, and what may follow it. */
function beginsBinaryXml(view: DataView, at: number): boolean {
  const first = view.getUint8(at);
  if (first === TOKEN_TEMPLATE) return true;
  if (first !== TOKEN_FRAGMENT || view.getUint16(at + 1, true) !== 0x0101) return false;
  const next = view.getUint8(at + 4);
  return next === TOKEN_TEMPLATE || (next & ~FLAG_MORE) === TOKEN_OPEN;
}

/** The next place at or after `from` and before `to` that bears a record's magic; undefined if none. */
export function nextRecordMagic(bytes: Uint8Array, from: number, to: number): number | undefined {
  // Never beyond `to`: what is asked piece by piece must not search the rest each time.
  const part = bytes.subarray(0, Math.max(0, Math.min(to + 3, bytes.length)));
  for (let at = part.indexOf(0x2a, from); at >= 0 && at + 3 < part.length;) {
    const isPair = part[at + 1] === 0x2a;
    if (isPair && part[at + 2] === 0 && part[at + 3] === 0) return at;
    at = isPair ? at + 1 : part.indexOf(0x2a, at + 1);
  }
  return undefined;
}

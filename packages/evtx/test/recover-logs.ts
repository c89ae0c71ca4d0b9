// Logs for the tests of damage and recovery: sound ones, and what may become of them.
import { writeEvtx } from "../../../tools/testkit/src/index.ts";
import type { WindowsEvent } from "../../../tools/testkit/src/index.ts";
import { CHUNK_BYTES, HEADER_BLOCK_BYTES, readEvtx } from "../src/index.ts";
import type { EvtxDiagnostic, EvtxOptions, EvtxRecord } from "../src/index.ts";
import { crc32 } from "../src/log/crc32.ts";

export const FIRST_MS: number = Date.UTC(2024, 4, 13);

/** An event of a provider whose template has one field of its own, `field`. */
export function event(n: number, field = "Command", provider = "Harrow-Alpha"): WindowsEvent {
  return {
    provider: { name: provider, guid: "5770385f-c22a-43e0-bf4c-06f5698ffbd9" },
    eventId: 1,
    version: 1,
    level: 4,
    task: 1,
    opcode: 0,
    keywords: 0x8000000000000000n,
    timeMs: FIRST_MS + n * 1000,
    processId: 4,
    threadId: 8,
    channel: `${provider}/Operational`,
    computer: "PORTAL.harrowgate.example",
    data: [[field, { type: "string", value: `value ${n} of ${field}` }]],
  };
}

/** A log of so many events, ids from `first`. */
export function log(count: number, field?: string, provider?: string, first = 1): Uint8Array {
  const events = Array.from({ length: count }, (_, n) => event(first + n, field, provider));
  return writeEvtx(events, { firstRecordId: first });
}

export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** The bytes of a chunk of a log, not copied. */
export function chunkOf(bytes: Uint8Array, index = 0): Uint8Array {
  const start = HEADER_BLOCK_BYTES + index * CHUNK_BYTES;
  return bytes.subarray(start, start + CHUNK_BYTES);
}

/** Where the records of a chunk end. */
export function freeOf(chunk: Uint8Array): number {
  return viewOf(chunk).getUint32(48, true);
}

/** Puts both checksums of a chunk right. */
export function mend(chunk: Uint8Array): void {
  const view = viewOf(chunk);
  view.setUint32(52, crc32(chunk.subarray(512, freeOf(chunk))), true);
  view.setUint32(124, crc32(chunk.subarray(128, 512), crc32(chunk.subarray(0, 120))), true);
}

/** Writes the chunk of `today` over that of `old`, as the log service does: what it does not take stays. */
export function overwrite(old: Uint8Array, today: Uint8Array): Uint8Array {
  const both = today.slice();
  const free = freeOf(chunkOf(today));
  chunkOf(both).set(chunkOf(old).subarray(free), free);
  return both;
}

/** Joins the chunks of logs behind the header of the first. */
export function join(...logs: readonly Uint8Array[]): Uint8Array {
  const chunks = logs.map((one) => one.subarray(HEADER_BLOCK_BYTES));
  const size = chunks.reduce((sum, { length }) => sum + length, HEADER_BLOCK_BYTES);
  const bytes = new Uint8Array(size);
  bytes.set((logs[0] as Uint8Array).subarray(0, HEADER_BLOCK_BYTES));
  let at = HEADER_BLOCK_BYTES;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

export interface Reading {
  readonly records: readonly EvtxRecord[];
  readonly ids: readonly number[];
  readonly told: readonly EvtxDiagnostic[];
  readonly codes: readonly string[];
}

/** Reads all, decodes all, keeps what was told. */
export function read(
  bytes: Uint8Array,
  options: EvtxOptions = {},
  reader: (bytes: Uint8Array, options: EvtxOptions) => Iterable<EvtxRecord> = readEvtx,
): Reading {
  const told: EvtxDiagnostic[] = [];
  const records = [...reader(bytes, { ...options, sink: (one) => void told.push(one) })];
  for (const record of records) record.check();
  return {
    records,
    ids: records.map(({ recordId }) => recordId),
    told,
    codes: [
      ...new Set(told.filter(({ code }) => code !== "EVTX_CHUNK_COUNT").map(({ code }) => code)),
    ],
  };
}

/** Whole numbers from `from` to `to`. */
export function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, n) => from + n);
}

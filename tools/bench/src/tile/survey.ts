import { closeSync, openSync, readdirSync, readSync, statSync } from "node:fs";
import { join } from "node:path";
import { CHUNK_BYTES, HEADER_BLOCK_BYTES, isEvtx, readChunk, readChunkHeader } from "@tocsin/evtx";
import type { EvtxRecord } from "@tocsin/evtx";
import { emptyTally, tallyRecord } from "../expected.ts";
import type { Tally } from "../expected.ts";
import { isSealed } from "./checksum.ts";
import { CHUNK, RECORD } from "./layout.ts";
import { mendChunk } from "./mend.ts";
import type { IdPlaces } from "./mend.ts";
import { createIdFinder } from "./record-id-slot.ts";

/** A chunk that may be repeated. Its bytes stay in the file. */
export interface SourceChunk {
  readonly path: string;
  readonly offsetBytes: number;
  /** Bytes up to its free space. */
  readonly usedBytes: number;
  /** Template definitions in the chunk's table of them. */
  readonly templates: number;
  readonly places: IdPlaces;
  readonly tally: Readonly<Tally>;
}

/** Every `.evtx` file below folders, folder by folder, by path. */
export function findLogs(folders: readonly string[]): string[] {
  return folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((path) => path.toLowerCase().endsWith(".evtx"))
      .toSorted()
      .map((path) => join(folder, path)),
  );
}

/** The valid chunks of files, in file order. Chunks of zeros and bytes off the grid are passed over. */
export function* surveyChunks(
  files: readonly string[],
  onRefused: (place: string, why: string) => void,
): Generator<SourceChunk, void, undefined> {
  const bytes = new Uint8Array(CHUNK_BYTES);
  for (const path of files) {
    const size = statSync(path).size;
    const file = openSync(path, "r");
    try {
      const head = new Uint8Array(8);
      readSync(file, head, 0, head.length, 0);
      if (!isEvtx(head)) {
        onRefused(path, "no event log");
        continue;
      }
      for (let at = HEADER_BLOCK_BYTES; at + CHUNK_BYTES <= size; at += CHUNK_BYTES) {
        readSync(file, bytes, 0, CHUNK_BYTES, at);
        if (bytes.every((byte) => byte === 0)) continue;
        const found = examineChunk(bytes);
        if (typeof found === "string") onRefused(`${path} at byte ${at}`, found);
        else yield { path, offsetBytes: at, ...found };
      }
    } finally {
      closeSync(file);
    }
  }
}

/**
 * What the tiler needs of a chunk, or why it cannot be used. The bytes get other ids by that.
 * @param bytes 65,536
 */
export function examineChunk(
  bytes: Uint8Array,
): Omit<SourceChunk, "path" | "offsetBytes"> | string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { freeSpaceOffset: used } = readChunkHeader(view);
  if (used <= CHUNK.firstRecord || used > CHUNK_BYTES) return "its header makes no sense";
  if (!isSealed(bytes)) return "a checksum is wrong";
  const records = soundRecords(bytes);
  if (typeof records === "string") return records;
  const finder = createIdFinder(bytes);
  const headers: number[] = [];
  const values: number[] = [];
  const tally = emptyTally();
  let end: number = CHUNK.firstRecord;
  for (const record of records) {
    if (record.offsetBytes !== end) return "its records leave gaps";
    end += record.sizeBytes;
    const value = finder.find(record.offsetBytes);
    if (value === undefined) return "a record has no EventRecordID among its values";
    headers.push(record.offsetBytes + RECORD.id);
    values.push(value);
    tallyRecord(tally, record);
  }
  if (end !== used) return "its records do not end where its free space begins";
  const places = { headers, values };
  return isConfirmed(bytes, places)
    ? { usedBytes: used, templates: countTemplates(view, used), places, tally }
    : "its ids cannot be mended";
}

/** Follows the 32 lists of the template table: each definition begins with the offset of the next. */
function countTemplates(view: DataView, used: number): number {
  const met = new Set<number>();
  for (let bucket: number = CHUNK.templateTable; bucket < CHUNK.firstRecord; bucket += 4) {
    let at = view.getUint32(bucket, true);
    while (at >= CHUNK.firstRecord && at + 4 <= used && !met.has(at)) {
      met.add(at);
      at = view.getUint32(at, true);
    }
  }
  return met.size;
}

/** Rewrites the ids twice and lets the reader find them: the places are the right ones and no others. */
function isConfirmed(bytes: Uint8Array, places: IdPlaces): boolean {
  return [0x0102_0304, 0x0a0b_0c0d].every((firstId) => {
    mendChunk(bytes, places, firstId);
    const records = soundRecords(bytes);
    return (
      typeof records !== "string" &&
      records.length === places.headers.length &&
      records.every(
        (record, n) =>
          record.recordId === firstId + n && record.field("EventRecordID") === firstId + n,
      )
    );
  });
}

/** The records of a chunk; or what is wrong with it. */
function soundRecords(bytes: Uint8Array): readonly EvtxRecord[] | string {
  let damage: string | undefined;
  const sink = ({ code }: { readonly code: string }): void => void (damage ??= code);
  const records = [...readChunk(bytes, { sink })];
  for (const record of records) record.check();
  return damage ?? records;
}

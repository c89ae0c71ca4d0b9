import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import {
  CHUNK_BYTES,
  chunkPlaces,
  HEADER_BYTES,
  isChunkAt,
  isSealed,
  recordPlaces,
  seal,
  viewOf,
} from "../mutate/layout.ts";
import type { Random } from "../mutate/random.ts";

/** Folders of the data sets that hold event logs. */
const FOLDERS: readonly (readonly string[])[] = [
  ["evtx", "dirty"],
  ["evtx", "samples"],
  ["sigma", "regression"],
];
const MOST_RECORDS = 10;
const MOST_FILE_BYTES = 32 * 1024 * 1024;

/** The event logs of the data sets, in order of their paths; none where the data sets are absent. */
export function findLogs(corpora: string): string[] {
  const logs: string[] = [];
  for (const parts of FOLDERS) {
    const folder = join(corpora, "hunting", ...parts);
    let paths: string[];
    try {
      paths = readdirSync(folder, { recursive: true, encoding: "utf8" });
    } catch (error) {
      if (error instanceof Error && "code" in error && error.code === "ENOENT") continue;
      throw error;
    }
    for (const path of paths.sort()) if (/\.evtx$/i.test(path)) logs.push(join(folder, path));
  }
  return logs;
}

/** A few records of one or two chunks of a log. */
export function readSeed(path: string, random: Random): Uint8Array {
  // A copy that is no `Buffer`, of which `slice` would share the memory.
  const bytes = new Uint8Array(readFileSync(path).subarray(0, MOST_FILE_BYTES));
  return cutLog(bytes, random);
}

/**
 * A log of one or two chunks of another, each with its first records. What stood behind them is zero, or is
 * left as the slack of the chunk. Checksums are right where they were right; a damaged log stays so.
 */
function cutLog(bytes: Uint8Array, random: Random): Uint8Array {
  const places = chunkPlaces(bytes).filter((at) => isChunkAt(bytes, at));
  const sealed = places.filter((at) => isSealed(bytes, at));
  if (sealed.length === 0) return bytes.slice(0, HEADER_BYTES + 2 * CHUNK_BYTES);
  const count = Math.min(sealed.length, random.oneIn(4) ? 2 : 1);
  const first = random.below(sealed.length - count + 1);
  const cut = new Uint8Array(HEADER_BYTES + count * CHUNK_BYTES);
  cut.set(bytes.subarray(0, HEADER_BYTES));
  viewOf(cut).setUint16(42, count, true);
  for (let n = 0; n < count; n++) {
    const from = sealed[first + n] as number;
    const at = HEADER_BYTES + n * CHUNK_BYTES;
    cut.set(bytes.subarray(from, from + CHUNK_BYTES), at);
    endChunk(cut, at, random);
  }
  seal(cut);
  return cut;
}

function endChunk(bytes: Uint8Array, at: number, random: Random): void {
  const records = recordPlaces(bytes, at);
  const kept = 1 + random.below(MOST_RECORDS);
  const last = records[kept - 1];
  const next = records[kept];
  if (last === undefined || next === undefined) return;
  const view = viewOf(bytes);
  const id = view.getBigUint64(last.at + 8, true);
  for (const offset of [16, 32]) view.setBigUint64(at + offset, id, true);
  view.setUint32(at + 44, last.at - at, true);
  view.setUint32(at + 48, next.at - at, true);
  if (random.oneIn(4)) bytes.fill(0, next.at + (next.sizeBytes << 2), at + CHUNK_BYTES);
  else bytes.fill(0, next.at, at + CHUNK_BYTES);
}

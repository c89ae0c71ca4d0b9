import { closeSync, openSync, readFileSync, readSync, writeFileSync } from "node:fs";
import { CHUNK_BYTES, HEADER_BLOCK_BYTES } from "@tocsin/evtx";
import { expectFiles } from "../expected.ts";
import { fileHeader } from "../tile/write-tile.ts";
import type { TileFacts } from "../tile/write-tile.ts";
import type { RaceInput } from "./run-race.ts";

/** Enough for any folder of samples, and small enough to be read at once. */
const MOST_ROUND_CHUNKS = 1024;

/** The facts beside a tiled file. */
export function readFacts(path: string): TileFacts {
  const facts = JSON.parse(readFileSync(`${path}.json`, "utf8")) as Partial<TileFacts>;
  if (facts.version !== 1)
    throw new Error(
      `${path}.json: expected version 1, got ${String(facts.version)}; make it again`,
    );
  return facts as TileFacts;
}

/** One round of a tiled file as a file of its own, for the slow. */
export function writeRound(path: string, facts: TileFacts, target: string): RaceInput {
  const chunks = Math.min(facts.chunks, facts.roundChunks, MOST_ROUND_CHUNKS);
  return writeHead(path, chunks, target, "one round of the tile");
}

/** The first chunk of a tiled file as a file of its own: reading it is little more than to start. */
export function writeFirstChunk(path: string, target: string): RaceInput {
  return writeHead(path, 1, target, "one chunk, for the start-up");
}

function writeHead(path: string, chunks: number, target: string, name: string): RaceInput {
  const bytes = new Uint8Array(HEADER_BLOCK_BYTES + chunks * CHUNK_BYTES);
  const file = openSync(path, "r");
  try {
    if (readSync(file, bytes) !== bytes.length) throw new Error(`${path} is shorter than it says`);
  } finally {
    closeSync(file);
  }
  const lastId = new DataView(bytes.buffer).getBigUint64(bytes.length - CHUNK_BYTES + 32, true);
  bytes.set(fileHeader(chunks, Number(lastId) + 1));
  writeFileSync(target, bytes);
  return { name, files: [target], expected: expectFiles([target]) };
}

import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { CHUNK_BYTES, HEADER_BLOCK_BYTES } from "@tocsin/evtx";
import { UsageError } from "../command.ts";
import type { World } from "../command.ts";
import { tileFolders } from "../corpora.ts";
import { formatSize, parseSize } from "../size.ts";
import { findLogs, surveyChunks } from "./survey.ts";
import type { SourceChunk } from "./survey.ts";
import { writeTile } from "./write-tile.ts";
import type { TileFacts } from "./write-tile.ts";

/** A chunk is dense when this part of it is in use. */
const DENSE = 0.9;
/** With fewer dense chunks than this a file of them would say little about logs. */
const FEWEST_DENSE = 16;
const MOST_REFUSALS = 10;

export interface TileOptions {
  readonly out: string;
  readonly sizeBytes: number;
  readonly from: readonly string[];
  readonly dense: boolean;
}

/** @throws {UsageError} */
export function parseTileOptions(args: readonly string[], corpora: string): TileOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      out: { type: "string" },
      size: { type: "string" },
      from: { type: "string", multiple: true },
      dense: { type: "boolean" },
    },
  });
  if (values.out === undefined) throw new UsageError("tile: --out FILE is missing");
  const sizeBytes = parseSize(values.size ?? "2GiB");
  if (sizeBytes === undefined)
    throw new UsageError(`tile: --size: expected a size such as 2GiB, got ${values.size}`);
  return {
    out: resolve(values.out),
    sizeBytes,
    from: values.from ?? tileFolders(corpora),
    dense: values.dense === true,
  };
}

/** Makes a tiled file and its facts beside it. */
export async function makeTile(options: TileOptions, world: World): Promise<TileFacts> {
  const { sizeBytes } = options;
  const needed = Math.max(1, Math.ceil((sizeBytes - HEADER_BLOCK_BYTES) / CHUNK_BYTES));
  const sources = takeChunks(options, needed, world);
  let told = 0;
  const facts = await writeTile(options.out, sources, {
    sizeBytes,
    signal: world.signal,
    onProgress: (bytes) => {
      const tenths = Math.floor((10 * bytes) / sizeBytes);
      if (tenths === told) return;
      told = tenths;
      world.printError(`${formatSize(bytes)} of ${formatSize(sizeBytes)}\n`);
    },
  });
  writeFileSync(`${options.out}.json`, `${JSON.stringify(facts, undefined, 2)}\n`);
  return facts;
}

/** What was made, for people. */
export function describeTile(path: string, facts: TileFacts): string {
  const { records, chunks, payloadBytes } = facts;
  return [
    `${path}: ${formatSize(facts.fileBytes)}, ${chunks} chunks (${facts.roundChunks} before they repeat)`,
    `records ${records}, payload ${payloadBytes} bytes (${formatSize(payloadBytes)})`,
    `a chunk: ${(records / chunks).toFixed(1)} records, ${facts.templatesPerChunk} templates`,
    `a record: ${(payloadBytes / records).toFixed(0)} bytes`,
    "",
  ].join("\n");
}

/** As many chunks as the file can hold, or all there are. */
function takeChunks(options: TileOptions, needed: number, world: World): readonly SourceChunk[] {
  const files = findLogs(options.from);
  const all: SourceChunk[] = [];
  const dense: SourceChunk[] = [];
  let refused = 0;
  const onRefused = (place: string, why: string): void => {
    if (++refused <= MOST_REFUSALS) world.printError(`left out: ${place}: ${why}\n`);
  };
  for (const chunk of surveyChunks(files, onRefused)) {
    if (all.length < needed) all.push(chunk);
    if (chunk.usedBytes >= DENSE * CHUNK_BYTES) dense.push(chunk);
    if ((options.dense ? dense : all).length === needed) break;
  }
  const enough = dense.length >= Math.min(FEWEST_DENSE, needed);
  const taken = options.dense && enough ? dense : all;
  world.printError(
    `${files.length} files, ${all.length} valid chunks, ${refused} left out, ${dense.length} dense; ` +
      `${taken.length} taken${options.dense && !enough ? ": too few are dense" : ""}\n`,
  );
  return taken;
}

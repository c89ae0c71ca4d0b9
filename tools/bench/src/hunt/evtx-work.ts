import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { CHUNK_BYTES, HEADER_BLOCK_BYTES } from "@tocsin/evtx";
import type { World } from "../command.ts";
import { tileFolders } from "../corpora.ts";
import { findLogs, surveyChunks } from "../tile/survey.ts";
import type { SourceChunk } from "../tile/survey.ts";
import { writeTile } from "../tile/write-tile.ts";
import type { HuntInput, WorkWishes } from "./work.ts";

/** Event logs of a race, not yet written. */
export interface EvtxPlan {
  readonly bytes: number;
  write(folder: string): Promise<{ readonly full: HuntInput; readonly small: HuntInput }>;
}

/**
 * The event logs of the corpora over and over, in some files of whole rounds, with ids that never repeat;
 * and one round of them.
 */
export function planEvtxWork(wishes: WorkWishes, world: World): EvtxPlan {
  const sources: SourceChunk[] = [];
  let refused = 0;
  for (const chunk of surveyChunks(findLogs(tileFolders(world.corpora)), () => refused++))
    sources.push(chunk);
  const roundRecords = sources.reduce((sum, { places }) => sum + places.headers.length, 0);
  const perFile = Math.max(1, Math.ceil(wishes.evtxRecords / roundRecords / wishes.files));
  const roundBytes = sources.length * CHUNK_BYTES;
  world.printError(
    `event logs: ${sources.length} chunks, ${refused} left out, ${roundRecords} records a round\n`,
  );
  return {
    bytes: (perFile * wishes.files + 1) * roundBytes,
    async write(folder) {
      mkdirSync(join(folder, "evtx"), { recursive: true });
      mkdirSync(join(folder, "small"), { recursive: true });
      const files: string[] = [];
      let records = 0;
      let bytes = 0;
      const write = (path: string, rounds: number, firstId: number) =>
        writeTile(join(folder, path), sources, {
          sizeBytes: HEADER_BLOCK_BYTES + rounds * roundBytes,
          firstId,
          signal: world.signal,
        });
      for (let n = 0; n < wishes.files; n++) {
        const path = join("evtx", `tile-${String(n + 1).padStart(2, "0")}.evtx`);
        const facts = await write(path, perFile, records + 1);
        files.push(path);
        records += facts.records;
        bytes += facts.fileBytes;
        world.printError(`${path}: ${facts.records} records\n`);
      }
      const path = join("small", "round.evtx");
      const one = await write(path, 1, 1);
      return {
        full: { name: "EVTX", kind: "evtx", files, records, bytes, rounds: perFile * wishes.files },
        small: {
          name: "EVTX, one round",
          kind: "evtx",
          files: [path],
          records: one.records,
          bytes: one.fileBytes,
          rounds: 1,
        },
      };
    },
  };
}

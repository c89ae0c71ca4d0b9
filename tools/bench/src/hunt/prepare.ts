import { mkdirSync, statfsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { World } from "../command.ts";
import { ruleFolders } from "../corpora.ts";
import { formatSize } from "../size.ts";
import { planEvtxWork } from "./evtx-work.ts";
import { planJsonWork } from "./json-work.ts";
import { writeRules } from "./rule-work.ts";
import { WORK_FILE, placeWork, readWork } from "./work.ts";
import type { HuntWork, WorkWishes } from "./work.ts";

export interface PrepareOptions {
  readonly folder: string;
  readonly wishes: WorkWishes;
  /** Folders of rules; the live trees of the corpora if none. */
  readonly rules: readonly string[];
}

/**
 * The work of a race: what the folder has of an earlier time if it was made by the same wishes, else made
 * anew. The rules are always copied anew: they are small, and may be others.
 * @throws {RangeError} there is no room, or nothing to make it of
 */
export async function prepareWork(options: PrepareOptions, world: World): Promise<HuntWork> {
  const { folder, wishes } = options;
  mkdirSync(folder, { recursive: true });
  const sources = options.rules.length > 0 ? options.rules : ruleFolders(world.corpora);
  const rules = writeRules(folder, sources);
  const known = readWork(folder, wishes);
  if (known !== undefined) return placeWork(folder, { ...known, rules });
  const evtx = planEvtxWork(wishes, world);
  const json = planJsonWork(wishes, world);
  const disk = statfsSync(folder);
  const freeBytes = disk.bavail * disk.bsize;
  const needed = evtx.bytes + json.bytes;
  if (needed > freeBytes)
    throw new RangeError(
      `the work needs ${formatSize(needed)}, ${folder} has ${formatSize(freeBytes)} free`,
    );
  const logs = await evtx.write(folder);
  const lines = json.write(folder);
  const work: HuntWork = {
    version: 3,
    wishes,
    inputs: [logs.full, lines.full],
    small: [logs.small, lines.small],
    rules,
  };
  // Last: a folder without it was not finished.
  writeFileSync(join(folder, WORK_FILE), `${JSON.stringify(work, undefined, 2)}\n`);
  return placeWork(folder, work);
}

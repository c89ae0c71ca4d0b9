import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

/** Logs to be hunted in, and what reading them must give. */
export interface HuntInput {
  readonly name: string;
  readonly kind: "evtx" | "json";
  readonly files: readonly string[];
  readonly records: number;
  readonly bytes: number;
  /** How often each record of the small input of this kind stands in it; undefined if it is not made of it. */
  readonly rounds: number | undefined;
}

/** Rules as files below one folder. */
export interface HuntRules {
  readonly folder: string;
  readonly files: number;
}

/** All that a race needs, below one folder. Paths are relative to it. */
export interface HuntWork {
  readonly version: 3;
  /** What it was made by; work by other wishes is made anew. */
  readonly wishes: WorkWishes;
  readonly inputs: readonly HuntInput[];
  /** One record of each kind that there is, for those too slow for all; each bears {@link KEYS}. */
  readonly small: readonly HuntInput[];
  /** All that are loaded somewhere, those that are hunted with, and half of these. */
  readonly rules: { readonly live: HuntRules; readonly all: HuntRules; readonly half: HuntRules };
}

export interface WorkWishes {
  readonly evtxRecords: number;
  readonly jsonEvents: number;
  readonly files: number;
}

/** The field that tells the records of a small input apart. */
export const KEYS = { evtx: "EventRecordID", json: "BenchRecord" } as const;

export const WORK_FILE = "work.json";

/** The work of a folder, unplaced; undefined if there is none, or it is not as wished, or not whole. */
export function readWork(folder: string, wishes: WorkWishes): HuntWork | undefined {
  const file = join(folder, WORK_FILE);
  if (!existsSync(file)) return undefined;
  const work = JSON.parse(readFileSync(file, "utf8")) as Omit<HuntWork, "version"> & {
    readonly version: number;
  };
  if (work.version !== 3 || JSON.stringify(work.wishes) !== JSON.stringify(wishes))
    return undefined;
  const { inputs, small } = placeWork(folder, { ...work, version: 3 });
  return [...inputs, ...small].every(isWhole) ? { ...work, version: 3 } : undefined;
}

/** The same work with paths that begin at the folder. */
export function placeWork(folder: string, work: HuntWork): HuntWork {
  const place = (input: HuntInput): HuntInput => ({
    ...input,
    files: input.files.map((path) => join(folder, path)),
  });
  const placeRules = (rules: HuntRules): HuntRules => ({
    ...rules,
    folder: join(folder, rules.folder),
  });
  return {
    ...work,
    inputs: work.inputs.map(place),
    small: work.small.map(place),
    rules: {
      live: placeRules(work.rules.live),
      all: placeRules(work.rules.all),
      half: placeRules(work.rules.half),
    },
  };
}

function isWhole({ files, bytes }: HuntInput): boolean {
  let sum = 0;
  for (const path of files) sum += statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  return sum === bytes;
}

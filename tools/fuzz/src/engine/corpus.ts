import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import type { Random } from "../mutate/random.ts";
import { digestOf } from "./find.ts";

/** Inputs that are worth mutating, compressed. */
export interface Corpus {
  readonly size: number;
  /** Adds an input, in the place of another one when full; false if it is there already. */
  add(bytes: Uint8Array): boolean;
  /** One of the inputs, of the latest in half of the cases; never empty once something was added. */
  pick(random: Random): Uint8Array;
}

const MOST_INPUTS = 4000;
const LATEST = 64;
const SUFFIX = ".evtx.gz";

/** @param folder where inputs are kept, one file each; nothing is written without one */
export function createCorpus(random: Random, folder?: string): Corpus {
  const inputs: Uint8Array[] = [];
  const digests = new Set<string>();
  if (folder !== undefined) mkdirSync(folder, { recursive: true });
  return {
    get size() {
      return inputs.length;
    },
    add(bytes) {
      const digest = digestOf(bytes);
      if (digests.has(digest)) return false;
      digests.add(digest);
      const packed = gzipSync(bytes, { level: 1 });
      if (inputs.length < MOST_INPUTS) inputs.push(packed);
      else inputs[random.below(MOST_INPUTS - LATEST)] = packed;
      if (folder !== undefined) writeFileSync(join(folder, `${digest}${SUFFIX}`), packed);
      return true;
    },
    pick(by) {
      const from = by.oneIn(2) ? Math.max(0, inputs.length - LATEST) : 0;
      return plain(gunzipSync(inputs[from + by.below(inputs.length - from)] ?? gzipSync("")));
    },
  };
}

/** Paths of the inputs that an earlier run kept. */
export function keptInputs(folder: string): string[] {
  mkdirSync(folder, { recursive: true });
  return readdirSync(folder)
    .filter((name) => name.endsWith(SUFFIX))
    .sort()
    .map((name) => join(folder, name));
}

/** Reads an input, compressed or not. */
export function readInput(path: string): Uint8Array {
  const bytes = readFileSync(path);
  return plain(path.endsWith(".gz") ? gunzipSync(bytes) : bytes);
}

/** A copy that is no `Buffer`, of which `slice` would share the memory. */
function plain(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(bytes);
}

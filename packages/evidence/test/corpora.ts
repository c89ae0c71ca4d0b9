import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";

/** Public test data, where it is there. */
export const HUNTING: string = join(
  process.env["TOCSIN_CORPORA"] ?? join(import.meta.dirname, "../../../../shared/corpora"),
  "hunting",
);
export const HAS_CORPORA: boolean = existsSync(HUNTING);

/** Files below a folder of the hunting corpora, sorted. */
export function corpusFiles(folder: string): string[] {
  return readdirSync(join(HUNTING, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
}

/** A file's bytes, out of gzip where it is in it. */
export function readCorpusFile(path: string): Uint8Array {
  const bytes = readFileSync(path);
  return path.endsWith(".gz") ? gunzipSync(bytes) : bytes;
}

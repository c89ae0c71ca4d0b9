import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root =
  process.env["TOCSIN_CORPORA"] ??
  fileURLToPath(new URL("../../../../shared/corpora", import.meta.url));

/** A folder or file of the advisory corpora. */
export function corpus(...parts: readonly string[]): string {
  return join(root, "advisory", ...parts);
}

/** Whether the public test data is available. */
export const corpusIsThere: boolean = existsSync(corpus("stix"));

/** Every JSON file of a folder. */
export function readCases<T>(folder: string): T[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(".json"))
    .sort()
    .map((name) => readJson(join(folder, name)) as T);
}

/** A JSON file. */
export function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, "utf8"));
}

/** Folders of a folder. */
export function listCases(folder: string): string[] {
  return readdirSync(folder).sort();
}

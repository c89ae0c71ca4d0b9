import { existsSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const CORPORA = ["advisory", "exposure", "holdings", "hunting"];

/** The folder of the data sets beside the repository; `TOCSIN_CORPORA` overrides. */
export function defaultCorporaFolder(environment: NodeJS.ProcessEnv): string {
  const beside = fileURLToPath(new URL("../../../../shared/corpora", import.meta.url));
  return environment["TOCSIN_CORPORA"] ?? beside;
}

/** The folder that contains the corpora, given that folder or one corpus of it. */
export function corporaRoot(folder: string): string {
  const path = resolve(folder);
  if (CORPORA.some((name) => existsSync(join(path, name)))) return path;
  return CORPORA.includes(basename(path)) ? dirname(path) : path;
}

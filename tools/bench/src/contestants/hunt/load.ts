import { tmpdir } from "node:os";
import { join } from "node:path";
import { readRules } from "@tocsin/hunt";
import type { Detection } from "@tocsin/model";

/** Detections from files. */
export interface Loaded {
  readonly detections: readonly Detection[];
  readonly refused: number;
}

const load = (folder: string, cache?: string): Loaded => {
  const { detections, diagnostics } = readRules([folder], { cache });
  const refused = diagnostics.filter(({ severity }) => severity === "error").length;
  return { detections, refused };
};

/**
 * The ways from files to detections, each timed by itself. The first run with the cache fills it; the median is
 * of those after it.
 */
export const LOADERS: Readonly<Record<"yaml" | "cache", (folder: string) => Loaded>> = {
  yaml: (folder) => load(folder),
  cache: (folder) => load(folder, join(tmpdir(), "tocsin-bench-rules")),
};

export type LoaderName = keyof typeof LOADERS;

export function isLoaderName(name: string): name is LoaderName {
  return Object.hasOwn(LOADERS, name);
}

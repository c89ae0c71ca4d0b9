import { readRules } from "@tocsin/hunt";
import type { Detection } from "@tocsin/model";

/** Detections from files. */
export interface Loaded {
  readonly detections: readonly Detection[];
  readonly refused: number;
}

/**
 * The ways from files to detections, each timed by itself. A cache of compiled rules goes here as one more
 * way: `cache: (folder) => …`, with its first call, which fills it, not timed.
 */
export const LOADERS: Readonly<Record<"yaml", (folder: string) => Loaded>> = {
  yaml(folder) {
    const { detections, diagnostics } = readRules([folder]);
    const refused = diagnostics.filter(({ severity }) => severity === "error").length;
    return { detections, refused };
  },
};

export type LoaderName = keyof typeof LOADERS;

export function isLoaderName(name: string): name is LoaderName {
  return Object.hasOwn(LOADERS, name);
}

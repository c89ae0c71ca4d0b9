import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";

/** A workspace as the architecture test sees it. */
export interface Room {
  /** The folder's name. */
  readonly name: string;
  /** Absolute. */
  readonly folder: string;
  readonly manifest: Manifest;
}

/** What of a package.json matters here. */
export interface Manifest {
  readonly name: string;
  readonly private?: boolean;
  readonly exports?: Readonly<Record<string, unknown>>;
  readonly dependencies?: Readonly<Record<string, string>>;
}

/** The repository root, absolute. */
export const ROOT: string = fileURLToPath(new URL("../..", import.meta.url));

/** The rooms in a folder of the repository, `packages` or `tools`, in alphabetical order. */
export function roomsIn(parent: string): Room[] {
  const place = join(ROOT, parent);
  return readdirSync(place, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(place, entry.name, "package.json")))
    .map(({ name }) => {
      const folder = join(place, name);
      return { name, folder, manifest: readJson(join(folder, "package.json")) as Manifest };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The TypeScript files of a room's `src`, absolute. */
export function sourcesOf(room: Room): string[] {
  const source = join(room.folder, "src");
  return readdirSync(source, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ts"))
    .map((path) => join(source, path))
    .sort();
}

/** The folders a tsconfig refers to, absolute. */
export function referencesOf(config: string): string[] {
  const { references = [] } = readJson(config) as { references?: readonly { path: string }[] };
  return references.map(({ path }) => resolve(dirname(config), path));
}

/** Whether a path lies in a folder. */
export function isInside(path: string, folder: string): boolean {
  return path.startsWith(folder + sep);
}

/** Reads a JSON file. */
export function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, "utf8"));
}

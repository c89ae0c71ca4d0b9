import { existsSync, mkdtempSync, readFileSync, rmdirSync, symlinkSync, unlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** Where the corpora are. */
export interface Corpora {
  /** The folder that contains `hunting`, `advisory`, ... ; it need not exist. */
  readonly root: string;
  /** Set when one corpus alone was given: the others were not asked for. */
  readonly only?: string;
  /** Removes what was put on disk to find the root, if anything. */
  release(): void;
}

/** The folder of the data sets beside the repository; `TOCSIN_CORPORA` overrides. */
export function defaultCorporaFolder(environment: NodeJS.ProcessEnv): string {
  const beside = fileURLToPath(new URL("../../../../shared/corpora", import.meta.url));
  return environment["TOCSIN_CORPORA"] ?? beside;
}

/**
 * Finds the root for a folder that may hold all corpora or be one of them.
 * One corpus is known by its folder's name, or by the `area` its manifest.json states; in the
 * second case a temporary folder links to it under its proper name.
 * @param names the corpora that suites ask for
 */
export function locateCorpora(folder: string, names: readonly string[]): Corpora {
  const root = resolve(folder);
  if (names.some((name) => existsSync(join(root, name)))) return { root, release: nothing };
  const name = basename(root);
  if (names.includes(name)) {
    return { root: dirname(root), only: name, release: nothing };
  }
  const area = statedArea(root);
  if (area === undefined || !names.includes(area)) return { root, release: nothing };
  const linked = mkdtempSync(join(tmpdir(), "tocsin-corpora-"));
  // Windows lets anyone make a junction, but not a symbolic link; elsewhere the word is ignored.
  const link = join(linked, area);
  symlinkSync(root, link, "junction");
  return {
    root: linked,
    only: area,
    release: () => {
      unlinkSync(link);
      rmdirSync(linked);
    },
  };
}

function nothing(): void {}

function statedArea(folder: string): string | undefined {
  const path = join(folder, "manifest.json");
  if (!existsSync(path)) return undefined;
  const manifest: unknown = JSON.parse(readFileSync(path, "utf8"));
  if (typeof manifest !== "object" || manifest === null || !("area" in manifest)) return undefined;
  return typeof manifest.area === "string" ? manifest.area : undefined;
}

import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The built command. */
export const MAIN = fileURLToPath(new URL("../dist/main.js", import.meta.url));

/** Files by their path within a folder. */
export type Files = Readonly<Record<string, string>>;

/** Writes files into a new folder, and gives its path. */
export function folder(files: Files): string {
  const path = mkdtempSync(join(tmpdir(), "tocsin-"));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), text);
  }
  return path;
}

/** Runs the command in a folder, with no environment but this; its cache is that of the tests. */
export function runIn(
  cwd: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
) {
  const { TOCSIN_CACHE = join(cwd, "no-cache") } = process.env;
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, ...args], {
    cwd,
    encoding: "utf8",
    env: { TOCSIN_CACHE, PATH: "", LANG: "C.UTF-8", ...env },
  });
  return { status, stdout, stderr };
}

/** Runs the command in a new folder with these files. */
export function tocsin(files: Files, args: readonly string[], locale = "C.UTF-8") {
  return runIn(folder(files), args, { LANG: locale });
}

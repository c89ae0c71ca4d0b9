import { posix, resolve, win32 } from "node:path";
import type { Environment } from "./cache-folder.ts";

/**
 * The folder of what the user took in: `TOCSIN_DATA`; else `tocsin` in `XDG_DATA_HOME`; else, on Windows, in
 * `LOCALAPPDATA`; else `~/.local/share/tocsin`. Empty variables count as none, and so do relative ones but the first
 * (XDG Base Directory Specification).
 * @param home the user's home folder
 */
export function dataFolderOf(env: Environment, platform: string, home: string): string {
  const { TOCSIN_DATA: own = "", XDG_DATA_HOME: xdg = "", LOCALAPPDATA: local = "" } = env;
  const isWindows = platform === "win32";
  const paths = isWindows ? win32 : posix;
  if (own !== "") return resolve(own);
  if (paths.isAbsolute(xdg)) return paths.join(xdg, "tocsin");
  if (isWindows && paths.isAbsolute(local)) return paths.join(local, "tocsin", "data");
  return paths.join(home, ".local", "share", "tocsin");
}

import { posix, resolve, win32 } from "node:path";

/** The environment variables of a process. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The folder of the cache: `TOCSIN_CACHE`; else `tocsin` in `XDG_CACHE_HOME`; else, on Windows, in `LOCALAPPDATA`; else
 * `~/.cache/tocsin`. Empty variables count as none, and so do relative ones but the first (XDG Base Directory
 * Specification).
 * @param home the user's home folder
 */
export function cacheFolderOf(env: Environment, platform: string, home: string): string {
  const { TOCSIN_CACHE: own = "", XDG_CACHE_HOME: xdg = "", LOCALAPPDATA: local = "" } = env;
  const isWindows = platform === "win32";
  const paths = isWindows ? win32 : posix;
  if (own !== "") return resolve(own);
  if (paths.isAbsolute(xdg)) return paths.join(xdg, "tocsin");
  if (isWindows && paths.isAbsolute(local)) return paths.join(local, "tocsin", "cache");
  return paths.join(home, ".cache", "tocsin");
}

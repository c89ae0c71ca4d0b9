import { type Dirent, type Stats, lstatSync, readdirSync, realpathSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Diagnostic, DiagnosticSink } from "@tocsin/model";
import { HuntError } from "./error.ts";

/** A regular file. */
export interface WalkedFile {
  readonly path: string;
  /** As reports name it: as given, with forward slashes. */
  readonly file: string;
  readonly sizeBytes: number;
  /** When its content or its name was last changed, milliseconds since 1970. */
  readonly changedMs?: number;
  /** Its number in the file system. */
  readonly inode?: number;
}

/**
 * Lists files in a stable order, folders with all that is in them, each file once. Symbolic links inside a
 * folder are not followed; what cannot be opened is told and left out.
 * @throws {HuntError} `HUNT_PATH`
 */
export function* walkFiles(
  paths: readonly string[],
  onDiagnostic: DiagnosticSink,
): Generator<WalkedFile, void, undefined> {
  const seen = new Set<string>();
  for (const path of paths) {
    const stat = statSync(path, { throwIfNoEntry: false });
    if (stat === undefined)
      throw new HuntError("HUNT_PATH", `${path} does not exist; expected a file or folder`);
    const found = stat.isDirectory() ? walkFolder(path, onDiagnostic) : [walked(path, stat)];
    if (!stat.isDirectory() && !stat.isFile()) {
      onDiagnostic(notFollowed(path, "a special file was not opened"));
      continue;
    }
    const root = realPath(path);
    // What join makes of it, before it adds a name: the rest of a path behind it is the rest of the real one.
    const folder = join(path, "x").slice(0, -2);
    for (const one of found) {
      // However it is spelt, and whatever link leads to it. Within a folder no link is followed.
      const real = one.path === path ? root : root + one.path.slice(folder.length);
      if (seen.has(real)) continue;
      seen.add(real);
      yield one;
    }
  }
}

function walked(path: string, { size, mtimeMs, ctimeMs, ino }: Stats): WalkedFile {
  const changedMs = Math.max(mtimeMs, ctimeMs);
  return { path, file: toName(path), sizeBytes: size, changedMs, inode: ino };
}

function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    // Opening it will tell what is wrong.
    return path;
  }
}

function* walkFolder(folder: string, onDiagnostic: DiagnosticSink): Generator<WalkedFile> {
  let entries: Dirent[];
  try {
    entries = readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    onDiagnostic(unreadable(toName(folder), error));
    return;
  }
  for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    const stat = lstatSync(path, { throwIfNoEntry: false });
    if (stat === undefined) {
      onDiagnostic(
        unreadable(toName(path), new Error("it is gone, or its name is not valid UTF-8")),
      );
      continue;
    }
    if (stat.isDirectory()) yield* walkFolder(path, onDiagnostic);
    else if (stat.isFile()) yield walked(path, stat);
    else if (stat.isSymbolicLink())
      onDiagnostic(notFollowed(path, "a symbolic link was not followed"));
    else onDiagnostic(notFollowed(path, "a special file was not opened"));
  }
}

function notFollowed(path: string, message: string): Diagnostic {
  return {
    severity: "warning",
    code: "HUNT_OUTSIDE",
    message,
    place: { file: toName(path) },
    remedy: "Give its target by name",
  };
}

/** A diagnostic for what the system would not open. */
export function unreadable(file: string, error: unknown): Diagnostic {
  return {
    severity: "error",
    code: "HUNT_UNREADABLE",
    message: `cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    place: { file },
    remedy: "Look at its permissions, or run as a user who may read it",
  };
}

function toName(path: string): string {
  return path.replaceAll("\\", "/");
}

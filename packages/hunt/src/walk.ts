import { type Dirent, lstatSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Diagnostic, DiagnosticSink } from "@tocsin/model";
import { HuntError } from "./error.ts";

/** A regular file of the evidence. */
export interface EvidenceFile {
  readonly path: string;
  /** As reports name it: forward slashes. */
  readonly file: string;
}

/**
 * Lists files in a stable order, folders with all that is in them. Symbolic links inside a folder are not
 * followed; what cannot be opened is told and left out.
 * @throws {HuntError} `HUNT_PATH`
 */
export function* walkEvidence(
  paths: readonly string[],
  onDiagnostic: DiagnosticSink,
): Generator<EvidenceFile, void, undefined> {
  for (const path of paths) {
    const stat = statSync(path, { throwIfNoEntry: false });
    if (stat === undefined)
      throw new HuntError("HUNT_PATH", `${path} does not exist; expected a file or folder`);
    if (stat.isDirectory()) yield* walkFolder(path, onDiagnostic);
    else if (stat.isFile()) yield { path, file: name(path) };
  }
}

function* walkFolder(folder: string, onDiagnostic: DiagnosticSink): Generator<EvidenceFile> {
  let entries: Dirent[];
  try {
    entries = readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    onDiagnostic(unreadable(name(folder), error));
    return;
  }
  for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    if (lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true)
      onDiagnostic({
        severity: "warning",
        code: "HUNT_OUTSIDE",
        message: "a symbolic link was not followed",
        place: { file: name(path) },
        remedy: "Give its target by name",
      });
    else if (entry.isDirectory()) yield* walkFolder(path, onDiagnostic);
    else if (entry.isFile()) yield { path, file: name(path) };
  }
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

function name(path: string): string {
  return path.replaceAll("\\", "/");
}

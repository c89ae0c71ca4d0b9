import {
  chmodSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import {
  builtinKnowledge,
  formatKnowledge,
  type Knowledge,
  KNOWLEDGE_LIMITS,
  KnowledgeError,
  type KnowledgePart,
  parseKnowledge,
  withCopies,
} from "@tocsin/knowledge";
import { sanitizeText } from "@tocsin/report";
import { CommandError } from "./error.ts";
import type { Io } from "./io.ts";

/** The file of newer copies in the data folder. */
export function copiesFile(folder: string): string {
  return join(folder, "knowledge.json");
}

/** The knowledge of this version, and the newer copies the user took in. A damaged file is told and not used. */
export function openKnowledge(io: Io): Knowledge {
  const parts = readCopies(io);
  return parts.length === 0 ? builtinKnowledge() : withCopies(parts);
}

/** The newer copies; none if there is no file, or none that can be used. */
export function readCopies(io: Io): readonly KnowledgePart[] {
  const file = copiesFile(io.dataFolder);
  const stat = statSync(file, { throwIfNoEntry: false });
  if (stat === undefined) return [];
  try {
    // A text has at most as many characters as bytes; before it is read, since it may be anything.
    if (stat.size > 4 * KNOWLEDGE_LIMITS.maxText)
      throw new KnowledgeError("KNOWLEDGE_LIMIT", `it has ${stat.size} bytes`);
    return parseKnowledge(readFileSync(file, "utf8"));
  } catch (error) {
    const known = error instanceof KnowledgeError || isSystemError(error);
    if (!known) throw error;
    io.err(
      `${sanitizeText(`tocsin: ${file} cannot be used: ${error.message}; what came with this version is used instead; tocsin knowledge reset removes it`)}\n`,
    );
    return [];
  }
}

/**
 * Writes the copies, whole or not at all: they replace the file in one step.
 * @throws {CommandError} `CLI_OUTPUT`
 */
export function writeCopies(folder: string, parts: readonly KnowledgePart[]): void {
  const file = copiesFile(folder);
  const draft = `${file}.${process.pid}.new`;
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    try {
      writeFileSync(draft, formatKnowledge(parts), { mode: 0o600 });
      chmodSync(draft, 0o600);
      renameSync(draft, file);
    } finally {
      // Gone by its new name, unless something failed.
      rmSync(draft, { force: true });
    }
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new CommandError(
      "CLI_OUTPUT",
      `${file} could not be written: ${reason}`,
      "Free some space, or name another folder with TOCSIN_DATA",
      { cause },
    );
  }
}

function isSystemError(error: unknown): error is Error {
  return error instanceof Error && typeof (error as NodeJS.ErrnoException).syscall === "string";
}

import { createHash } from "node:crypto";
import { lstatSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { AdvisoryError, MAX_ADVISORY_BYTES, readAdvisory } from "@tocsin/advisory";
import type { Knowledge } from "@tocsin/knowledge";
import type { Campaign } from "@tocsin/model";
import { sanitizeText } from "@tocsin/report";
import { CommandError } from "./error.ts";
import type { Io } from "./io.ts";
import { openKnowledge } from "./knowledge-copies.ts";

const MOST_TOLD = 10;

/** The campaigns of the advisories that could be read, and how many could not. */
export interface Advisories {
  readonly campaigns: readonly Campaign[];
  readonly failed: number;
}

/**
 * Reads advisories by their paths; a folder stands for the files in it. What cannot be read is told on
 * stderr, and the others are read.
 * @throws {CommandError} `CLI_INPUT` for a path that does not exist, `CLI_ADVISORY` if none could be read
 */
export async function readAdvisories(paths: readonly string[], io: Io): Promise<Advisories> {
  const files = paths.flatMap((path) => listFiles(path, io));
  const nameOf = nameFiles(files);
  const knowledge = openKnowledge(io);
  const campaigns: Campaign[] = [];
  let failed = 0;
  for (const path of files) {
    try {
      campaigns.push(await readOne(path, nameOf(path), knowledge));
    } catch (error) {
      const known = error instanceof AdvisoryError || isSystemError(error);
      if (!known) throw error;
      failed++;
      const message = error instanceof Error ? error.message : String(error);
      // What reads the document names it by its file name alone.
      const bare = message.replace(`${basename(path)}: `, "");
      io.err(`${sanitizeText(`tocsin: ${path}: ${bare}`)}\n`);
    }
  }
  tellErrors(campaigns, io);
  if (campaigns.length === 0)
    throw new CommandError(
      "CLI_ADVISORY",
      files.length === 1 ? "the advisory could not be read" : "no advisory could be read",
      "Give the warning as PDF, Word, HTML, mail, Markdown, text, STIX, MISP, CSAF, OpenIOC or a list",
    );
  return { campaigns, failed };
}

/** Citations carry the file's name; where several files bear the same one, the path as it was given. */
function nameFiles(paths: readonly string[]): (path: string) => string {
  const counts = new Map<string, number>();
  for (const path of paths) counts.set(basename(path), (counts.get(basename(path)) ?? 0) + 1);
  return (path) =>
    (counts.get(basename(path)) ?? 0) > 1 ? path.replaceAll("\\", "/") : basename(path);
}

/** What of the advisories could not be used, the first ten by name. */
function tellErrors(campaigns: readonly Campaign[], io: Io): void {
  const errors = campaigns
    .flatMap(({ diagnostics }) => diagnostics)
    .filter(({ severity }) => severity === "error");
  for (const { message, place } of errors.slice(0, MOST_TOLD))
    io.err(`${sanitizeText(`tocsin: ${place?.file ?? "advisory"}: ${message}`)}\n`);
  if (errors.length > MOST_TOLD)
    io.err(`tocsin: ${errors.length - MOST_TOLD} more parts of the advisories could not be used\n`);
}

function listFiles(path: string, io: Io): string[] {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined)
    throw new CommandError(
      "CLI_INPUT",
      `${path} does not exist; expected an advisory`,
      "Correct the path",
    );
  if (stat.isFile()) return [path];
  if (!stat.isDirectory())
    throw new CommandError("CLI_INPUT", `${path} is neither a file nor a folder`, "Name a file");
  return listFolder(path, io);
}

/** The files of a folder and of those below it, by name. Links are not followed: they may lead anywhere. */
function listFolder(folder: string, io: Io): string[] {
  const entries = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => join(folder, name))
    .sort()
    .map((path) => ({ path, stat: lstatSync(path) }));
  const links = entries.filter(({ stat }) => stat.isSymbolicLink());
  if (links.length > 0)
    io.err(
      `${sanitizeText(`tocsin: ${folder}: ${links.length === 1 ? "1 symbolic link is" : `${links.length} symbolic links are`} not followed; name what they lead to`)}\n`,
    );
  return entries.flatMap(({ path, stat }) => (stat.isFile() ? path : []));
}

async function readOne(path: string, name: string, knowledge: Knowledge): Promise<Campaign> {
  const { size } = statSync(path);
  // Before it is read: a log given by mistake may be larger than the memory.
  if (size > MAX_ADVISORY_BYTES)
    throw new AdvisoryError(
      "ADVISORY_LIMIT",
      `has ${size} bytes, expected at most ${MAX_ADVISORY_BYTES}; is it the advisory?`,
    );
  const bytes = readFileSync(path);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  return readAdvisory({ name, bytes, sha256 }, { knowledge });
}

function isSystemError(error: unknown): boolean {
  return error instanceof Error && typeof (error as NodeJS.ErrnoException).syscall === "string";
}

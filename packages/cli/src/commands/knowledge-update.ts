import { createHash } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import {
  builtinParts,
  distil,
  formatKnowledge,
  isHigher,
  KnowledgeError,
  type KnowledgePart,
  mergeParts,
  parseKnowledge,
  pruneRelations,
  usedCopies,
} from "@tocsin/knowledge";
import type { Diagnostic } from "@tocsin/model";
import { createSheet, sanitizeText } from "@tocsin/report";
import type { CommandBody } from "../command.ts";
import { CommandError } from "../error.ts";
import { EXIT } from "../exit-code.ts";
import { fetchSource } from "../fetch-source.ts";
import type { Io } from "../io.ts";
import { copiesFile, readCopies, writeCopies } from "../knowledge-copies.ts";
import { countsOf } from "./knowledge.ts";

const LIMITS = { maxBytes: 120_000_000, timeoutMs: 120_000 };
const MOST_NAMES_SHOWN = 8;
const MOST_TOLD = 5;

/** `tocsin knowledge update`: takes newer copies of the sources. */
export const runKnowledgeUpdate: CommandBody = async (invocation, io) => {
  const from = invocation.values["from"] ?? [];
  if (from.length === 0)
    throw new CommandError(
      "CLI_USAGE",
      "--from is missing: name the files or URLs of newer copies",
      "Read: tocsin knowledge update --help",
    );
  const isDry = invocation.values["dry-run"] !== undefined;
  const taken: KnowledgePart[] = [];
  let failed = 0;
  for (const address of from) {
    try {
      const parts = await readSource(address, io);
      const newer = parts.filter((part) => !isOlder(part, io));
      if (newer.length < parts.length || parts.length === 0) failed++;
      taken.push(...newer);
    } catch (error) {
      if (!(error instanceof CommandError || error instanceof KnowledgeError)) throw error;
      failed++;
      const remedy = error instanceof CommandError ? `\n        ${error.remedy}` : "";
      io.err(`${sanitizeText(`tocsin: ${error.message}`)}${remedy}\n`);
    }
  }
  if (taken.length === 0)
    throw new CommandError(
      "CLI_INPUT",
      "none of the copies could be taken",
      "Give an ATT&CK STIX bundle, a MISP galaxy cluster, Microsoft's table of names or a MISP warning list",
    );
  const kept = readCopies(io);
  const before = mergeParts([...builtinParts(), ...usedCopies(kept)]);
  const own = mergeParts(builtinParts());
  // A copy stands for its whole source: what a file does not have stays as it was.
  const ids = new Set([...kept, ...taken].map(({ source }) => source.id));
  const all = mergeParts([...own, ...kept, ...taken]);
  const copies = pruneRelations(all).filter(({ source }) => ids.has(source.id));
  await io.out(describeChange(before, copies, io));
  // What is written must be what is read.
  parseKnowledge(formatKnowledge(copies));
  if (!isDry) writeCopies(io.dataFolder, copies);
  await io.out(
    isDry
      ? "\nNothing was written (--dry-run).\n"
      : `\nKept in ${sanitizeText(copiesFile(io.dataFolder))}. tocsin knowledge reset forgets it.\n`,
  );
  return failed > 0 ? EXIT.incomplete : EXIT.nothing;
};

/** A copy that is older than what this version came with would never be used; it is told. */
function isOlder({ source }: KnowledgePart, io: Io): boolean {
  const own = builtinParts().find((part) => part.source.id === source.id)?.source.version ?? "";
  if (!isHigher(own, source.version)) return false;
  io.err(
    `${sanitizeText(`tocsin: ${source.title} ${source.version} was not taken: this version came with ${own}`)}\n`,
  );
  return true;
}

/** The parts of a file or URL: those of one source, or all of a file of knowledge. */
async function readSource(address: string, io: Io): Promise<readonly KnowledgePart[]> {
  const isUrl = /^https?:\/\//i.test(address);
  const bytes = isUrl ? await fetchSource(address, LIMITS, io.signal) : readFile(address);
  const text = new TextDecoder().decode(bytes);
  if (text.startsWith('{"format":"tocsin-knowledge"')) return parseKnowledge(text);
  const name = isUrl ? new URL(address).pathname : address;
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const diagnostics: Diagnostic[] = [];
  const distilled = distil({ name, text, sha256 }, (one) => diagnostics.push(one));
  for (const { message } of diagnostics.slice(0, MOST_TOLD))
    io.err(`${sanitizeText(`tocsin: ${message}`)}\n`);
  if (diagnostics.length > MOST_TOLD)
    io.err(`tocsin: ${diagnostics.length - MOST_TOLD} more entries were left out\n`);
  if (distilled.part !== undefined) return [distilled.part];
  io.err(`${sanitizeText(`tocsin: ${address} was not taken: ${distilled.reason}`)}\n`);
  return [];
}

function readFile(path: string): Uint8Array {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined || !stat.isFile())
    throw new CommandError(
      "CLI_INPUT",
      `${path} ${stat === undefined ? "does not exist" : "is no file"}; expected a file or an http(s) URL`,
      "Correct the path",
    );
  if (stat.size > LIMITS.maxBytes)
    throw new CommandError(
      "CLI_INPUT",
      `${path} has ${stat.size} bytes; expected at most ${LIMITS.maxBytes}`,
      "Look whether it is the right file",
    );
  return readFileSync(path);
}

/** What is other after than before, source by source. */
function describeChange(
  before: readonly KnowledgePart[],
  after: readonly KnowledgePart[],
  io: Io,
): string {
  const sheet = createSheet({ columns: Math.min(100, io.columns), color: io.color });
  const old = new Map(before.map((part) => [part.source.id, part]));
  let changed = 0;
  for (const part of after) {
    const was = old.get(part.source.id);
    if (was !== undefined && JSON.stringify(was) === JSON.stringify(part)) continue;
    changed++;
    sheet.put(
      `${part.source.title}: ${was === undefined ? "new" : was.source.version} -> ${part.source.version}`,
      "",
      "title",
    );
    const counts = countsOf(part);
    const wasCounts: Readonly<Record<string, number>> = was === undefined ? {} : countsOf(was);
    for (const [what, n] of Object.entries(counts))
      sheet.pair(
        what,
        wasCounts[what] === n ? String(n) : `${wasCounts[what] ?? 0} -> ${n}`,
        "  ",
        20,
      );
    const names = namesOf(part);
    const wasNames = was === undefined ? new Set<string>() : namesOf(was);
    putNames(sheet, "new names", names, wasNames);
    putNames(sheet, "names gone", wasNames, names);
  }
  if (changed === 0) sheet.put("Nothing is new: the copies say what is known already.");
  return sheet.toString();
}

function putNames(
  sheet: ReturnType<typeof createSheet>,
  label: string,
  these: ReadonlySet<string>,
  others: ReadonlySet<string>,
): void {
  const only = [...these].filter((name) => !others.has(name));
  if (only.length === 0) return;
  const shown = only.slice(0, MOST_NAMES_SHOWN).join(", ");
  const more = only.length > MOST_NAMES_SHOWN ? ` and ${only.length - MOST_NAMES_SHOWN} more` : "";
  sheet.pair(label, `${only.length}: ${shown}${more}`, "  ", 20);
}

function namesOf(part: KnowledgePart): Set<string> {
  const names = new Set<string>();
  for (const { name, aliases = [] } of part.names ?? []) {
    names.add(name);
    for (const alias of aliases) names.add(alias.name);
  }
  for (const { id, name } of part.techniques ?? []) names.add(`${id} ${name}`);
  for (const { name } of part.terms ?? []) names.add(name);
  return names;
}

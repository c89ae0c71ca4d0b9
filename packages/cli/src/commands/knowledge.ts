import { statSync } from "node:fs";
import { builtinKnowledge, type KnowledgePart, usedCopies, withCopies } from "@tocsin/knowledge";
import { createSheet, toSafeJson } from "@tocsin/report";
import { type CommandBody, valueOf } from "../command.ts";
import { EXIT } from "../exit-code.ts";
import { copiesFile, readCopies } from "../knowledge-copies.ts";

/** `tocsin knowledge`: versions, sources, licences, counts. */
export const runKnowledge: CommandBody = async (invocation, io) => {
  const copies = readCopies(io);
  const { parts } = copies.length === 0 ? builtinKnowledge() : withCopies(copies);
  const copied = new Set(usedCopies(copies).map(({ source }) => source.id));
  const file = copiesFile(io.dataFolder);
  const hasFile = statSync(file, { throwIfNoEntry: false }) !== undefined;
  if (valueOf(invocation, "format") === "json") {
    const sources = parts.map((part) => ({
      ...part.source,
      isCopy: copied.has(part.source.id),
      counts: countsOf(part),
    }));
    await io.out(`${toSafeJson({ version: "1", copies: hasFile ? file : null, sources }, 2)}\n`);
    return EXIT.nothing;
  }
  const sheet = createSheet({ columns: Math.min(100, io.columns), color: io.color });
  sheet.put("What names, techniques and harmless hosts are known from", "", "title");
  sheet.blank();
  for (const part of parts) {
    const { id, title, version, date, commit, licence, url } = part.source;
    sheet.put(`${title} ${version}${copied.has(id) ? " (your copy)" : ""}`, "", "title");
    const counts = Object.entries(countsOf(part)).map(([what, count]) => `${count} ${what}`);
    sheet.pair("has", counts.join(", "), "  ", 8);
    if (date !== undefined) sheet.pair("date", date, "  ", 8);
    if (commit !== undefined) sheet.pair("commit", commit.slice(0, 12), "  ", 8);
    sheet.pair("licence", licence, "  ", 8);
    sheet.pair("from", url, "  ", 8);
  }
  const notices = new Set(parts.flatMap(({ source: { notice } }) => notice ?? []));
  if (notices.size > 0) sheet.blank();
  for (const notice of notices) sheet.put(notice);
  sheet.blank();
  sheet.put(
    hasFile
      ? `Newer copies are kept in ${file}. tocsin knowledge reset forgets them.`
      : "tocsin knowledge update --from FILE takes newer copies of these sources.",
  );
  await io.out(sheet.toString());
  return EXIT.nothing;
};

/** How much of what a part has: `{"actors": 187, "malware": 696}`. */
export function countsOf(part: KnowledgePart): Record<string, number> {
  const counts: Record<string, number> = {};
  const add = (what: string, n = 1): void => {
    counts[what] = (counts[what] ?? 0) + n;
  };
  const plurals: Readonly<Record<string, string>> = {
    actor: "actors",
    malware: "malware",
    tool: "tools",
    campaign: "campaigns",
    tactic: "tactics",
    mitigation: "mitigations",
    sector: "sectors",
    country: "countries",
  };
  for (const { kind } of part.names ?? []) add(plurals[kind] ?? kind);
  for (const { kind } of part.terms ?? []) add(plurals[kind] ?? kind);
  if (part.techniques !== undefined) add("techniques", part.techniques.length);
  for (const { entries } of part.lists ?? []) {
    add("lists");
    add("hosts and addresses", entries.length);
  }
  return counts;
}

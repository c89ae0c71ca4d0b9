import type { Knowledge } from "@tocsin/knowledge";
import type { Software } from "@tocsin/model";
import { toOriginalPlace } from "../text/emphasis.ts";
import type { Line } from "../text/layout.ts";
import { splitSentences } from "../text/sentence.ts";
import { blankAsides } from "./asides.ts";
import { citeLine, joinCitations } from "./cite.ts";
import type { TextSource } from "./cite.ts";
import { knownKind } from "./known-names.ts";
import type { KnownNames } from "./known-names.ts";
import { KNOWN_TOOLS } from "./known-software.ts";
import { findNameClaims } from "./name-claims.ts";
import { findListedSoftware, findSoftwareNames } from "./software-names.ts";
import type { Named } from "./software-names.ts";

const MAX_SOFTWARE = 300;
const TOOLS: ReadonlySet<string> = new Set(KNOWN_TOOLS.map(fold));

/**
 * Malware and tools the text names as such, in the order of their first places. What it only compares with is none
 * of the campaign's. Spellings that differ by blanks and hyphens are one name: the others are its aliases. Whether a
 * known name is malware or a tool is what the knowledge base says; no other name of it is taken from there.
 */
export function findSoftware(
  source: TextSource,
  known: KnownNames,
  knowledge: Knowledge,
): Software[] {
  const found = new Map<string, Software>();
  const groups = new Map<string, boolean>();
  /** `FIN7’s HALFBAKED`, `Primary PowerDuke`: of several words the last, where it alone is a known coined name. */
  const ownName = (name: string): string => {
    const last = name.split(" ").at(-1) ?? name;
    const isCoined = /^\p{Lu}{5,}$|\p{Ll}\p{Lu}/u.test(last);
    const isKnown = isCoined && last !== name && knowledge.softwareByName(name).length === 0;
    return isKnown && knowledge.softwareByName(last).length > 0 ? last : name;
  };
  // `another ScarCruft backdoor` is one of theirs: the name is the group's.
  const isGroup = (name: string): boolean => {
    const known = groups.get(name) ?? isOnlyGroup(knowledge, name);
    groups.set(name, known);
    return known;
  };
  for (const line of source.layout) {
    if (line.kind === "rule" || line.kind === "blank" || line.kind === "code") continue;
    const text = blankAsides(line.plain.text.slice(0, 20_000));
    for (const named of findSoftwareNames(text))
      if (!isGroup(named.name)) add(found, source, line, { ...named, name: ownName(named.name) });
    for (const { name, kind, at, isBoth } of known.get(line.number) ?? [])
      if (kind !== "actor" && !isBoth) add(found, source, line, { name, kind, at });
    for (const named of findListedSoftware(
      text,
      (name) => found.get(fold(name))?.kind === "malware",
    ))
      add(found, source, line, named);
    if (found.size >= MAX_SOFTWARE) break;
  }
  addAliases(found, source, knowledge);
  joinKinds(found, knowledge);
  return [...found.values()].map((one) => {
    const kind = TOOLS.has(fold(one.name)) ? "tool" : (knownKind(knowledge, one.name) ?? one.kind);
    return { ...one, kind };
  });
}

function isOnlyGroup(knowledge: Knowledge, name: string): boolean {
  return (
    knowledge.softwareByName(name).length === 0 && knowledge.findActor(name).entries.length > 0
  );
}

function fold(name: string): string {
  return name.toLowerCase().replaceAll(/[ _-]+/g, "");
}

function add(found: Map<string, Software>, source: TextSource, line: Line, named: Named): void {
  const key = fold(named.name);
  const before = found.get(key);
  const at = toOriginalPlace(line.plain, named.at);
  const citations = joinCitations(before?.citations ?? [], [citeLine(source, line, at)]);
  // Malware that a sentence also calls a tool is malware.
  const kind = before?.kind === "malware" ? "malware" : named.kind;
  const spellings = [before?.name ?? named.name, ...(before?.aliases ?? [])];
  const isNew = spellings.every((one) => one.toLowerCase() !== named.name.toLowerCase());
  found.set(key, {
    name: before?.name ?? named.name,
    kind,
    aliases: isNew ? [...(before?.aliases ?? []), named.name] : (before?.aliases ?? []),
    citations,
  });
}

const KIND_WORD =
  / (?:Loader|Stealer|RAT|Backdoor|Trojan|Ransomware|Wiper|Worm|Botnet|Rootkit|Implant|Miner|Dropper|Downloader|Keylogger|Malware|Tool|Framework)$/i;

/** `RedLine` and `RedLine Stealer` are one name, with and without what it is. */
function joinKinds(found: Map<string, Software>, knowledge: Knowledge): void {
  for (const [key, one] of found) {
    const short = fold(one.name.replace(KIND_WORD, ""));
    const other = short === key ? undefined : found.get(short);
    if (other === undefined || short.length < 4) continue;
    // The name stays that the sources have; of two unknown ones the longer one.
    const isShortKnown =
      knowledge.softwareByName(one.name).length === 0 &&
      knowledge.softwareByName(other.name).length > 0;
    const [kept, gone] = isShortKnown ? [short, key] : [key, short];
    const name = isShortKnown ? other.name : one.name;
    const names = new Set([...one.aliases, one.name, other.name, ...other.aliases]);
    found.delete(gone);
    found.set(kept, {
      name,
      kind: one.kind === other.kind ? one.kind : "malware",
      aliases: [...names].filter((alias) => alias !== name),
      citations: joinCitations(one.citations, other.citations),
    });
  }
}

/** `malware known as X, Y and Z`: other names of one thing, or names of three. */
const LISTED =
  /(?<!\b(?:also|better|formerly|previously|otherwise|commonly) )known as [^.;]{1,120}(?:,| and )/i;

/** Whether the knowledge base has both names and no entry with both. */
function areApart(knowledge: Knowledge, name: string, of: string): boolean {
  const entries = knowledge.softwareByName(name).map(({ entry }) => entry);
  const others = knowledge.softwareByName(of).map(({ entry }) => entry);
  const isKnown = entries.length > 0 && others.length > 0;
  return isKnown && !entries.some((entry) => others.includes(entry));
}

/** Other names that the text gives to software it names. */
function addAliases(found: Map<string, Software>, source: TextSource, knowledge: Knowledge): void {
  for (const line of source.layout) {
    if (line.kind === "rule" || line.kind === "blank" || line.kind === "code") continue;
    for (const sentence of splitSentences(blankAsides(line.plain.text.slice(0, 20_000)))) {
      for (const claim of findNameClaims(sentence.text)) {
        if (claim.relation !== "same" && claim.relation !== "formerly") continue;
        const one = found.get(fold(claim.of));
        if (one === undefined || one.aliases.includes(claim.name)) continue;
        if (fold(claim.name) === fold(claim.of)) continue;
        if (LISTED.test(sentence.text) && areApart(knowledge, claim.name, claim.of)) continue;
        found.set(fold(claim.of), { ...one, aliases: [...one.aliases, claim.name] });
        found.delete(fold(claim.name));
      }
    }
  }
}

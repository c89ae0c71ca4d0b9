import {
  type ClaimSource,
  foldName,
  type KnownClaim,
  type KnownEntry,
  namedBy,
} from "@tocsin/knowledge";
import { createSheet, type Sheet, type TextOptions } from "@tocsin/report";
import { putConflicts } from "./actor-conflicts.ts";
import type { ActorView } from "./actor.ts";

const LABEL = 11;
/** Software, campaigns and techniques that are shown of a group. */
const MOST_LISTED = 20;

/** An actor's name as a person wants to read it. Ends with a newline. */
export function formatActor(view: ActorView, options: TextOptions): string {
  const sheet = createSheet(options);
  const { answer } = view;
  sheet.put(answer.name, "", "title");
  sheet.blank();
  if (answer.entries.length === 0) putUnknown(sheet, view);
  else putEntries(sheet, view);
  putConflicts(sheet, view);
  putRemarks(sheet, view);
  putAttack(sheet, view);
  putUsed(sheet, view);
  if (answer.entries.length > 0) {
    putSoftware(sheet, view);
    putSeeAlso(sheet, view);
  }
  return sheet.toString();
}

function putUnknown(sheet: Sheet, view: ActorView): void {
  const { answer, near } = view;
  sheet.put("No source has an actor of that name.");
  putSoftware(sheet, view);
  if (near.length > 0) {
    sheet.blank();
    sheet.put("Spelt nearly so:");
    for (const name of near) sheet.item(name, "  ");
  } else if (answer.remarks.length + view.software.length === 0)
    sheet.put("None is spelt nearly so either. tocsin knowledge shows what is known.");
}

function putSeeAlso(sheet: Sheet, { near }: ActorView): void {
  if (near.length === 0) return;
  sheet.blank();
  sheet.put(`See also, as a name of its own: ${near.join(", ")}`);
}

function putSoftware(sheet: Sheet, { software }: ActorView): void {
  if (software.length === 0) return;
  sheet.heading("Malware and tools of that name");
  for (const { entry, source } of software) {
    const id = entry.id === undefined ? "" : ` ${entry.id}`;
    const aliases = (entry.aliases ?? []).map(({ name }) => name).join(", ");
    sheet.item(
      `${entry.name}${id}, ${entry.type ?? entry.kind} (${source.title} ${source.version})${aliases === "" ? "" : `; also ${aliases}`}`,
    );
  }
}

function putEntries(sheet: Sheet, { answer }: ActorView): void {
  const titles = new Set(answer.entries.map(({ source }) => source.title));
  const bearers =
    answer.entries.length === 1 ? "1 entry bears" : `${answer.entries.length} entries bear`;
  const sources = titles.size === 1 ? "1 source" : `${titles.size} sources`;
  sheet.put(
    `${bearers} this name, in ${sources}. A name is the claim of its source; none is merged with another.`,
  );
  sheet.heading("Who calls it what");
  for (const known of answer.entries) {
    const { entry, source } = known;
    sheet.blank();
    const id = entry.id === undefined ? "" : ` ${entry.id}`;
    const status =
      entry.isRevoked === true
        ? `; revoked${entry.replacedBy === undefined ? "" : `, now ${entry.replacedBy}`}`
        : "";
    sheet.put(
      `${entry.name}${id} in ${source.title} (${shortVersion(source.version)})${status}`,
      "",
      "title",
    );
    putNames(sheet, "formerly", namesBy(entry.aliases ?? [], "formerly"), entry.name);
    putNames(sheet, "also", namesBy(entry.aliases ?? [], "same"), entry.name);
    putNames(sheet, "parts", namesBy(entry.aliases ?? [], "part-of"), entry.name);
    if (entry.attackIds !== undefined)
      sheet.pair("in ATT&CK", entry.attackIds.join(", "), "  ", LABEL);
    if (entry.origin !== undefined) sheet.pair("origin", entry.origin, "  ", LABEL);
    putRelations(sheet, known, answer.claims);
  }
  putForms(sheet, answer.entries);
}

function namesBy(aliases: NonNullable<KnownEntry["entry"]["aliases"]>, relation: string): string[] {
  return aliases.filter((alias) => alias.relation === relation).map(({ name }) => name);
}

/** Names in the source's order; of those that differ in case or blanks alone, the first. */
function putNames(sheet: Sheet, label: string, names: readonly string[], own: string): void {
  const seen = new Set(label === "parts" ? [] : [foldName(own)]);
  const shown = names.filter((name) => {
    const key = foldName(name);
    return !seen.has(key) && seen.add(key);
  });
  if (shown.length > 0) sheet.pair(label, shown.join(", "), "  ", LABEL);
}

/** What the source says of other entries: `similar  TraderTraitor (MISP threat-actor)`. */
function putRelations(sheet: Sheet, known: KnownEntry, claims: readonly KnownClaim[]): void {
  const groups = new Map<string, string[]>();
  for (const { name, relation, of, source, note } of claims) {
    const isHere = name === known.entry.name && source.title === known.source.title;
    if (!isHere || relation === "same" || relation === "formerly") continue;
    const [word = relation, where] = note?.split(", ") ?? [];
    const label = relation === "part-of" ? "part of" : word;
    const shown = where === undefined ? of : `${of} (${where})`;
    const group = groups.get(label);
    if (group) group.push(shown);
    else groups.set(label, [shown]);
  }
  for (const [label, names] of groups) sheet.pair(label, names.join(", "), "  ", LABEL);
}

/** Whose names they are: no source says it, the form does. */
function putForms(sheet: Sheet, entries: readonly KnownEntry[]): void {
  const groups = new Map<string, Map<string, string>>();
  for (const { entry } of entries.slice(0, 20))
    for (const name of [entry.name, ...(entry.aliases ?? []).map((alias) => alias.name)]) {
      const by = namedBy(name);
      if (by === undefined) continue;
      const group = groups.get(by) ?? new Map<string, string>();
      if (!group.has(foldName(name))) group.set(foldName(name), name);
      groups.set(by, group);
    }
  if (groups.size === 0) return;
  sheet.heading("Whose names these are, by their form (inferred)");
  for (const [by, names] of [...groups].sort(([a], [b]) => (a < b ? -1 : 1)))
    sheet.pair(by, [...names.values()].join(", "), "", 15);
}

function putRemarks(sheet: Sheet, { answer }: ActorView): void {
  if (answer.remarks.length === 0) return;
  sheet.heading("Remarks, written by hand");
  for (const { names, relation, of, reason, source } of answer.remarks) {
    const words: Readonly<Record<string, string>> = {
      "part-of": "is a part of",
      "not-same": "is not",
      linked: "is linked with",
      overlaps: "overlaps",
      same: "is",
      formerly: "was the name of",
    };
    sheet.item(`${names[0] ?? ""} ${words[relation] ?? relation} ${of}. ${reason}`);
    sheet.put(describeSource(source), "  ", "faint");
  }
}

function putAttack(sheet: Sheet, { attack }: ActorView): void {
  for (const { id, name, software, campaigns, techniques } of attack) {
    sheet.heading(`What ATT&CK has on ${name} (${id})`);
    const list = (entries: readonly { readonly id: string; readonly name: string }[]): string =>
      entries.length === 0
        ? "none"
        : `${entries
            .slice(0, MOST_LISTED)
            .map((one) => `${one.name} (${one.id})`)
            .join(", ")}${more(entries.length)}`;
    sheet.pair("software", list(software), "", LABEL);
    sheet.pair("campaigns", list(campaigns), "", LABEL);
    sheet.pair("techniques", `${techniques.length}: ${list(techniques)}`, "", LABEL);
  }
}

function more(length: number): string {
  return length > MOST_LISTED ? ` and ${length - MOST_LISTED} more (--format json has all)` : "";
}

/** What other sources say it uses, by actor and source. */
function putUsed(sheet: Sheet, { answer }: ActorView): void {
  const groups = new Map<string, string[]>();
  for (const { actor, software, source } of answer.used) {
    const label = `${actor}, ${source.title}`;
    const group = groups.get(label);
    if (group) group.push(software);
    else groups.set(label, [software]);
  }
  if (groups.size === 0) return;
  sheet.heading("What others say it uses");
  for (const [label, names] of groups)
    sheet.item(`${label}: ${names.slice(0, MOST_LISTED).join(", ")}${more(names.length)}`);
}

function describeSource({ title, version, date, url }: ClaimSource): string {
  return [title, version, date, url].filter((one) => one !== undefined).join(", ");
}

/** A table without versions is told by the digest of the copy. */
function shortVersion(version: string): string {
  return version.startsWith("sha256:") ? `copy ${version}` : `version ${version}`;
}

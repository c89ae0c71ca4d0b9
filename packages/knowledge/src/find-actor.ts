import {
  type ClaimRelation,
  type ClaimSource,
  claimSourceOf,
  type KnownClaim,
  type KnownEntry,
  type NameConflict,
} from "./claims.ts";
import type { Entries, NamedBy } from "./entries.ts";
import { foldName } from "./fold.ts";
import { namedBy } from "./own/naming-schemes.ts";
import { type Remark, remarksOn } from "./own/remarks.ts";
import type { KnowledgeSource, NamedEntry } from "./part.ts";

/** All that is known of an actor's name, with who says so. */
export interface ActorAnswer {
  /** As asked. */
  readonly name: string;
  /** The entries that bear the name, in the order of the sources; empty if no source has it. */
  readonly entries: readonly KnownEntry[];
  /** What each of these entries says of its names and of other entries, and what the remarks say. */
  readonly claims: readonly KnownClaim[];
  readonly conflicts: readonly NameConflict[];
  /** Malware and tools that a source other than ATT&CK says the actor uses. */
  readonly used: readonly UsedSoftware[];
  readonly remarks: readonly Remark[];
}

/** A source says that an actor uses malware or a tool. */
export interface UsedSoftware {
  /** The entry of the actor that it is said of. */
  readonly actor: string;
  readonly software: string;
  readonly source: ClaimSource;
}

const RELATIONS: Readonly<Record<string, ClaimRelation>> = {
  similar: "linked",
  "variant-of": "linked",
  overlaps: "overlaps",
  "part-of": "part-of",
};

/** Finds an actor by one of its names or by its ATT&CK id, however it is spelt. */
export function findActorIn(entries: Entries, name: string): ActorAnswer {
  const key = foldName(name);
  const id = name.trim().toUpperCase();
  const bearers: KnownEntry[] = [];
  for (const known of [...(entries.byName.get(key) ?? []), ...(entries.byId.get(id) ?? [])])
    if (known.entry.kind === "actor" && !bearers.some(({ entry }) => entry === known.entry))
      bearers.push({ entry: known.entry, source: known.source });
  const remarks = remarksOn(key);
  return {
    name,
    entries: bearers,
    claims: [
      ...bearers.flatMap((known) => claimsOf(known, entries)),
      ...remarks.map(({ names, relation, of, reason, source }) =>
        claim({ name: names[0] ?? "", relation, of, source, note: reason }),
      ),
    ],
    conflicts: [...severalEntries(bearers, name, key), ...keptApart(bearers, entries)],
    used: usedBy(bearers, entries),
    remarks,
  };
}

/** Said by the actor's entry (`uses`) or by that of the software (`used-by`). */
function usedBy(bearers: readonly KnownEntry[], entries: Entries): UsedSoftware[] {
  const used: UsedSoftware[] = [];
  const actors = new Map(bearers.map(({ entry }) => [entry.uuid, entry]));
  const put = (actor: NamedEntry, software: NamedEntry, source: KnowledgeSource): void => {
    const isThere = used.some((one) => one.actor === actor.name && one.software === software.name);
    const isSoftware = software.kind === "malware" || software.kind === "tool";
    if (!isThere && isSoftware)
      used.push({
        actor: actor.name,
        software: software.name,
        source: claimSourceOf(source),
      });
  };
  for (const { entry, source } of bearers)
    for (const { relation, uuid } of entry.related ?? []) {
      const other = relation === "uses" ? entries.byUuid.get(uuid) : undefined;
      if (other !== undefined) put(entry, other.entry, source);
    }
  for (const { entry, source } of entries.all)
    for (const { relation, uuid } of entry.related ?? []) {
      const actor = relation === "used-by" ? actors.get(uuid) : undefined;
      if (actor !== undefined) put(actor, entry, source);
    }
  return used;
}

function claim(given: KnownClaim): KnownClaim {
  const by = namedBy(given.name);
  return by === undefined ? given : { ...given, by };
}

/** What an entry says of its names and of other entries. */
function claimsOf({ entry, source }: KnownEntry, entries: Entries): KnownClaim[] {
  const from = claimSourceOf(source);
  const claims: KnownClaim[] = [];
  for (const { name, relation, inferred } of entry.aliases ?? [])
    claims.push(
      claim({
        name,
        relation,
        of: entry.name,
        source: from,
        ...(inferred !== undefined && { note: inferred }),
      }),
    );
  for (const id of entry.attackIds ?? [])
    claims.push({ name: id, relation: "same", of: entry.name, source: from, by: "MITRE ATT&CK" });
  for (const { relation, uuid } of entry.related ?? []) {
    const other = entries.byUuid.get(uuid);
    const ours = RELATIONS[relation];
    if (other?.entry.kind !== "actor" || ours === undefined) continue;
    claims.push({
      name: entry.name,
      relation: ours,
      of: other.entry.name,
      source: from,
      ...(ours === "linked" && { note: `${relation}, ${other.source.title}` }),
    });
  }
  return claims;
}

function severalEntries(bearers: readonly KnownEntry[], name: string, key: string): NameConflict[] {
  const bySource = new Map<string, KnownEntry[]>();
  for (const known of bearers) {
    // An id is no name: that a source ties two entries to it is no contradiction.
    if (!namesOf(known.entry).some((one) => foldName(one) === key)) continue;
    const list = bySource.get(known.source.id);
    if (list) list.push(known);
    else bySource.set(known.source.id, [known]);
  }
  return [...bySource.values()].flatMap((list) =>
    list.length < 2 || list[0] === undefined
      ? []
      : [
          {
            kind: "several-entries" as const,
            name,
            source: claimSourceOf(list[0].source),
            entries: list.map(({ entry }) => entry.name),
          },
        ],
  );
}

/**
 * Names that one bearer joins with the name asked for, and that another source which knows that name as well has in
 * an entry of their own.
 */
function keptApart(bearers: readonly KnownEntry[], entries: Entries): NameConflict[] {
  const found: NameConflict[] = [];
  const sources = new Set(bearers.map(({ source }) => source.id));
  for (const { entry, source } of bearers) {
    const groups = new Map<NamedEntry, { readonly known: NamedBy; readonly names: string[] }>();
    for (const name of namesOf(entry)) {
      for (const known of entries.byName.get(foldName(name)) ?? []) {
        const isOther =
          known.source.id !== source.id &&
          sources.has(known.source.id) &&
          known.entry.kind === "actor" &&
          known.entry.isRevoked !== true &&
          known.entry.isDeprecated !== true &&
          !bearers.some((bearer) => bearer.entry === known.entry);
        if (!isOther) continue;
        const group = groups.get(known.entry);
        if (group === undefined) groups.set(known.entry, { known, names: [name] });
        else if (!group.names.some((one) => foldName(one) === foldName(name)))
          group.names.push(name);
      }
    }
    for (const { known, names } of groups.values())
      found.push({
        kind: "kept-apart",
        source: claimSourceOf(source),
        entry: entry.name,
        names,
        otherSource: claimSourceOf(known.source),
        otherEntry: known.entry.name,
      });
  }
  return found;
}

function namesOf(entry: NamedEntry): string[] {
  return [entry.name, ...(entry.aliases ?? []).map(({ name }) => name)];
}

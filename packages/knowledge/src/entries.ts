import type { KnownEntry } from "./claims.ts";
import { foldName } from "./fold.ts";
import type { AliasRelation, KnowledgePart } from "./part.ts";

/** An entry under one of its names. */
export interface NamedBy extends KnownEntry {
  /** The name as the source writes it. */
  readonly written: string;
  /** Absent for the entry's own name. */
  readonly relation?: AliasRelation;
}

/** Entries by their names and ids. */
export interface Entries {
  readonly all: readonly KnownEntry[];
  /** By folded name, in the order of the sources. */
  readonly byName: ReadonlyMap<string, readonly NamedBy[]>;
  /** By ATT&CK id, stated by the source itself or given as a name by another. */
  readonly byId: ReadonlyMap<string, readonly KnownEntry[]>;
  readonly byUuid: ReadonlyMap<string, KnownEntry>;
}

/** Makes the tables. */
export function indexEntries(parts: readonly KnowledgePart[]): Entries {
  const all: KnownEntry[] = [];
  const byName = new Map<string, NamedBy[]>();
  const byId = new Map<string, KnownEntry[]>();
  const byUuid = new Map<string, KnownEntry>();
  for (const { source, names = [] } of parts)
    for (const entry of names) {
      const known: KnownEntry = { entry, source };
      all.push(known);
      put(byName, foldName(entry.name), { entry, source, written: entry.name });
      for (const { name, relation } of entry.aliases ?? [])
        put(byName, foldName(name), { entry, source, written: name, relation });
      if (entry.id !== undefined) put(byId, entry.id, known);
      for (const id of entry.attackIds ?? []) put(byId, id, known);
      if (entry.uuid !== undefined) byUuid.set(entry.uuid, known);
    }
  return { all, byName, byId, byUuid };
}

function put<T>(map: Map<string, T[]>, key: string, value: T): void {
  const known = map.get(key);
  if (known) known.push(value);
  else map.set(key, [value]);
}

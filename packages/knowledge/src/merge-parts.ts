import { byCodeUnit } from "./json.ts";
import type { HostList, KnowledgePart, NamedEntry, TechniqueEntry, TermEntry } from "./part.ts";

/**
 * Joins parts: of one source the later part takes the place of the earlier one, kind by kind, list by list. So a file
 * that has only groups leaves software as it was. The result is in a stable order; entries keep that of their source.
 */
export function mergeParts(parts: readonly KnowledgePart[]): KnowledgePart[] {
  const merged = new Map<string, KnowledgePart>();
  for (const part of parts) {
    const before = merged.get(part.source.id);
    merged.set(part.source.id, before === undefined ? part : replace(before, part));
  }
  return [...merged.values()].sort((a, b) => byCodeUnit(a.source.id, b.source.id));
}

function replace(before: KnowledgePart, after: KnowledgePart): KnowledgePart {
  const names = replaceKinds<NamedEntry>(before.names, after.names, ({ kind }) => kind);
  const terms = replaceKinds<TermEntry>(before.terms, after.terms, ({ kind }) => kind);
  const techniques = replaceKinds<TechniqueEntry>(before.techniques, after.techniques, () => "all");
  const lists = replaceKinds<HostList>(before.lists, after.lists, ({ id }) => id);
  return {
    source: after.source,
    ...(names.length > 0 && { names }),
    ...(techniques.length > 0 && { techniques }),
    ...(terms.length > 0 && { terms }),
    ...(lists.length > 0 && { lists: lists.sort((a, b) => byCodeUnit(a.id, b.id)) }),
  };
}

function replaceKinds<T>(
  before: readonly T[] = [],
  after: readonly T[] = [],
  kindOf: (entry: T) => string,
): T[] {
  const kinds = new Set(after.map((entry) => kindOf(entry)));
  return [...before.filter((entry) => !kinds.has(kindOf(entry))), ...after];
}

/** Leaves out relations to entries that no part has: nothing can be told of them. */
export function pruneRelations(parts: readonly KnowledgePart[]): KnowledgePart[] {
  const known = new Set(parts.flatMap(({ names = [] }) => names.map(({ uuid }) => uuid)));
  return parts.map((part) =>
    part.names === undefined
      ? part
      : {
          ...part,
          names: part.names.map((entry) => {
            const { related, ...rest } = entry;
            const kept = related?.filter(({ uuid }) => known.has(uuid)) ?? [];
            return kept.length > 0 ? { ...rest, related: kept } : rest;
          }),
        },
  );
}

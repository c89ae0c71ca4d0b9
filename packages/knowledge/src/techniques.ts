import { foldName } from "./fold.ts";
import type { KnowledgePart, KnowledgeSource, TechniqueEntry } from "./part.ts";

/** A technique, and what has taken its place. */
export interface KnownTechnique {
  readonly technique: TechniqueEntry;
  readonly source: KnowledgeSource;
  /** The technique of today: itself, or what it was replaced by, step by step. Absent if it was withdrawn with nothing in its place. */
  readonly current?: TechniqueEntry;
}

/** Techniques by id and by name. */
export interface Techniques {
  byId(id: string): KnownTechnique | undefined;
  byName(name: string): readonly KnownTechnique[];
  readonly all: readonly KnownTechnique[];
}

/** The longest chain of replacements that is followed. */
const MOST_STEPS = 8;

/** Makes the tables. */
export function indexTechniques(parts: readonly KnowledgePart[]): Techniques {
  const byId = new Map<string, { technique: TechniqueEntry; source: KnowledgeSource }>();
  for (const { source, techniques = [] } of parts)
    for (const technique of techniques) {
      const known = byId.get(technique.id);
      // One id may stand in two matrices; the one in force counts.
      if (known === undefined || isPast(known.technique))
        byId.set(technique.id, { technique, source });
    }
  const currentOf = (technique: TechniqueEntry): TechniqueEntry | undefined => {
    let at: TechniqueEntry | undefined = technique;
    for (let step = 0; step < MOST_STEPS && at !== undefined; step++) {
      if (!isPast(at)) return at;
      at = at.replacedBy === undefined ? undefined : byId.get(at.replacedBy)?.technique;
    }
    return undefined;
  };
  const withCurrent = (known: {
    technique: TechniqueEntry;
    source: KnowledgeSource;
  }): KnownTechnique => {
    const current = currentOf(known.technique);
    return { ...known, ...(current !== undefined && { current }) };
  };
  const all = [...byId.values()].map((known) => withCurrent(known));
  const byName = new Map<string, KnownTechnique[]>();
  for (const known of all) {
    const key = foldName(known.technique.name);
    const list = byName.get(key);
    if (list) list.push(known);
    else byName.set(key, [known]);
  }
  return {
    all,
    byId(id) {
      const known = byId.get(id.trim().toUpperCase());
      return known && withCurrent(known);
    },
    byName(name) {
      const list = byName.get(foldName(name)) ?? [];
      const now = list.filter(({ technique }) => !isPast(technique));
      return now.length > 0 ? now : list;
    },
  };
}

function isPast(technique: TechniqueEntry): boolean {
  return technique.isRevoked === true || technique.isDeprecated === true;
}

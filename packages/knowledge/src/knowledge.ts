import type { KnownEntry } from "./claims.ts";
import { type Entries, indexEntries } from "./entries.ts";
import { type ActorAnswer, findActorIn } from "./find-actor.ts";
import { foldName } from "./fold.ts";
import { type HostLists, indexHostLists } from "./host-lists.ts";
import { indexNames, type NameIndex } from "./name-index.ts";
import { nearNames } from "./near-names.ts";
import { GOVERNMENT } from "./own/government.ts";
import type { KnowledgePart, KnowledgeSource, TermEntry } from "./part.ts";
import { indexTechniques, type KnownTechnique } from "./techniques.ts";

/** A term with the source that has it. */
export interface KnownTerm {
  readonly term: TermEntry;
  readonly source: KnowledgeSource;
}

/** What is known: names with who says so, techniques, terms, lists of harmless values. Tables are made when first asked for. */
export interface Knowledge {
  readonly parts: readonly KnowledgePart[];
  readonly sources: readonly KnowledgeSource[];
  /** All that is said of an actor's name or ATT&CK id. */
  findActor(name: string): ActorAnswer;
  /** Malware and tools that bear a name, in the order of the sources. */
  softwareByName(name: string): readonly KnownEntry[];
  /** Groups, software and campaigns of an ATT&CK id: `G0138`, `S0433`, `C0001`. */
  entriesById(id: string): readonly KnownEntry[];
  /** A technique of any matrix, with what has taken its place. */
  techniqueById(id: string): KnownTechnique | undefined;
  /** Techniques of an ATT&CK name; several where it is ambiguous; revoked ones only if no other has the name. */
  techniqueByName(name: string): readonly KnownTechnique[];
  /** Tactics, mitigations, sectors and countries of a name or an id. */
  termsByName(name: string): readonly KnownTerm[];
  /** All terms of a kind. */
  terms(kind: TermEntry["kind"]): readonly KnownTerm[];
  /** Names of actors or of software that are spelt nearly so, the nearest first, at most eight. */
  nearActors(name: string): string[];
  nearSoftware(name: string): string[];
  /** All names, to be found in a text. */
  nameIndex(): NameIndex;
  /** Lists of values that are known for something other than an intrusion. */
  hostLists(): HostLists;
}

const MOST_NEAR = 8;

/** Knowledge out of parts; what was written by hand is added. */
export function makeKnowledge(given: readonly KnowledgePart[]): Knowledge {
  const parts = [...given.filter(({ source }) => source.id !== GOVERNMENT.source.id), GOVERNMENT];
  const entries = once(() => indexEntries(parts));
  const techniques = once(() => indexTechniques(parts));
  const terms = once(() =>
    parts.flatMap(({ source, terms: some = [] }) => some.map((term) => ({ term, source }))),
  );
  const termsByName = once(() => indexTerms(terms()));
  const names = once(() => indexNames(entries(), techniques()));
  const hosts = once(() => indexHostLists(parts));
  return {
    parts,
    sources: parts.map(({ source }) => source),
    findActor: (name) => findActorIn(entries(), name),
    softwareByName: (name) =>
      dedupe(entries().byName.get(foldName(name)) ?? []).filter(({ entry }) =>
        isSoftware(entry.kind),
      ),
    entriesById: (id) => entries().byId.get(id.trim().toUpperCase()) ?? [],
    techniqueById: (id) => techniques().byId(id),
    techniqueByName: (name) => techniques().byName(name),
    termsByName: (name) => termsByName().get(foldName(name)) ?? [],
    terms: (kind) => terms().filter(({ term }) => term.kind === kind),
    nearActors: (name) =>
      nearNames(
        name,
        namesOf(entries(), (kind) => kind === "actor"),
        MOST_NEAR,
      ),
    nearSoftware: (name) => nearNames(name, namesOf(entries(), isSoftware), MOST_NEAR),
    nameIndex: () => names(),
    hostLists: () => hosts(),
  };
}

function isSoftware(kind: string): boolean {
  return kind === "malware" || kind === "tool";
}

function* namesOf(entries: Entries, takes: (kind: string) => boolean): Generator<string> {
  for (const bearers of entries.byName.values())
    for (const { entry, written } of bearers) if (takes(entry.kind)) yield written;
}

function dedupe(known: readonly KnownEntry[]): KnownEntry[] {
  const seen = new Map(known.map(({ entry, source }) => [entry, { entry, source }]));
  return [...seen.values()];
}

function indexTerms(all: readonly KnownTerm[]): Map<string, KnownTerm[]> {
  const map = new Map<string, KnownTerm[]>();
  for (const known of all) {
    const { id, name, short, aliases = [] } = known.term;
    const keys = [id, name, short, ...aliases].map((one) =>
      one === undefined ? "" : foldName(one),
    );
    for (const key of new Set(keys)) {
      if (key === "") continue;
      const list = map.get(key);
      if (list) list.push(known);
      else map.set(key, [known]);
    }
  }
  return map;
}

/** Makes a thing when it is first asked for, and keeps it. */
function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

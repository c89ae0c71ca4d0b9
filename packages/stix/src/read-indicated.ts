import type { Bundle } from "./read-bundle.ts";
import { techniqueId } from "./read-weaknesses.ts";
import { getText, getTexts, getTime } from "./stix-object.ts";
import type { StixObject } from "./stix-object.ts";

/** What other objects of the bundle say of an indicator. */
export interface Indicated {
  /** Names of the malware and tools it indicates. */
  readonly malware: readonly string[];
  /** Ids of the techniques it indicates. */
  readonly techniques: readonly string[];
  /** Types of the infrastructure it indicates. */
  readonly infrastructure: readonly string[];
  /** From the first to the last sighting of it. */
  readonly firstSeen?: string;
  readonly lastSeen?: string;
}

interface Draft {
  readonly malware: string[];
  readonly techniques: string[];
  readonly infrastructure: string[];
  firstSeen?: string;
  lastSeen?: string;
}

const NOTHING: Indicated = { malware: [], techniques: [], infrastructure: [] };

/** Reads relationships and sightings once; gives what they say of each indicator. */
export function readIndicated(bundle: Bundle): (indicator: StixObject) => Indicated {
  const drafts = new Map<string, Draft>();
  const draftOf = (id: string): Draft => {
    let draft = drafts.get(id);
    if (draft === undefined) {
      draft = { malware: [], techniques: [], infrastructure: [] };
      drafts.set(id, draft);
    }
    return draft;
  };
  for (const { type, source, target } of bundle.relations)
    if (type === "indicates" && source.type === "indicator") addTarget(draftOf(source.id), target);
  for (const object of bundle.ofType("sighting")) {
    const sighted = getText(object, "sighting_of_ref");
    if (sighted !== undefined && sighted.startsWith("indicator--"))
      addSighting(draftOf(sighted), object);
  }
  return ({ id }) => drafts.get(id) ?? NOTHING;
}

function addTarget(draft: Draft, target: StixObject): void {
  const name = getText(target, "name");
  switch (target.type) {
    case "malware":
    case "tool":
      if (name !== undefined) draft.malware.push(name);
      break;
    case "attack-pattern": {
      const technique = techniqueId(target);
      if (technique !== undefined) draft.techniques.push(technique);
      break;
    }
    case "infrastructure":
      draft.infrastructure.push(...getTexts(target, "infrastructure_types"));
      break;
    default:
  }
}

function addSighting(draft: Draft, sighting: StixObject): void {
  const first = getTime(sighting, "first_seen") ?? getTime(sighting, "last_seen");
  const last = getTime(sighting, "last_seen") ?? first;
  if (first !== undefined && (draft.firstSeen === undefined || isBefore(first, draft.firstSeen)))
    draft.firstSeen = first;
  if (last !== undefined && (draft.lastSeen === undefined || isBefore(draft.lastSeen, last)))
    draft.lastSeen = last;
}

function isBefore(one: string, other: string): boolean {
  return Date.parse(one) < Date.parse(other);
}

import { FINDING_VERSION, makeId } from "@tocsin/model";
import type {
  Detection,
  DetectionKind,
  EvidenceRecord,
  Finding,
  MatchedField,
  Occurrence,
} from "@tocsin/model";
import { addIdentity, eachIdentity, emptyIdentitySet, hasIdentity } from "./identity-set.ts";
import type { IdentitySet } from "./identity-set.ts";
import { identifyRecord } from "./identity.ts";
import { nameSource } from "./source-name.ts";

/** A detection with one set of values on one host, while it is collected. Plain data: it crosses threads. */
export interface Sighting {
  /** Index in the run's detections. */
  readonly detection: number;
  readonly host: string | undefined;
  readonly kind: DetectionKind;
  /** Of an indicator, those of the first record: what stands around the value differs from line to line. */
  readonly matched: readonly MatchedField[];
  /** What tells two sightings of one detection on one host apart: {@link matched} as text; of an indicator, nothing. */
  readonly key: string;
  /** The same record, met in two copies of a log, has the same identity; at most {@link MAX_RECORDS} are kept. */
  readonly records: IdentitySet;
  /** Records beyond those, not told apart any more. */
  beyond: number;
  firstMs: number;
  lastMs: number;
  /** Earliest first. */
  occurrences: (Occurrence & { readonly timeMs: number })[];
}

/** Sightings by key, and how many sets of values each detection has on each host. */
export interface Sightings {
  readonly byKey: Map<string, Sighting>;
  readonly sets: Map<string, number>;
  /** Those that were met lately, by what the plan says of a match. */
  readonly byMatch: Map<string, Sighting>;
  /** Identities that are kept, of all sightings together. */
  records: number;
  /** Length of all their keys. */
  keyUnits: number;
}

const MAX_RECORDS = 20_000;
/** Over all sightings: 40 MB. */
const MAX_ALL_RECORDS = 2_000_000;
/** Beyond it, as beyond the number: hostile values are long. */
const MAX_KEY_UNITS = 32 * 1024 * 1024;
const MAX_BY_MATCH = 10_000;
/** Longer explanations are not kept for other units. */
const MAX_KEPT_KEY = 8192;
const MAX_SETS = 1000;
/** Over all detections and hosts; beyond it, one for each detection. */
const MAX_SIGHTINGS = 100_000;
const MAX_OCCURRENCES = 10;
const MORE_FIELDS: readonly MatchedField[] = [
  { field: "(several)", value: "more values than are listed one by one", test: "see the others" },
];
const MORE: Explained = { matched: MORE_FIELDS, key: JSON.stringify(MORE_FIELDS) };

/** Nothing yet. */
export function emptySightings(): Sightings {
  return { byKey: new Map(), sets: new Map(), byMatch: new Map(), records: 0, keyUnits: 0 };
}

/** A match of a record, as far as a sighting needs it. */
export interface Match {
  /** Index in the run's detections. */
  readonly detection: number;
  readonly kind: DetectionKind;
  /** Equal for two matches of the detection that are explained alike; undefined if that is not known. */
  readonly key: string | undefined;
  /** The fields that made it match. Asked for once for each key. */
  readonly explain: () => readonly MatchedField[];
}

/** Explanations by detection and key of a match, for all units of a thread. */
export type Explanations = Map<string, Explained>;

type Explained = Pick<Sighting, "matched" | "key">;

/** Adds one record that a detection matched. */
export function addSighting(
  to: Sightings,
  record: EvidenceRecord,
  match: Match,
  explanations: Explanations,
): void {
  const sighting = sightingOf(to, record.host, match, explanations);
  const { high, low } = identifyRecord(record);
  if (!addRecord(to, sighting, high, low)) return;
  const { timeMs } = record;
  const known = timeMs !== undefined && Math.abs(timeMs) <= 8.64e15;
  const at = known ? timeMs : Number.POSITIVE_INFINITY;
  addTime(sighting, at);
  if (!isAmongFirst(sighting, at)) return;
  addOccurrence(sighting, {
    place: record.place,
    ...(known && { time: new Date(timeMs).toISOString() }),
    source: nameSource(record.source),
    timeMs: at,
  });
}

/** False if the record is known already. */
function addRecord(to: Sightings, sighting: Sighting, high: number, low: number): boolean {
  const { records } = sighting;
  if (records.size < MAX_RECORDS && to.records < MAX_ALL_RECORDS) {
    if (!addIdentity(records, high, low)) return false;
    to.records++;
  } else {
    if (hasIdentity(records, high, low)) return false;
    sighting.beyond++;
  }
  return true;
}

function addTime(sighting: Sighting, timeMs: number): void {
  if (!Number.isFinite(timeMs)) return;
  sighting.firstMs = Math.min(sighting.firstMs, timeMs);
  sighting.lastMs = Math.max(sighting.lastMs, timeMs);
}

function isAmongFirst({ occurrences }: Sighting, timeMs: number): boolean {
  return occurrences.length < MAX_OCCURRENCES || timeMs < (occurrences.at(-1)?.timeMs ?? 0);
}

function addOccurrence(sighting: Sighting, one: Sighting["occurrences"][number]): void {
  if (!isAmongFirst(sighting, one.timeMs)) return;
  const { occurrences } = sighting;
  let at = occurrences.length;
  while (at > 0 && (occurrences[at - 1]?.timeMs ?? 0) > one.timeMs) at--;
  occurrences.splice(at, 0, one);
  if (occurrences.length > MAX_OCCURRENCES) occurrences.pop();
}

/** The sighting that a match belongs to; found without explaining it, where its key was seen before. */
function sightingOf(
  to: Sightings,
  host: string | undefined,
  match: Match,
  explanations: Explanations,
): Sighting {
  const { detection, kind, key } = match;
  // Of an indicator, what stands around the value differs from line to line and tells nothing apart.
  const known = kind === "indicator" ? "" : key;
  if (known === undefined) return sightingFor(to, { detection, host, kind, ...toExplained(match) });
  const name = `${detection}|${known}`;
  const about = `${name}|${host ?? ""}`;
  let sighting = to.byMatch.get(about);
  if (sighting === undefined) {
    let explained = kind === "indicator" ? undefined : explanations.get(name);
    if (explained === undefined) {
      explained = toExplained(match);
      if (explanations.size >= MAX_BY_MATCH) explanations.clear();
      if (kind !== "indicator" && explained.key.length <= MAX_KEPT_KEY)
        explanations.set(name, explained);
    }
    sighting = sightingFor(to, { detection, host, kind, ...explained });
    if (to.byMatch.size >= MAX_BY_MATCH) to.byMatch.clear();
    to.byMatch.set(about, sighting);
  }
  return sighting;
}

function toExplained({ kind, explain }: Match): Explained {
  const matched = explain();
  return { matched, key: kind === "indicator" ? "" : JSON.stringify(matched) };
}

function sightingFor(
  to: Sightings,
  why: Pick<Sighting, "detection" | "host" | "kind" | "matched" | "key">,
): Sighting {
  const about = `${why.detection}\u0000${why.host ?? ""}`;
  const name = `${about}\u0000${why.key}`;
  const known = to.byKey.get(name);
  if (known !== undefined) return known;
  const sets = (to.sets.get(about) ?? 0) + 1;
  if (!isFolded(why)) {
    if (to.byKey.size >= MAX_SIGHTINGS || to.keyUnits >= MAX_KEY_UNITS)
      return sightingFor(to, { ...why, host: undefined, ...MORE });
    if (sets > MAX_SETS) return sightingFor(to, { ...why, ...MORE });
    to.sets.set(about, sets);
  }
  const { detection, host, kind, matched, key } = why;
  const made: Sighting = {
    detection,
    host,
    kind,
    matched,
    key,
    records: emptyIdentitySet(),
    beyond: 0,
    firstMs: Infinity,
    lastMs: -Infinity,
    occurrences: [],
  };
  to.keyUnits += key.length;
  to.byKey.set(name, made);
  return made;
}

/** Whether a sighting stands for more sets of values than are kept apart. */
function isFolded({ key }: Pick<Sighting, "key">): boolean {
  return key === MORE.key;
}

/** Adds what a later unit has found. */
export function mergeSightings(into: Sightings, from: Iterable<Sighting>): void {
  for (const one of from) {
    const sighting = sightingFor(into, one);
    let isNew = one.beyond > 0;
    eachIdentity(one.records, (high, low) => {
      if (addRecord(into, sighting, high, low)) isNew = true;
    });
    sighting.beyond += one.beyond;
    // A copy of what is known says nothing new of when and where.
    if (isNew)
      for (const occurrence of one.occurrences) {
        addTime(sighting, occurrence.timeMs);
        addOccurrence(sighting, occurrence);
      }
    if (Number.isFinite(one.lastMs)) sighting.lastMs = Math.max(sighting.lastMs, one.lastMs);
  }
}

/** The findings of a run, in the order of their ids. */
export function toFindings(sightings: Sightings, detections: readonly Detection[]): Finding[] {
  const findings: Finding[] = [];
  for (const sighting of sightings.byKey.values()) {
    const detection = detections[sighting.detection];
    if (detection !== undefined) findings.push(toFinding(sighting, detection));
  }
  return findings.sort((a, b) => (a.id < b.id ? -1 : 1));
}

function toFinding(sighting: Sighting, detection: Detection): Finding {
  const { host, matched, records, beyond, firstMs, lastMs, occurrences } = sighting;
  const { id, kind, title, level, strength, techniques, vulnerabilities } = detection;
  const { observable, origin, falsePositives, citations } = detection;
  return {
    version: FINDING_VERSION,
    id: makeId("finding", id, host ?? "", sighting.key),
    detection: {
      id,
      kind,
      title,
      level,
      strength,
      techniques,
      vulnerabilities,
      ...(observable !== undefined && { observable }),
      ...(origin !== undefined && { origin }),
      falsePositives,
    },
    ...(host !== undefined && { host }),
    matched,
    count: records.size + beyond,
    ...(Number.isFinite(firstMs) && { firstSeen: new Date(firstMs).toISOString() }),
    ...(Number.isFinite(lastMs) && { lastSeen: new Date(lastMs).toISOString() }),
    occurrences: occurrences.map(({ place, time, source }) => ({
      place,
      ...(time !== undefined && { time }),
      source,
    })),
    citations,
  };
}

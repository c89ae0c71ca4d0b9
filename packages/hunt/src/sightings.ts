import { FINDING_VERSION, makeId } from "@tocsin/model";
import type {
  Detection,
  DetectionKind,
  EvidenceRecord,
  Finding,
  MatchedField,
  Occurrence,
} from "@tocsin/model";
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
  /** The same record, met in two copies of a log, has the same identity; at most {@link MAX_RECORDS} are kept. */
  readonly records: Set<string>;
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
}

const MAX_RECORDS = 20_000;
const MAX_SETS = 1000;
/** Over all detections and hosts; beyond it, one for each detection. */
const MAX_SIGHTINGS = 100_000;
const MAX_OCCURRENCES = 10;
const MORE: readonly MatchedField[] = [
  { field: "(several)", value: "more values than are listed one by one", test: "see the others" },
];

/** Nothing yet. */
export function emptySightings(): Sightings {
  return { byKey: new Map(), sets: new Map() };
}

/** Adds one record that a detection matched. */
export function addSighting(
  to: Sightings,
  detection: number,
  record: EvidenceRecord,
  why: { readonly kind: DetectionKind; readonly matched: readonly MatchedField[] },
): void {
  const { timeMs, place, source, host } = record;
  const sighting = sightingFor(to, { detection, host, ...why });
  const identity = identifyRecord(record);
  if (sighting.records.has(identity)) return;
  if (sighting.records.size < MAX_RECORDS) sighting.records.add(identity);
  else sighting.beyond++;
  const known = timeMs !== undefined && Math.abs(timeMs) <= 8.64e15;
  addOccurrence(sighting, {
    place,
    ...(known && { time: new Date(timeMs).toISOString() }),
    source: nameSource(source),
    timeMs: known ? timeMs : Number.POSITIVE_INFINITY,
  });
}

function addOccurrence(sighting: Sighting, one: Sighting["occurrences"][number]): void {
  const { timeMs } = one;
  if (Number.isFinite(timeMs)) {
    sighting.firstMs = Math.min(sighting.firstMs, timeMs);
    sighting.lastMs = Math.max(sighting.lastMs, timeMs);
  }
  const { occurrences } = sighting;
  let at = occurrences.length;
  while (at > 0 && (occurrences[at - 1]?.timeMs ?? 0) > timeMs) at--;
  if (at >= MAX_OCCURRENCES) return;
  occurrences.splice(at, 0, one);
  if (occurrences.length > MAX_OCCURRENCES) occurrences.pop();
}

function sightingFor(
  to: Sightings,
  why: Pick<Sighting, "detection" | "host" | "kind" | "matched">,
): Sighting {
  const about = `${why.detection}\u0000${why.host ?? ""}`;
  const key = `${about}\u0000${keyOf(why)}`;
  const known = to.byKey.get(key);
  if (known !== undefined) return known;
  const sets = (to.sets.get(about) ?? 0) + 1;
  if (!isFolded(why)) {
    if (to.byKey.size >= MAX_SIGHTINGS)
      return sightingFor(to, { ...why, host: undefined, matched: MORE });
    if (sets > MAX_SETS) return sightingFor(to, { ...why, matched: MORE });
    to.sets.set(about, sets);
  }
  const { detection, host, kind, matched } = why;
  const made: Sighting = {
    detection,
    host,
    kind,
    matched,
    records: new Set(),
    beyond: 0,
    firstMs: Infinity,
    lastMs: -Infinity,
    occurrences: [],
  };
  to.byKey.set(key, made);
  return made;
}

/** Whether a sighting stands for more sets of values than are kept apart. */
function isFolded({ matched }: Pick<Sighting, "matched">): boolean {
  return matched[0]?.field === MORE[0]?.field && matched[0]?.value === MORE[0]?.value;
}

/** What tells two sightings of one detection on one host apart: of an indicator, nothing. */
function keyOf({ kind, matched }: Pick<Sighting, "kind" | "matched">): string {
  return kind === "indicator" ? "" : JSON.stringify(matched);
}

/** Adds what a later unit has found. */
export function mergeSightings(into: Sightings, from: Iterable<Sighting>): void {
  for (const one of from) {
    const sighting = sightingFor(into, one);
    let isNew = one.beyond > 0;
    for (const identity of one.records) {
      if (sighting.records.has(identity)) continue;
      isNew = true;
      if (sighting.records.size < MAX_RECORDS) sighting.records.add(identity);
      else sighting.beyond++;
    }
    sighting.beyond += one.beyond;
    // A copy of what is known says nothing new of when and where.
    if (isNew) for (const occurrence of one.occurrences) addOccurrence(sighting, occurrence);
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
    id: makeId("finding", id, host ?? "", keyOf(sighting)),
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

import type { EvidenceRecord, MatchedField, RecordPlace } from "@tocsin/model";
import { explanationOf, keepExplanation, toldOf, within } from "./explanations.ts";
import type { Explanation, Recall } from "./explanations.ts";
import { addIdentity, emptyIdentitySet, hasIdentity } from "./identity-set.ts";
import type { IdentitySet } from "./identity-set.ts";
import { identifyRecord } from "./identity.ts";
import { nameSource } from "./source-name.ts";

/** A detection with one set of values on one host, while it is collected. */
export interface Sighting {
  /** Index in the run's detections. */
  readonly detection: number;
  readonly host: string | undefined;
  /** Of an indicator, that of the first record: what stands around the value differs from line to line. */
  readonly explanation: Explanation;
  /** The same record, met in two copies of a log, has the same identity; at most {@link MAX_RECORDS} are kept. */
  readonly records: IdentitySet;
  /** Records beyond those, not told apart any more. */
  beyond: number;
  firstMs: number;
  lastMs: number;
  /** Earliest first. */
  readonly occurrences: TimedOccurrence[];
  /** Those from this time on are known to be late; undefined if none are. Infinite: all without a time. */
  readonly lateMs: number | undefined;
}

/** Where a record stands. Plain data: it crosses threads. */
export interface TimedOccurrence {
  readonly place: RecordPlace;
  readonly source: string;
  /** UTC milliseconds; infinite if it tells none. */
  readonly timeMs: number;
  /** The record's {@link Identity}. */
  readonly high: number;
  readonly low: number;
}

/** Sightings of a unit, or of a run. */
export interface Sightings {
  /** By detection, host, and key of the explanation. */
  readonly byDetection: Map<number, Map<string | undefined, Map<string, Sighting>>>;
  /** In the order in which they were met. */
  readonly all: Sighting[];
  /** Those that were met lately: by host, and by what the plan says of a match. */
  readonly byHost: Map<string | undefined, Map<number, Sighting>>;
  byMatchCount: number;
  /** Identities that are kept, of all sightings together. */
  records: number;
  /** Length of all their keys. */
  keyUnits: number;
  /** Those that stand for one set of values, and how many each detection has. */
  sets: number;
  readonly setsOf: Map<number, number>;
}

const MAX_RECORDS = 20_000;
/** Over all sightings: 40 MB. */
const MAX_ALL_RECORDS = 2_000_000;
/** Beyond it, as beyond the number: hostile values are long. */
const MAX_KEY_UNITS = 8 * 1024 * 1024;
const MAX_BY_MATCH = 10_000;
/** Sets of values of one detection on one host, on all hosts, and of all detections; beyond it, one for each detection and host. */
const MAX_SETS = { host: 1000, detection: 2000, all: 10_000 } as const;
/** Over all detections and hosts; beyond it, one for each detection. */
const MAX_SIGHTINGS = 20_000;
/** That a finding gives. */
export const MAX_OCCURRENCES = 10;
/** What stands for sets of values that there are too many of. */
export const MORE_FIELDS: readonly MatchedField[] = [
  { field: "(several)", value: "more values than are listed one by one", test: "see the others" },
];
const MORE: Explanation = { matched: MORE_FIELDS, key: JSON.stringify(MORE_FIELDS) };

/** Nothing yet. */
export function emptySightings(): Sightings {
  return {
    byDetection: new Map(),
    all: [],
    byHost: new Map(),
    byMatchCount: 0,
    records: 0,
    keyUnits: 0,
    sets: 0,
    setsOf: new Map(),
  };
}

/** A match of a record, as far as a sighting needs it. */
export interface Match {
  /** Index in the run's detections. */
  readonly detection: number;
  /** Whether the detection is an indicator: then one sighting of a host is enough, whatever stands around the value. */
  readonly isIndicator: boolean;
  /** Equal for two matches of the detection that are explained alike, and for no others; undefined if that is not known. */
  readonly key: number | undefined;
  /** The fields that made it match. Asked for once for each key. */
  readonly explain: () => readonly MatchedField[];
}

/** Adds one record that a detection matched. */
export function addSighting(
  to: Sightings,
  record: EvidenceRecord,
  match: Match,
  recall: Recall,
): void {
  // A name without a letter is none.
  const host = record.host === "" ? undefined : record.host;
  const sighting = sightingOf(to, host, match, recall);
  const { high, low } = identifyRecord(record);
  if (!addRecord(to, sighting, high, low)) return;
  const { timeMs } = record;
  const at = timeMs !== undefined && Math.abs(timeMs) <= 8.64e15 ? timeMs : Infinity;
  addTime(sighting, at);
  if (!isAmongFirst(sighting, at)) return;
  const { place, source } = record;
  addOccurrence(sighting, { place, source: nameSource(source), timeMs: at, high, low });
}

/** False if the record is known already. */
export function addRecord(to: Sightings, sighting: Sighting, high: number, low: number): boolean {
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

/** Extends the span of a sighting. */
export function addTime(sighting: Sighting, timeMs: number): void {
  if (!Number.isFinite(timeMs)) return;
  if (timeMs < sighting.firstMs) sighting.firstMs = timeMs;
  if (timeMs > sighting.lastMs) sighting.lastMs = timeMs;
}

function isAmongFirst({ occurrences, lateMs }: Sighting, timeMs: number): boolean {
  if (lateMs !== undefined && timeMs >= lateMs) return false;
  return occurrences.length < MAX_OCCURRENCES || timeMs < (occurrences.at(-1)?.timeMs ?? 0);
}

/** Keeps where a record stands, if it is among the earliest. */
export function addOccurrence(sighting: Sighting, one: TimedOccurrence): void {
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
  recall: Recall,
): Sighting {
  const { detection, isIndicator, key, explain } = match;
  // Keys are above 0.
  const name = isIndicator ? -1 - detection : key;
  if (name === undefined)
    return sightingFor(to, detection, host, keepExplanation(recall, explain()), recall);
  const byMatch = within(to.byHost, host);
  let sighting = byMatch.get(name);
  if (sighting !== undefined) return sighting;
  const explanation = isIndicator
    ? (toldOf(recall, detection, host, "")?.explanation ?? { matched: explain(), key: "" })
    : explanationOf(recall, name, explain);
  sighting = sightingFor(to, detection, host, explanation, recall);
  if (to.byMatchCount >= MAX_BY_MATCH) {
    to.byHost.clear();
    to.byMatchCount = 0;
  }
  within(to.byHost, host).set(name, sighting);
  to.byMatchCount++;
  return sighting;
}

/**
 * The sighting of a detection on a host with an explanation; of those that there are too many of, one for all. Which one that is
 * never changes for a detection, host and key, whatever comes in between: what is known of one may be left out later.
 */
export function sightingFor(
  to: Sightings,
  detection: number,
  host: string | undefined,
  explanation: Explanation,
  recall?: Recall,
): Sighting {
  const { key } = explanation;
  const byKey = to.byDetection.get(detection)?.get(host);
  const known = byKey?.get(key);
  if (known !== undefined) return known;
  if (key !== MORE.key) {
    if (areTooMany(to, detection, byKey)) return sightingFor(to, detection, host, MORE, recall);
    to.sets++;
    to.setsOf.set(detection, (to.setsOf.get(detection) ?? 0) + 1);
  } else if (host !== undefined && to.all.length >= MAX_SIGHTINGS)
    return sightingFor(to, detection, undefined, MORE, recall);
  const told = recall === undefined ? undefined : toldOf(recall, detection, host, key)?.earliest;
  const made: Sighting = {
    detection,
    host,
    explanation,
    records: emptyIdentitySet(),
    beyond: 0,
    firstMs: Infinity,
    lastMs: -Infinity,
    occurrences: [],
    lateMs: told?.[MAX_OCCURRENCES - 1]?.timeMs,
  };
  to.keyUnits += key.length;
  to.all.push(made);
  within(within(to.byDetection, detection), host).set(key, made);
  return made;
}

/** Whether no other set of values is listed by itself: of this detection, on this host with those that it has, or at all. */
function areTooMany(
  { sets, setsOf, keyUnits }: Sightings,
  detection: number,
  byKey: ReadonlyMap<string, Sighting> | undefined,
): boolean {
  const ofHost = byKey === undefined ? 0 : byKey.size - (byKey.has(MORE.key) ? 1 : 0);
  return (
    ofHost >= MAX_SETS.host ||
    (setsOf.get(detection) ?? 0) >= MAX_SETS.detection ||
    sets >= MAX_SETS.all ||
    keyUnits >= MAX_KEY_UNITS
  );
}

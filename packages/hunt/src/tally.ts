import type { Diagnostic, EvidenceRecord, RecordSource } from "@tocsin/model";
import { sourceKey } from "./source-name.ts";

/** What was met in one source. Plain data: it crosses threads. */
export interface SourceTally {
  readonly source: RecordSource;
  records: number;
  timeless: number;
  /** Hours since 1970 with at least one record. */
  readonly hours: Set<number>;
  firstMs: number;
  lastMs: number;
}

/** What reading one unit, or several of one file, came to. Plain data: it crosses threads. */
export interface Tally {
  format: string;
  records: number;
  damaged: number;
  /** Of the records. */
  recovered: number;
  outsideWindow: number;
  readonly diagnostics: Diagnostic[];
  diagnosticCount: number;
  /** The gravest that was told. */
  severity: Diagnostic["severity"] | undefined;
  readonly sources: Map<string, SourceTally>;
  readonly hosts: Set<string>;
}

/** Of a file that are kept whole; the others are counted. */
export const MAX_DIAGNOSTICS = 20;
const MAX_HOSTS = 1000;
const HOUR_MS = 3_600_000;
/** No event log is older; clocks that were never set say 1601 or 1970. */
const FIRST_PLAUSIBLE_MS = Date.UTC(1990, 0, 1);
/** Nor is one from the next century. */
const LAST_PLAUSIBLE_MS = Date.UTC(2100, 0, 1);
/** Thirty years of hours; forged times must not fill the memory. */
const MAX_HOURS = 262_144;
const RANK = { note: 0, warning: 1, error: 2 } as const;

/** Nothing yet. */
export function emptyTally(format: string): Tally {
  return {
    format,
    records: 0,
    damaged: 0,
    recovered: 0,
    outsideWindow: 0,
    diagnostics: [],
    diagnosticCount: 0,
    severity: undefined,
    sources: new Map(),
    hosts: new Set(),
  };
}

/** What counts records into a tally. Records of one kind come in runs: what is known of the last is kept at hand. */
export function createCounter(
  tally: Tally,
  { recover }: { readonly recover: boolean },
): (record: EvidenceRecord) => void {
  const bySource = new WeakMap<RecordSource, SourceTally>();
  let lastSource: RecordSource | undefined;
  let lastTally: SourceTally | undefined;
  let lastHost: string | undefined;
  const tallyOf = (source: RecordSource): SourceTally => {
    let of = bySource.get(source);
    if (of === undefined) {
      const key = sourceKey(source);
      of = tally.sources.get(key);
      if (of === undefined) {
        of = emptySource(source);
        tally.sources.set(key, of);
      }
      bySource.set(source, of);
    }
    return of;
  };
  return (record) => {
    tally.records++;
    // Places are made when they are asked for: nothing is recovered where it was not wanted.
    if (recover && record.place.recovered === true) tally.recovered++;
    const { source, timeMs, host } = record;
    const of = source === lastSource ? (lastTally as SourceTally) : tallyOf(source);
    lastSource = source;
    lastTally = of;
    of.records++;
    if (timeMs === undefined || !(timeMs >= FIRST_PLAUSIBLE_MS && timeMs < LAST_PLAUSIBLE_MS))
      of.timeless++;
    else {
      if (of.hours.size < MAX_HOURS) of.hours.add(Math.floor(timeMs / HOUR_MS));
      if (timeMs < of.firstMs) of.firstMs = timeMs;
      if (timeMs > of.lastMs) of.lastMs = timeMs;
    }
    if (host === lastHost) return;
    lastHost = host;
    if (host !== undefined && tally.hosts.size < MAX_HOSTS) tally.hosts.add(host);
  };
}

function emptySource(source: RecordSource): SourceTally {
  return {
    source,
    records: 0,
    timeless: 0,
    hours: new Set(),
    firstMs: Infinity,
    lastMs: -Infinity,
  };
}

/** Keeps a diagnostic, the first twenty whole. */
export function tallyDiagnostic(tally: Tally, diagnostic: Diagnostic): void {
  tally.diagnosticCount++;
  if (tally.diagnostics.length < MAX_DIAGNOSTICS) tally.diagnostics.push(diagnostic);
  if (tally.severity === undefined || RANK[diagnostic.severity] > RANK[tally.severity])
    tally.severity = diagnostic.severity;
}

/** Adds the tally of a later unit of the same file. */
export function mergeTally(into: Tally, from: Tally): void {
  into.records += from.records;
  into.damaged += from.damaged;
  into.recovered += from.recovered;
  into.outsideWindow += from.outsideWindow;
  for (const diagnostic of from.diagnostics) tallyDiagnostic(into, diagnostic);
  into.diagnosticCount += from.diagnosticCount - from.diagnostics.length;
  for (const [key, source] of from.sources) mergeSource(into.sources, key, source);
  for (const host of from.hosts) if (into.hosts.size < MAX_HOSTS) into.hosts.add(host);
}

/** Adds what was met in a source to what is known of it. */
export function mergeSource(into: Map<string, SourceTally>, key: string, from: SourceTally): void {
  const known = into.get(key);
  if (known === undefined) {
    into.set(key, { ...from, hours: new Set(from.hours) });
    return;
  }
  known.records += from.records;
  known.timeless += from.timeless;
  for (const hour of from.hours) known.hours.add(hour);
  known.firstMs = Math.min(known.firstMs, from.firstMs);
  known.lastMs = Math.max(known.lastMs, from.lastMs);
}

import { explainMatch } from "@tocsin/match";
import type { Plan } from "@tocsin/match";
import type { EvidenceRecord, Scalar } from "@tocsin/model";
import { identifyRecord } from "./identity.ts";
import { readUnit } from "./read-unit.ts";
import { addSighting, emptySightings } from "./sightings.ts";
import type { Sighting } from "./sightings.ts";
import { nameSource } from "./source-name.ts";
import { emptyTally, tallyDiagnostic, tallyRecord } from "./tally.ts";
import type { Tally } from "./tally.ts";
import type { Unit } from "./unit.ts";

/** What every unit is run with. Plain data but for the plan. */
export interface UnitContext {
  readonly plan: Plan;
  /** Index in the run's detections by id. */
  readonly indexes: ReadonlyMap<string, number>;
  /** Fields that correlations ask for, by the index of the detection. */
  readonly feeds: ReadonlyMap<number, readonly string[]>;
  readonly silent: ReadonlySet<number>;
  /** UTC milliseconds, both included. */
  readonly sinceMs: number;
  readonly untilMs: number;
  /** Asked between batches: whether to stop. */
  readonly isStopped: () => boolean;
  readonly onProgress: (progress: UnitProgress) => void;
}

/** How far a unit has come since the last time it told. */
export interface UnitProgress {
  readonly sizeBytes: number;
  readonly records: number;
  readonly findings: number;
}

/** A record that feeds correlations. Plain data. */
export interface Feed {
  readonly detection: number;
  readonly timeMs: number;
  readonly fields: Readonly<Record<string, readonly Scalar[]>>;
  readonly record: FeedRecord;
  /** Tells the record from others, and not from its copies. */
  readonly identity: string;
}

/** As much of a record as a finding over several of them needs. */
export interface FeedRecord {
  readonly place: EvidenceRecord["place"];
  readonly source: string;
  readonly host: string | undefined;
}

/** What a unit came to. Plain data: it crosses threads. */
export interface UnitResult {
  readonly tally: Tally;
  readonly sightings: readonly Sighting[];
  readonly feeds: readonly Feed[];
  readonly stopped: boolean;
}

const MAX_FEEDS = 100_000;
const PROGRESS_MS = 200;

/** Reads a unit and runs the plan over its records. */
export async function runUnit(unit: Unit, context: UnitContext): Promise<UnitResult> {
  const { plan, sinceMs, untilMs } = context;
  const tally = emptyTally(unit.format);
  const sightings = emptySightings();
  const feeds: Feed[] = [];
  const told = { sizeBytes: 0, records: 0, findings: 0 };
  let bytes = 0;
  let toldAt = performance.now();
  const tell = (): void => {
    const now = { sizeBytes: bytes, records: tally.records, findings: sightings.byKey.size };
    context.onProgress({
      sizeBytes: now.sizeBytes - told.sizeBytes,
      records: now.records - told.records,
      findings: now.findings - told.findings,
    });
    Object.assign(told, now);
    toldAt = performance.now();
  };
  const batches = readUnit(unit, {
    onDiagnostic: (diagnostic) => tallyDiagnostic(tally, diagnostic),
    onDamaged: () => void tally.damaged++,
    onBytes: (sizeBytes) => void (bytes += sizeBytes),
    onFormat: (format) => void (tally.format = format),
  });
  let stopped = false;
  for await (const batch of batches) {
    for (const record of batch) {
      const { timeMs } = record;
      if (timeMs !== undefined && (timeMs < sinceMs || timeMs > untilMs)) {
        tally.outsideWindow++;
        continue;
      }
      tallyRecord(tally, record);
      plan.run(record, (detection, variant) => {
        const index = context.indexes.get(detection.id);
        if (index === undefined) return;
        feed(feeds, index, record, context, tally);
        if (context.silent.has(index)) return;
        const matched = explainMatch(variant.predicate, record);
        addSighting(sightings, index, record, { kind: detection.kind, matched });
      });
    }
    if (performance.now() - toldAt > PROGRESS_MS) tell();
    stopped = context.isStopped();
    if (stopped) break;
  }
  tell();
  return { tally, sightings: [...sightings.byKey.values()], feeds, stopped };
}

function feed(
  feeds: Feed[],
  detection: number,
  record: EvidenceRecord,
  { feeds: wanted }: UnitContext,
  tally: Tally,
): void {
  const names = wanted.get(detection);
  const { timeMs, place, source, host } = record;
  if (names === undefined || timeMs === undefined) return;
  if (feeds.length >= MAX_FEEDS) {
    if (feeds.length === MAX_FEEDS && tally.severity !== "error")
      tallyDiagnostic(tally, {
        severity: "error",
        code: "HUNT_LIMIT",
        message: `over ${MAX_FEEDS} records feed correlations; later ones were left out of them`,
        place,
        remedy: "Narrow the time window, or hunt with fewer correlations",
      });
    return;
  }
  const fields: Record<string, readonly Scalar[]> = {};
  for (const name of names) {
    const value = record.field(name);
    if (value !== undefined && value !== null)
      fields[name] = typeof value === "object" ? value : [value];
  }
  const about = { place, source: nameSource(source), host };
  feeds.push({ detection, timeMs, fields, record: about, identity: identifyRecord(record) });
}

import { explainMatch } from "@tocsin/match";
import type { MatchSink, Plan } from "@tocsin/match";
import type { EvidenceRecord, MatchedField, Predicate } from "@tocsin/model";
import { trimRecall } from "./explanations.ts";
import type { Recall } from "./explanations.ts";
import { createFeeds } from "./feeds.ts";
import type { FeedBatch, WantedFeeds } from "./feeds.ts";
import { readUnit } from "./read-unit.ts";
import { recallSightings } from "./recall-sightings.ts";
import { toBatch } from "./sighting-batch.ts";
import type { SightingBatch } from "./sighting-batch.ts";
import { addSighting, emptySightings } from "./sightings.ts";
import type { Match } from "./sightings.ts";
import { createCounter, emptyTally, tallyDiagnostic } from "./tally.ts";
import type { Tally } from "./tally.ts";
import type { Unit } from "./unit.ts";

/** What every unit is run with. Plain data but for the plan. */
export interface UnitContext {
  readonly plan: Plan;
  /** Index in the run's detections by id. */
  readonly indexes: ReadonlyMap<string, number>;
  /** Fields that correlations ask for, by the index of the detection. */
  readonly feeds: WantedFeeds;
  readonly silent: ReadonlySet<number>;
  readonly recall: Recall;
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

/** What a unit came to. Plain data. */
export interface UnitResult {
  readonly tally: Tally;
  readonly sightings: SightingBatch;
  readonly stopped: boolean;
}

const PROGRESS_MS = 200;

/**
 * Reads a unit and runs the plan over its records.
 * @param onFeeds given what feeds correlations, batch after batch
 */
export async function runUnit(
  unit: Unit,
  context: UnitContext,
  onFeeds: (batch: FeedBatch) => void,
): Promise<UnitResult> {
  const { plan, sinceMs, untilMs } = context;
  const tally = emptyTally(unit.format);
  const count = createCounter(tally, unit);
  const { recall } = context;
  trimRecall(recall);
  const sightings = emptySightings();
  const feeds = createFeeds(context.feeds, onFeeds);
  const told = { sizeBytes: 0, records: 0, findings: 0 };
  let bytes = 0;
  let toldAt = performance.now();
  const tell = (): void => {
    const now = { sizeBytes: bytes, records: tally.records, findings: sightings.all.length };
    context.onProgress({
      sizeBytes: now.sizeBytes - told.sizeBytes,
      records: now.records - told.records,
      findings: now.findings - told.findings,
    });
    Object.assign(told, now);
    toldAt = performance.now();
  };
  // One of each for all records: most of them match nothing, and are to cost nothing here.
  let current: EvidenceRecord;
  let predicate: Predicate;
  const explain = (): readonly MatchedField[] => explainMatch(predicate, current);
  const onMatch: MatchSink = (detection, variant, keyOf) => {
    const index = context.indexes.get(detection.id);
    if (index === undefined) return;
    feeds.add(index, current);
    if (context.silent.has(index)) return;
    ({ predicate } = variant);
    const isIndicator = detection.kind === "indicator";
    const match: Match = { detection: index, isIndicator, key: keyOf(), explain };
    addSighting(sightings, current, match, recall);
  };
  const onRecord = (record: EvidenceRecord): void => {
    const { timeMs } = record;
    if (timeMs !== undefined && (timeMs < sinceMs || timeMs > untilMs)) {
      tally.outsideWindow++;
      return;
    }
    count(record);
    current = record;
    plan.run(record, onMatch);
  };
  const steps = readUnit(unit, {
    onRecord,
    brief: true,
    onDiagnostic: (diagnostic) => tallyDiagnostic(tally, diagnostic),
    onDamaged: () => void tally.damaged++,
    onBytes: (sizeBytes) => void (bytes += sizeBytes),
    onFormat: (format) => void (tally.format = format),
  });
  let stopped = false;
  for await (const _step of steps) {
    if (performance.now() - toldAt > PROGRESS_MS) tell();
    stopped = context.isStopped();
    if (stopped) break;
  }
  tell();
  feeds.end();
  recallSightings(sightings, recall);
  return { tally, sightings: toBatch(sightings), stopped };
}

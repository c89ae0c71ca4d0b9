import { createCorrelator } from "@tocsin/match";
import type { CorrelatorLimits, CorrelatorOptions, StreamedMatch } from "@tocsin/match";
import { FINDING_VERSION, makeId } from "@tocsin/model";
import type { Correlation, Detection, Diagnostic, Finding, MatchedField } from "@tocsin/model";
import { toParts } from "./correlate-parts.ts";
import type { ToEvent } from "./correlate-parts.ts";
import type { FeedStore } from "./feed-store.ts";

const MAX_OCCURRENCES = 10;
/** Feeds come sorted: nothing has to wait. All of them may stand in one window. */
const LIMITS: Partial<CorrelatorLimits> = {
  events: 4_000_000,
  groups: 500_000,
  valuesPerGroup: 4_000_000,
};
/** What tests set. */
export interface CorrelateOptions {
  readonly limits?: Partial<CorrelatorLimits>;
  readonly partEvents?: number;
}

/** After so many events what lies behind them is judged. */
const STEP = 1024;

/** Events of a part. Of more, much outlives two sweeps of what is new, and then stays until the heap has doubled. */
const PART_EVENTS = 256;

/**
 * The findings of correlations over everything that was fed to them.
 * @param onDiagnostic told what a bound had dropped, with the file of the record that met it
 */
export function correlateFeeds(
  correlations: readonly Correlation[],
  detections: readonly Detection[],
  feeds: FeedStore,
  onDiagnostic: (diagnostic: Diagnostic, file: string) => void,
  { limits = LIMITS, partEvents = PART_EVENTS }: CorrelateOptions = {},
): Finding[] {
  if (correlations.length === 0) return [];
  const inner = new Set(
    correlations.filter(({ generate }) => !generate).flatMap(({ rules }) => rules),
  );
  const findings: Finding[] = [];
  const toEvent: ToEvent = (event) => {
    const rule = detections[feeds.detectionOf(event)]?.id;
    if (rule === undefined) return undefined;
    return { rule, timeMs: feeds.timeOf(event), fields: feeds.fieldsOf(event), origin: event };
  };
  const told = new Set<string>();
  let latest = 0;
  let divided: string | undefined;
  const hooks: CorrelatorOptions<number> = {
    limits: { ...limits, eventsPerMatch: MAX_OCCURRENCES },
    latenessMs: 0,
    commonOf: (event) => feeds.hostOf(event),
    onMatch(match) {
      if (!inner.has(match.correlation.id)) findings.push(toFinding(match, feeds));
    },
    onDiagnostic(diagnostic) {
      // Each part of a correlation tells it by itself.
      const key = `${divided} ${diagnostic.message}`;
      if (divided !== undefined && told.has(key)) return;
      told.add(key);
      onDiagnostic(diagnostic, feeds.recordOf(latest).place.file);
    },
  };
  for (const part of toParts(correlations, detections, feeds, { toEvent, partEvents })) {
    divided = part.isDivided ? part.correlations[0]?.id : undefined;
    const correlator = createCorrelator<number>(part.correlations, hooks);
    let taken = 0;
    for (const event of part.events) {
      const fed = toEvent(event);
      if (fed === undefined) continue;
      latest = event;
      correlator.push(fed);
      if (taken++ % STEP === 0) correlator.advance(fed.timeMs);
    }
    correlator.end();
  }
  return findings;
}

function toFinding(match: StreamedMatch<number>, feeds: FeedStore): Finding {
  const { id, title, level, techniques, origin, groupBy } = match.correlation;
  const { group, events, count, common } = match;
  const matched: MatchedField[] = groupBy.map((field, index) => ({
    field,
    value: group[index] ?? "",
    test: "is the same in all of them",
  }));
  const first = toIso(match.firstMs);
  const last = toIso(match.lastMs);
  return {
    version: FINDING_VERSION,
    id: makeId("finding", id, JSON.stringify(group), first ?? ""),
    detection: {
      id,
      kind: "sigma",
      title,
      level,
      strength: "behaviour",
      techniques,
      vulnerabilities: [],
      ...(origin !== undefined && { origin }),
      falsePositives: [],
    },
    ...(typeof common === "string" && { host: common }),
    matched,
    count,
    ...(first !== undefined && { firstSeen: first }),
    ...(last !== undefined && { lastSeen: last }),
    occurrences: events.map(({ timeMs, origin: event }) => {
      const { place, source } = feeds.recordOf(event);
      const time = toIso(timeMs);
      return { place, ...(time !== undefined && { time }), source };
    }),
    citations: [],
  };
}

function toIso(ms: number): string | undefined {
  return Math.abs(ms) <= 8.64e15 ? new Date(ms).toISOString() : undefined;
}

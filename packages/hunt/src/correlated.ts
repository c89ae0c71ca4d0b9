import { createCorrelator } from "@tocsin/match";
import type { CorrelatorLimits, CorrelatorOptions } from "@tocsin/match";
import type { Correlation, Detection, Diagnostic, Finding } from "@tocsin/model";
import { toEvents, toParts } from "./correlate-parts.ts";
import { createCollection } from "./correlated-findings.ts";
import type { CollectionLimits } from "./correlated-findings.ts";
import { tuneAlone } from "./engine.ts";
import type { FeedEvents } from "./feed-events.ts";
import type { FeedStore } from "./feed-store.ts";
import { MAX_OCCURRENCES } from "./sightings.ts";

/** Feeds come sorted: only those of one moment wait. */
const LIMITS: Partial<CorrelatorLimits> = {
  waiting: 100_000,
  events: 150_000,
  groups: 100_000,
  valuesPerGroup: 150_000,
};
/** What tests set. */
export interface CorrelateOptions {
  readonly limits?: Partial<CorrelatorLimits>;
  readonly partEvents?: number;
  readonly listed?: CollectionLimits;
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
  { limits = LIMITS, partEvents = PART_EVENTS, listed }: CorrelateOptions = {},
): Finding[] {
  if (correlations.length === 0) return [];
  const inner = new Set(
    correlations.filter(({ generate }) => !generate).flatMap(({ rules }) => rules),
  );
  const findings = createCollection(listed);
  const told = new Set<string>();
  let latest = 0;
  let now: FeedEvents = feeds;
  let divided: string | undefined;
  const hooks: CorrelatorOptions<number> = {
    limits: { ...limits, eventsPerMatch: MAX_OCCURRENCES },
    latenessMs: 0,
    // A name without a letter is none.
    commonOf: (event) => now.hostOf(event) || undefined,
    onMatch(match) {
      if (!inner.has(match.correlation.id)) findings.add(match, now);
    },
    onDiagnostic(diagnostic) {
      // Each part of a correlation tells it by itself.
      const key = `${divided} ${diagnostic.message}`;
      if (divided !== undefined && told.has(key)) return;
      told.add(key);
      onDiagnostic(diagnostic, now.recordOf(latest).place.file);
    },
  };
  for (const part of toParts(correlations, detections, feeds, partEvents)) {
    now = part.feeds;
    const toEvent = toEvents(now, detections);
    divided = part.isDivided ? part.correlations[0]?.id : undefined;
    const correlator = createCorrelator<number>(part.correlations, hooks);
    let taken = 0;
    for (const event of part.events) {
      const fed = toEvent(event);
      if (fed === undefined) continue;
      latest = event;
      correlator.push(fed);
      if (taken++ % STEP !== 0) continue;
      correlator.advance(fed.timeMs);
      tuneAlone();
    }
    correlator.end();
  }
  return findings.all();
}

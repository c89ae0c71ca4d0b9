import { correlate } from "@tocsin/match";
import type { CorrelationEvent, CorrelationMatch } from "@tocsin/match";
import { FINDING_VERSION, makeId } from "@tocsin/model";
import type { Correlation, Detection, Finding, MatchedField } from "@tocsin/model";
import type { Feed, FeedRecord } from "./run-unit.ts";

const MAX_OCCURRENCES = 10;

/** The findings of correlations over everything that was fed to them. */
export function correlateFeeds(
  correlations: readonly Correlation[],
  detections: readonly Detection[],
  feeds: readonly Feed[],
): Finding[] {
  if (correlations.length === 0) return [];
  const events = feeds.flatMap((feed): CorrelationEvent<FeedRecord>[] => {
    const rule = detections[feed.detection]?.id;
    const { timeMs, fields, record } = feed;
    return rule === undefined ? [] : [{ rule, timeMs, fields, origin: record }];
  });
  const inner = new Set(
    correlations.filter(({ generate }) => !generate).flatMap(({ rules }) => rules),
  );
  return correlate(correlations, events)
    .filter(({ correlation }) => !inner.has(correlation.id))
    .map(toFinding);
}

function toFinding({ correlation, group, events }: CorrelationMatch<FeedRecord>): Finding {
  const { id, title, level, techniques, origin, groupBy } = correlation;
  const matched: MatchedField[] = groupBy.map((field, index) => ({
    field,
    value: group[index] ?? "",
    test: "is the same in all of them",
  }));
  const hosts = new Set(events.map((event) => event.origin.host));
  const [host] = hosts;
  const first = toIso(events[0]?.timeMs);
  const last = toIso(events.at(-1)?.timeMs);
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
    ...(hosts.size === 1 && host !== undefined && { host }),
    matched,
    count: events.length,
    ...(first !== undefined && { firstSeen: first }),
    ...(last !== undefined && { lastSeen: last }),
    occurrences: events.slice(0, MAX_OCCURRENCES).map(({ timeMs, origin: record }) => ({
      place: record.place,
      ...(toIso(timeMs) !== undefined && { time: toIso(timeMs) as string }),
      source: record.source,
    })),
    citations: [],
  };
}

function toIso(ms: number | undefined): string | undefined {
  return ms === undefined || !(Math.abs(ms) <= 8.64e15) ? undefined : new Date(ms).toISOString();
}

import type { CorrelatedEvent, StreamedMatch } from "@tocsin/match";
import { FINDING_VERSION, makeId } from "@tocsin/model";
import type { Correlation, Finding, MatchedField, Occurrence } from "@tocsin/model";
import type { FeedEvents } from "./feed-events.ts";
import type { Identity } from "./identity.ts";
import { MAX_OCCURRENCES, MORE_FIELDS } from "./sightings.ts";

/** How many findings are listed one by one, of a correlation and of all. Beyond it there is one for each correlation. */
export interface CollectionLimits {
  readonly each: number;
  readonly all: number;
}

const LIMITS: CollectionLimits = { each: 2000, all: 10_000 };

/** Findings of correlations. */
export interface Collection {
  /** @param feeds whose events it has */
  add(match: StreamedMatch<number>, feeds: FeedEvents): void;
  all(): Finding[];
}

/** Matches of one correlation that are not listed one by one. */
interface Others {
  /** Of all matches together: an event of two of them counts twice. */
  count: number;
  firstMs: number;
  lastMs: number;
  host: unknown;
  /** The earliest. */
  occurrences: Known[];
}

interface Known extends Identity {
  readonly timeMs: number;
  readonly occurrence: Occurrence;
}

/** Nothing yet. */
export function createCollection(limits: CollectionLimits = LIMITS): Collection {
  const findings: Finding[] = [];
  const listed = new Map<Correlation, number>();
  const others = new Map<Correlation, Others>();
  return {
    add(match, feeds) {
      const { correlation } = match;
      const count = listed.get(correlation) ?? 0;
      if (count < limits.each && findings.length < limits.all) {
        listed.set(correlation, count + 1);
        findings.push(toFinding(match, feeds));
        return;
      }
      const known = others.get(correlation);
      if (known === undefined) others.set(correlation, toOthers(match, feeds));
      else join(known, match, feeds);
    },
    all: () => [
      ...findings,
      ...Array.from(others, ([correlation, { host, occurrences, ...span }]) =>
        describe(correlation, MORE_FIELDS, [JSON.stringify(MORE_FIELDS)], {
          ...span,
          common: host,
          occurrences: occurrences.map(({ occurrence }) => occurrence),
        }),
      ),
    ],
  };
}

function toOthers(match: StreamedMatch<number>, feeds: FeedEvents): Others {
  const { count, firstMs, lastMs, common, events } = match;
  const occurrences = events.map((event) => toKnown(event, feeds));
  return { count, firstMs, lastMs, host: common, occurrences };
}

function join(to: Others, match: StreamedMatch<number>, feeds: FeedEvents): void {
  to.count += match.count;
  if (match.firstMs < to.firstMs) to.firstMs = match.firstMs;
  if (match.lastMs > to.lastMs) to.lastMs = match.lastMs;
  if (match.common !== to.host) to.host = undefined;
  for (const event of match.events) {
    const { occurrences } = to;
    const { timeMs } = event;
    if (occurrences.length >= MAX_OCCURRENCES && timeMs >= (occurrences.at(-1)?.timeMs ?? 0)) break;
    const known = toKnown(event, feeds);
    if (occurrences.some(({ high, low }) => high === known.high && low === known.low)) continue;
    let at = occurrences.length;
    while (at > 0 && (occurrences[at - 1]?.timeMs ?? 0) > timeMs) at--;
    occurrences.splice(at, 0, known);
    if (occurrences.length > MAX_OCCURRENCES) occurrences.pop();
  }
}

function toFinding(match: StreamedMatch<number>, feeds: FeedEvents): Finding {
  const { correlation, group, events } = match;
  const matched = correlation.groupBy.map((field, index) => ({
    field,
    value: group[index] ?? "",
    test: "is the same in all of them",
  }));
  // Two stretches may begin with one event: the one that completes it is another's.
  const times = [match.firstMs, match.completing.timeMs].map((ms) => toIso(ms) ?? "");
  const key = [JSON.stringify(group), ...times];
  return describe(correlation, matched, key, {
    ...match,
    occurrences: events.map((event) => toOccurrence(event, feeds)),
  });
}

interface Span {
  readonly count: number;
  readonly firstMs: number;
  readonly lastMs: number;
  /** The host of all, if they have the same. */
  readonly common: unknown;
  readonly occurrences: readonly Occurrence[];
}

function describe(
  { id, title, level, techniques, origin }: Correlation,
  matched: readonly MatchedField[],
  key: readonly string[],
  { count, firstMs, lastMs, common, occurrences }: Span,
): Finding {
  const first = toIso(firstMs);
  const last = toIso(lastMs);
  return {
    version: FINDING_VERSION,
    id: makeId("finding", id, ...key),
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
    occurrences,
    citations: [],
  };
}

function toKnown(event: CorrelatedEvent<number>, feeds: FeedEvents): Known {
  const { high, low } = feeds.identityOf(event.origin);
  return { timeMs: event.timeMs, high, low, occurrence: toOccurrence(event, feeds) };
}

function toOccurrence({ timeMs, origin }: CorrelatedEvent<number>, feeds: FeedEvents): Occurrence {
  const { place, source } = feeds.recordOf(origin);
  const time = toIso(timeMs);
  return { place, ...(time !== undefined && { time }), source };
}

function toIso(ms: number): string | undefined {
  return Math.abs(ms) <= 8.64e15 ? new Date(ms).toISOString() : undefined;
}

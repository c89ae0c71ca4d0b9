import type { Correlation, DiagnosticSink } from "@tocsin/model";
import { createGroups } from "./correlate-groups.ts";
import type { Groups, Holding } from "./correlate-groups.ts";
import type { Begun } from "./correlate-open.ts";
import { groupFields, innerFirst, rulesOf } from "./correlation-event.ts";
import type { CorrelationEvent } from "./correlation-event.ts";
import { createTimeQueue } from "./time-queue.ts";

/** An event of a match. */
export interface CorrelatedEvent<T> {
  readonly rule: string;
  /** UTC milliseconds. */
  readonly timeMs: number;
  readonly origin: T;
}

/** A stretch of time in which a correlation held for one group. */
export interface StreamedMatch<T> extends Begun<T> {
  readonly correlation: Correlation;
  /** The first events of all windows of the stretch, by time; those of one moment as they came. */
  readonly events: readonly CorrelatedEvent<T>[];
  /** How many there were. */
  readonly count: number;
  /** Times of the first and the last, UTC milliseconds. */
  readonly firstMs: number;
  readonly lastMs: number;
  /** What {@link CorrelatorOptions.commonOf} gives for all of the events; `undefined` if they differ. */
  readonly common: unknown;
}

/** Bounds of a correlator; of all correlations together but where said otherwise. */
export interface CorrelatorLimits {
  /** Events that wait for the watermark. Beyond, the earliest moment is judged before its time. Default 1,000,000. */
  readonly waiting: number;
  /**
   * Events in windows, default 1,000,000. Beyond, the correlation that has most of them drops the oldest event
   * of the group that has been quiet longest.
   */
  readonly events: number;
  /**
   * Groups, default 200,000; one counts once more for each 256 UTF-16 units of its values. Beyond, the
   * correlation that has most of them drops the one that has been quiet longest, and ends its match.
   */
  readonly groups: number;
  /**
   * Values that one group counts, sums or ranks, default 1,000,000; a text counts once more for each 64 UTF-16
   * units. Beyond, the group drops its oldest events; of one event alone with more, the first values are taken.
   */
  readonly valuesPerGroup: number;
  /** Events that a match gives, default 10. The others are counted. */
  readonly eventsPerMatch: number;
}

/** What a correlator does with what it finds. */
export interface CorrelatorOptions<T> {
  readonly limits?: Partial<CorrelatorLimits>;
  /**
   * How late an event may come, in milliseconds behind the watermark. Default `Infinity`: in any order at all;
   * then everything waits for the end.
   */
  readonly latenessMs?: number;
  /** What to look for in all events of a match, compared by `===`; a host, say. Default nothing. */
  readonly commonOf?: (origin: T) => unknown;
  /** A match that began; it may go on for long. */
  readonly onBegun?: (correlation: Correlation, begun: Begun<T>) => void;
  /** A match that ended. */
  readonly onMatch: (match: StreamedMatch<T>) => void;
  /** `MATCH_CORRELATION_LIMIT` and `MATCH_CORRELATION_LATE`: the first time for each correlation. */
  readonly onDiagnostic: DiagnosticSink;
}

/** What did not get its due. */
export interface CorrelatorLosses {
  /** Events that came too late, or tell no time. */
  readonly late: number;
  /** Events, groups and values that a bound made it drop, each step counted. */
  readonly dropped: number;
}

/** Runs correlations over events as they come. */
export interface Correlator<T> {
  /** Takes a match of a rule. Events of one moment keep the order in which they are given. */
  push(this: void, event: CorrelationEvent<T>): void;
  /** Sets the watermark: no event older than this time less the lateness will come. It never goes back. */
  advance(timeMs: number): void;
  /** Judges what waits, and ends all matches. */
  end(): CorrelatorLosses;
}

const DEFAULTS: CorrelatorLimits = {
  waiting: 1_000_000,
  events: 1_000_000,
  groups: 200_000,
  valuesPerGroup: 1_000_000,
  eventsPerMatch: 10,
};

const DROPPED = {
  groups: "more groups at one time than are kept; the one that was quiet longest was dropped",
  events: "more events in its windows than are kept; the oldest of its quietest group was dropped",
  values: "more values in one group than are kept; the oldest were dropped",
  waiting: "more events wait for their time than are kept; the earliest were judged too soon",
} as const;

/**
 * Runs correlations with bounded memory. Without losses it finds what {@link correlate} finds. An event costs
 * at most the logarithm of what is in its window, whatever the type.
 */
export function createCorrelator<T>(
  correlations: readonly Correlation[],
  options: CorrelatorOptions<T>,
): Correlator<T> {
  const { latenessMs = Infinity, onBegun, onMatch, onDiagnostic } = options;
  const { commonOf = () => undefined } = options;
  const sorted = innerFirst(correlations);
  const limits = { ...DEFAULTS, ...options.limits };
  // One event and one group of each correlation must have room, or none could be judged.
  const maxEvents = Math.max(limits.events, sorted.length);
  const maxGroups = Math.max(limits.groups, sorted.length);
  const losses = { late: 0, dropped: 0 };
  const told = new Set<string>();
  const waiting = createTimeQueue<CorrelationEvent<T>>();
  let watermarkMs = -Infinity;
  let judgedMs = -Infinity;

  const tell = (
    correlation: Correlation,
    code: "MATCH_CORRELATION_LIMIT" | "MATCH_CORRELATION_LATE",
    what: string,
  ): void => {
    const key = JSON.stringify([correlation.id, what]);
    if (told.has(key)) return;
    told.add(key);
    onDiagnostic({
      severity: "error",
      code,
      message: `correlation "${correlation.title}": ${what}; matches may be missing or too small`,
      ...(correlation.origin !== undefined && { place: correlation.origin }),
      remedy: "Narrow the time window, the time span or the rules that feed the correlation",
    });
  };

  const all: Groups<T>[] = [];
  const total: Holding = { events: 0, groups: 0 };
  const largest = (figure: keyof Holding): Groups<T> | undefined => {
    let most = all[0];
    for (const one of all)
      if (most === undefined || one.holding[figure] > most.holding[figure]) most = one;
    return most;
  };
  const relieve = (): void => {
    while (total.events > maxEvents && largest("events")?.dropEvent() === true);
    while (total.groups > maxGroups && largest("groups")?.dropGroup() === true);
  };
  // By rule, the last first: so they are put in line without moving others.
  const feeds = new Map<string, number[]>();
  const inbox: CorrelationEvent<T>[][] = sorted.map(() => []);
  for (const [index, correlation] of sorted.entries()) {
    const groups = createGroups<T>(correlation, {
      limits,
      commonOf,
      total,
      onMatch,
      onAdded: relieve,
      onDropped(what) {
        losses.dropped++;
        tell(correlation, "MATCH_CORRELATION_LIMIT", DROPPED[what]);
      },
    });
    all.push(groups);
    for (const rule of rulesOf(correlation)) {
      const of = feeds.get(rule);
      if (of === undefined) feeds.set(rule, [index]);
      else of.unshift(index);
    }
  }

  /** Correlations with something in their inbox, in the order in which they are to run. */
  const due: number[] = [];
  const deliver = (event: CorrelationEvent<T>, after: number): void => {
    for (const index of feeds.get(event.rule) ?? []) {
      const box = inbox[index];
      if (index <= after || box === undefined) continue;
      if (box.push(event) > 1) continue;
      let at = due.length;
      while (at > 0 && (due[at - 1] as number) < index) at--;
      due.splice(at, 0, index);
    }
  };

  const judgeMoment = (): void => {
    judgedMs = waiting.nextMs ?? judgedMs;
    for (const event of waiting.takeMoment()) deliver(event, -1);
    // The last is the first in order: what a match feeds comes after it.
    for (let index = due.pop(); index !== undefined; index = due.pop()) {
      const correlation = sorted[index];
      const events = inbox[index];
      if (correlation === undefined || events === undefined) continue;
      inbox[index] = [];
      for (const begun of all[index]?.takeMoment(events) ?? []) {
        onBegun?.(correlation, begun);
        const { timeMs, origin } = begun.completing;
        const fields = groupFields(correlation, begun.group);
        deliver({ rule: correlation.id, timeMs, fields, origin }, index);
      }
    }
  };

  const judgeUpTo = (timeMs: number): void => {
    for (let next = waiting.nextMs; next !== undefined && next < timeMs; next = waiting.nextMs)
      judgeMoment();
  };

  const tellFed = (
    event: CorrelationEvent<T>,
    code: Parameters<typeof tell>[1],
    what: string,
  ): void => {
    for (const index of feeds.get(event.rule) ?? []) {
      const correlation = sorted[index];
      if (correlation !== undefined) tell(correlation, code, what);
    }
  };

  return {
    push(event) {
      const { rule, timeMs } = event;
      if (!feeds.has(rule)) return;
      if (!Number.isFinite(timeMs) || timeMs < watermarkMs || timeMs <= judgedMs) {
        losses.late++;
        const what = Number.isFinite(timeMs) ? "an event came too late" : "an event tells no time";
        tellFed(event, "MATCH_CORRELATION_LATE", `${what} and was left out`);
        return;
      }
      waiting.push(timeMs, event);
      if (waiting.size <= limits.waiting) return;
      losses.dropped++;
      tellFed(event, "MATCH_CORRELATION_LIMIT", DROPPED.waiting);
      judgeMoment();
    },
    advance(timeMs) {
      const next = timeMs - latenessMs;
      if (!(next > watermarkMs)) return;
      watermarkMs = next;
      judgeUpTo(next);
      for (const groups of all) groups.expire(next);
    },
    end() {
      watermarkMs = Infinity;
      judgeUpTo(Infinity);
      for (const groups of all) groups.end();
      return losses;
    },
  };
}

import type { Correlation } from "@tocsin/model";
import { compileMeter, readValues } from "./correlate-meter.ts";
import { beginMatch, toCorrelated } from "./correlate-open.ts";
import type { Begun, Open } from "./correlate-open.ts";
import { cutValues, weigh, Window } from "./correlate-window.ts";
import type { Held } from "./correlate-window.ts";
import { groupKey, groupOf } from "./correlation-event.ts";
import type { CorrelationEvent } from "./correlation-event.ts";
import type { CorrelatorLimits, StreamedMatch } from "./correlator.ts";
import { Order } from "./order.ts";
import type { Ordered } from "./order.ts";

/** What the groups of one correlation are made with. */
export interface GroupsOptions<T> {
  readonly limits: CorrelatorLimits;
  readonly commonOf: (origin: T) => unknown;
  readonly onMatch: (match: StreamedMatch<T>) => void;
  /** Told each time something is dropped. */
  readonly onDropped: (what: "groups" | "events" | "values") => void;
  /** What all correlations hold together; each keeps its part of it up to date. */
  readonly total: Holding;
  /** Called when something was added: has what is too much dropped, here or elsewhere. */
  readonly onAdded: () => void;
}

/** How much is held. */
export interface Holding {
  /** Events in windows. */
  events: number;
  /** Groups; one with long values counts several times. */
  groups: number;
}

/** The groups of one correlation with their windows. Moments come in the order of time. */
export interface Groups<T> {
  readonly holding: Readonly<Holding>;
  /** Takes all events of one moment, in order. Gives the matches that begin with it, in the same order. */
  takeMoment(events: readonly CorrelationEvent<T>[]): readonly Begun<T>[];
  /** Frees what no event from this time on can need. */
  expire(timeMs: number): void;
  /** Drops the oldest event of the group that has been quiet longest. Gives false if none can be spared. */
  dropEvent(): boolean;
  /** Drops the group that has been quiet longest; its match, if it has one, ends. */
  dropGroup(): boolean;
  /** Ends all matches. */
  end(): void;
}

interface Group<T> extends Ordered<Group<T>> {
  readonly key: string;
  readonly weight: number;
  readonly window: Window<T>;
  lastMs: number;
  open: Open<T> | undefined;
  /** Without events in its window, only a match that goes on. */
  isQuiet: boolean;
}

interface Arrival<T> {
  readonly event: CorrelationEvent<T>;
  readonly rank: number;
  readonly group: readonly string[];
}

/** A key of this many UTF-16 units counts as another group. */
const KEY_UNITS = 256;

/** Compiles a correlation to its groups, of which there are none yet. */
export function createGroups<T>(correlation: Correlation, options: GroupsOptions<T>): Groups<T> {
  const { limits, commonOf, total, onMatch, onDropped, onAdded } = options;
  const makeMeter = compileMeter(correlation);
  const groups = new Map<string, Group<T>>();
  // Both by the time of their last event.
  const active = new Order<Group<T>>();
  const quiet = new Order<Group<T>>();
  const holding: Holding = { events: 0, groups: 0 };
  /** The one that is being judged: it cannot be dropped. */
  let current: Group<T> | undefined;

  const count = (figure: keyof Holding, change: number): void => {
    holding[figure] += change;
    total[figure] += change;
  };

  const wake = (key: string): Group<T> => {
    let group = groups.get(key);
    if (group === undefined) {
      group = {
        key,
        weight: 1 + Math.floor(key.length / KEY_UNITS),
        window: new Window(makeMeter),
        lastMs: 0,
        open: undefined,
        isQuiet: false,
        before: undefined,
        behind: undefined,
      };
      groups.set(key, group);
      count("groups", group.weight);
    } else (group.isQuiet ? quiet : active).remove(group);
    group.isQuiet = false;
    active.push(group);
    return group;
  };

  const drop = (group: Group<T>): void => {
    groups.delete(group.key);
    count("groups", -group.weight);
  };

  /** Takes a group with an empty window out of the way. */
  const rest = (group: Group<T>): void => {
    active.remove(group);
    if (group.open === undefined) return drop(group);
    group.isQuiet = true;
    quiet.push(group);
  };

  const shift = ({ window }: Group<T>): void => {
    window.shift();
    count("events", -1);
  };

  const admit = (group: Group<T>, event: Held<T>): void => {
    const { window } = group;
    const size = weigh(event.values);
    while (window.length > 0 && window.weight + size > limits.valuesPerGroup) {
      shift(group);
      onDropped("values");
    }
    window.push(event, commonOf(event.origin));
    group.lastMs = event.timeMs;
    count("events", 1);
    onAdded();
  };

  const close = (group: Group<T>): void => {
    const { open } = group;
    if (open === undefined) return;
    group.open = undefined;
    const { from, end, ...match } = open;
    onMatch({ correlation, ...match, count: end - from });
  };

  /** Puts the events of a moment into a group. Gives the index of the one that makes a match begin, or -1. */
  const judge = (group: Group<T>, events: readonly Held<T>[], timeMs: number): number => {
    const { window } = group;
    const fromMs = timeMs - correlation.timespanMs;
    while ((window.at(0)?.timeMs ?? Infinity) < fromMs) shift(group);
    let completing = -1;
    for (const [index, event] of events.entries()) {
      admit(group, event);
      if (group.open !== undefined) continue;
      if (!window.holds()) completing = -1;
      else if (completing < 0) completing = index;
    }
    let { open } = group;
    if (open === undefined) {
      const by = events[completing];
      if (by === undefined) return -1;
      open = beginMatch(window, by, limits.eventsPerMatch);
      group.open = open;
    } else if (!window.holds()) {
      close(group);
      return -1;
    } else
      for (const one of events)
        if (open.events.length < limits.eventsPerMatch) open.events.push(toCorrelated(one));
    open.lastMs = timeMs;
    open.end = window.end;
    open.common = window.commonFrom <= open.from ? window.common : undefined;
    return completing;
  };

  const hold = ({ event, group }: Arrival<T>, { window }: Group<T>): Held<T> => {
    const { rule, timeMs, origin } = event;
    let values = readValues(correlation, event);
    if (values.length > 0 && weigh(values) > limits.valuesPerGroup) {
      values = cutValues(values, limits.valuesPerGroup);
      onDropped("values");
    }
    // Most events of a group spell it alike: one list for all of them.
    const last = window.at(window.length - 1)?.group;
    const isAlike = last !== undefined && last.every((one, index) => one === group[index]);
    return { rule, timeMs, origin, values, group: isAlike ? last : group };
  };

  const expire = (timeMs: number): void => {
    const fromMs = timeMs - correlation.timespanMs;
    for (let group = active.first; group !== undefined; group = active.first) {
      if (!(group.lastMs < fromMs)) return;
      count("events", -group.window.length);
      group.window.clear();
      rest(group);
    }
  };

  return {
    holding,
    takeMoment(events) {
      const timeMs = events[0]?.timeMs ?? 0;
      expire(timeMs);
      const begun: { rank: number; match: Begun<T> }[] = [];
      for (const [key, part] of partEvents(correlation, events)) {
        const group = wake(key);
        current = group;
        onAdded();
        const held = part.map((arrival) => hold(arrival, group));
        const at = judge(group, held, timeMs);
        if (at >= 0 && group.open !== undefined)
          begun.push({ rank: part[at]?.rank ?? 0, match: group.open });
      }
      current = undefined;
      return begun.sort((a, b) => a.rank - b.rank).map(({ match }) => match);
    },
    expire,
    dropEvent() {
      const { first } = active;
      if (first === undefined || (first === current && first.window.length < 2)) return false;
      shift(first);
      onDropped("events");
      if (first.window.length === 0) rest(first);
      return true;
    },
    dropGroup() {
      const first = quiet.first ?? active.first;
      if (first === undefined || first === current) return false;
      close(first);
      count("events", -first.window.length);
      (first.isQuiet ? quiet : active).remove(first);
      drop(first);
      onDropped("groups");
      return true;
    },
    end() {
      for (const { first } of [quiet, active])
        for (let group = first; group !== undefined; group = group.behind) close(group);
    },
  };
}

/** The events of a moment by their group. */
function partEvents<T>(
  correlation: Correlation,
  events: readonly CorrelationEvent<T>[],
): Iterable<readonly [key: string, part: readonly Arrival<T>[]]> {
  const [event, second] = events;
  if (event !== undefined && second === undefined) {
    const group = groupOf(correlation, event);
    return group === undefined ? [] : [[groupKey(group), [{ event, rank: 0, group }]]];
  }
  const parts = new Map<string, Arrival<T>[]>();
  for (const [rank, event] of events.entries()) {
    const group = groupOf(correlation, event);
    if (group === undefined) continue;
    const key = groupKey(group);
    const part = parts.get(key);
    if (part === undefined) parts.set(key, [{ event, rank, group }]);
    else part.push({ event, rank, group });
  }
  return parts;
}

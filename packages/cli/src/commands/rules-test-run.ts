import { compilePlan } from "@tocsin/match";
import type { Explained } from "@tocsin/match";
import { formatPlace } from "@tocsin/model";
import type { Detection, Diagnostic } from "@tocsin/model";
import { explainRule } from "./explain-rule.ts";
import type { RuleExplanation } from "./explain-rule.ts";
import type { FoundRule, PlacedTest } from "./rules-test-collect.ts";
import { readEvents } from "./rules-test-events.ts";
import type { EventOptions } from "./rules-test-events.ts";

/** An event that was expected to match and did not. */
export interface Miss {
  /** Of the event, from 0. */
  readonly index: number;
  readonly place: string;
  readonly explained: RuleExplanation;
}

/** What came of a test. */
export interface TestResult {
  readonly test: PlacedTest;
  /** `broken`: it could not be run, or not over all its events. */
  readonly outcome: "passed" | "failed" | "broken";
  readonly reasons: readonly string[];
  readonly detection: Detection | undefined;
  readonly events: number;
  /** Indexes of the events that matched, the first thousand. */
  readonly matched: readonly number[];
  /** Why expected matches did not come: the nearest ones. */
  readonly misses: readonly Miss[];
}

const MOST_MISSES = 3;
const MOST_MATCHED = 1000;

/** Runs one test by the plan that hunts. */
export async function runTest(
  test: PlacedTest,
  found: FoundRule,
  options: EventOptions,
): Promise<TestResult> {
  const nothing = { test, events: 0, matched: [], misses: [] };
  const { detection } = found;
  if (detection === undefined)
    return { ...nothing, outcome: "broken", reasons: [found.reason], detection };
  const plan = compilePlan([detection]);
  const [refusal] = plan.refused;
  if (refusal !== undefined)
    return { ...nothing, outcome: "broken", reasons: [refusal.message], detection };
  const problems: Diagnostic[] = [];
  const matched: number[] = [];
  const misses: (Miss & { readonly distance: number })[] = [];
  let events = 0;
  let count = 0;
  const onDiagnostic = (one: Diagnostic): void => {
    if (one.severity !== "note") problems.push(one);
  };
  for await (const batch of readEvents(test, detection, { ...options, onDiagnostic }))
    for (const record of batch) {
      let fires = false;
      plan.run(record, () => (fires = true));
      if (fires) {
        count++;
        if (matched.length < MOST_MATCHED) matched.push(events);
      } else if (isWanted(test, events)) {
        // An inline event stands where its test stands.
        const place = formatPlace(test.events.kind === "inline" ? test.place : record.place);
        keepNearest(misses, { index: events, place, explained: explainRule(detection, record) });
      }
      events++;
    }
  const failure = judge(test, { count, matched, events });
  const unread = problems.slice(0, 5).map(describe);
  return {
    test,
    detection,
    outcome: unread.length > 0 ? "broken" : failure === undefined ? "passed" : "failed",
    reasons: [...unread, ...(failure === undefined ? [] : [failure])],
    events,
    matched,
    misses:
      failure === undefined || !isShort(test, count)
        ? []
        : misses.map(({ index, place, explained }) => ({ index, place, explained })),
  };
}

function describe({ message, place }: Diagnostic): string {
  return place === undefined ? message : `${formatPlace(place)}: ${message}`;
}

/** Whether an event that does not match may be one that should. */
function isWanted({ expect }: PlacedTest, index: number): boolean {
  return expect.kind === "indexes" ? expect.indexes.includes(index) : expect.count > 0;
}

/** Whether matches are missing rather than too many. */
function isShort({ expect }: PlacedTest, count: number): boolean {
  return expect.kind === "indexes" || count < expect.count;
}

function judge(
  { expect }: PlacedTest,
  got: { readonly count: number; readonly matched: readonly number[]; readonly events: number },
): string | undefined {
  if (expect.kind === "count") {
    const { count: wanted, orMore } = expect;
    if (orMore ? got.count >= wanted : got.count === wanted) return undefined;
    const most = orMore ? "at least " : "";
    const list = got.count > 0 && got.count > wanted ? `: ${shown(got.matched)}` : "";
    return `${got.count} of ${got.events} events match${list}, expected ${most}${wanted}`;
  }
  const missing = expect.indexes.filter((index) => !got.matched.includes(index));
  const extra = got.matched.filter((index) => !expect.indexes.includes(index));
  const parts = [
    ...(missing.length > 0 ? [`expected to match and did not: ${shown(missing)}`] : []),
    ...(extra.length > 0 ? [`matched and should not: ${shown(extra)}`] : []),
  ];
  return parts.length === 0 ? undefined : parts.join("; ");
}

function shown(indexes: readonly number[]): string {
  const first = indexes.slice(0, 20).join(", ");
  return `event ${first}${indexes.length > 20 ? ` and ${indexes.length - 20} more` : ""}`;
}

/** Keeps the events that came nearest to a match, nearest first. */
function keepNearest(misses: (Miss & { readonly distance: number })[], miss: Miss): void {
  const distance = distanceOf(miss.explained);
  const last = misses.at(-1);
  if (misses.length >= MOST_MISSES && last !== undefined && last.distance <= distance) return;
  misses.push({ ...miss, distance });
  misses.sort((a, b) => a.distance - b.distance || a.index - b.index);
  misses.length = Math.min(misses.length, MOST_MISSES);
}

/** Parts that would have to change; an event of another source is further away than any of the right one. */
function distanceOf({ readings }: RuleExplanation): number {
  return Math.min(
    ...readings.map(({ cause, scope }) =>
      cause === undefined ? 10_000 + scope.length : countCauses(cause),
    ),
    Infinity,
  );
}

function countCauses({ kind, holds, of = [] }: Explained): number {
  if (of.length === 0) return 1;
  const each = of.map(countCauses);
  return kind === "any" && !holds ? Math.min(...each) : each.reduce((sum, one) => sum + one, 0);
}

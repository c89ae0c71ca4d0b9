import { compilePlan, correlationFields, createCorrelator } from "@tocsin/match";
import type { CorrelationEvent, StreamedMatch } from "@tocsin/match";
import type {
  CorrelatedMatch,
  Correlation,
  Detection,
  Diagnostic,
  EvidenceRecord,
  Scalar,
} from "@tocsin/model";
import type { PlacedTest } from "./rules-test-collect.ts";
import { placeInLog, readEvents } from "./rules-test-events.ts";
import type { EventOptions } from "./rules-test-events.ts";
import { createFeedNotes } from "./rules-test-feeds.ts";
import type { FeedNotes } from "./rules-test-feeds.ts";
import type { FoundCorrelation } from "./rules-test-find.ts";
import { judgeMatches } from "./rules-test-judge.ts";
import { brokenTest, describeProblems, MOST_MATCHED } from "./rules-test-result.ts";
import type { TestResult } from "./rules-test-result.ts";

/** Most matches of rules that are held to be put in order. */
const MOST_FEEDS = 200_000;

/** Runs a test of a correlation: its rules by the plan that hunts, and it over what they match, by time. */
export async function runCorrelationTest(
  test: PlacedTest,
  found: FoundCorrelation,
  options: EventOptions,
): Promise<TestResult> {
  const { correlation, detections, correlations } = found;
  const problems: Diagnostic[] = [];
  const onDiagnostic = (one: Diagnostic): void => {
    if (one.severity !== "note") problems.push(one);
  };
  const notes = createFeedNotes(test, detections);
  const feeds: CorrelationEvent<number>[] = [];
  const wanted = correlationFields(correlations);
  const runs = toRuns(test, detections);
  const [refused] = runs.flatMap(({ plan }) => plan.refused);
  if (refused !== undefined) return brokenTest(test, correlation, refused.message);
  const feed = ({ detections: of, plan, toRecord }: Run, given: EvidenceRecord, at: number) => {
    const record = toRecord(given);
    const fired = new Set<string>();
    plan.run(record, ({ id }) => {
      fired.add(id);
      const fields = readFields(record, wanted.get(id));
      const timeMs = record.timeMs ?? Number.NaN;
      notes.addMatch(id, at, { timeMs, fields, wanted: wanted.get(id) });
      if (Number.isFinite(timeMs)) feeds.push({ rule: id, timeMs, fields, origin: at });
    });
    for (const one of of) if (!fired.has(one.id)) notes.addMiss(one, at, record);
  };
  let index = 0;
  for await (const batch of readEvents(test, { ...options, onDiagnostic }))
    for (const record of batch) {
      for (const run of runs) feed(run, record, index);
      index++;
      if (feeds.length > MOST_FEEDS)
        return brokenTest(test, correlation, `over ${MOST_FEEDS} events feed the correlation`);
    }
  const matches = correlateAll(correlations, correlation, feeds, onDiagnostic);
  return toResult(test, correlation, { matches, notes, problems, events: index });
}

interface Run {
  readonly detections: readonly Detection[];
  readonly plan: ReturnType<typeof compilePlan>;
  readonly toRecord: (record: EvidenceRecord) => EvidenceRecord;
}

/** Files say what log they are of; an inline event may be of any of the rules' logs. */
function toRuns(test: PlacedTest, detections: readonly Detection[]): readonly Run[] {
  const parts = test.events.kind === "files" ? [detections] : detections.map((one) => [one]);
  return parts.map((part) => {
    const [first] = part;
    return {
      detections: part,
      plan: compilePlan(part),
      toRecord: first === undefined ? (record) => record : placeInLog(test, first),
    };
  });
}

function readFields(
  record: EvidenceRecord,
  names: ReadonlySet<string> = new Set(),
): Readonly<Record<string, readonly Scalar[]>> {
  const fields: [string, readonly Scalar[]][] = [];
  for (const name of names) {
    const value = record.field(name);
    if (value === undefined || value === null) continue;
    fields.push([name, typeof value === "object" ? [...value] : [value]]);
  }
  return Object.fromEntries(fields);
}

/** The matches of one correlation, by the time at which they began to hold. */
function correlateAll(
  correlations: readonly Correlation[],
  wanted: Correlation,
  feeds: readonly CorrelationEvent<number>[],
  onDiagnostic: (diagnostic: Diagnostic) => void,
): StreamedMatch<number>[] {
  const matches: StreamedMatch<number>[] = [];
  const correlator = createCorrelator<number>(correlations, {
    onMatch(match) {
      if (match.correlation.id === wanted.id) matches.push(match);
    },
    onDiagnostic,
  });
  for (const event of feeds.toSorted((a, b) => a.timeMs - b.timeMs)) correlator.push(event);
  correlator.end();
  return matches.sort(
    ({ completing: a }, { completing: b }) => a.timeMs - b.timeMs || a.origin - b.origin,
  );
}

function toResult(
  test: PlacedTest,
  correlation: Correlation,
  run: {
    readonly matches: readonly StreamedMatch<number>[];
    readonly notes: FeedNotes;
    readonly problems: readonly Diagnostic[];
    readonly events: number;
  },
): TestResult {
  const { matches, notes, problems, events } = run;
  const plain = matches.map((match) => toPlain(correlation, match));
  const judged = judgeMatches(test.expect, correlation, plain);
  const unread = [
    ...describeProblems(problems),
    ...(test.events.kind === "inline" ? notes.timeless() : []),
    ...(judged?.broken === true ? [judged.reason] : []),
  ];
  const failed = judged !== undefined && !judged.broken;
  return {
    test,
    rule: correlation,
    outcome: unread.length > 0 ? "broken" : failed ? "failed" : "passed",
    reasons: [...unread, ...(failed ? [judged.reason, ...notes.describe()] : [])],
    events,
    matched: [...new Set(plain.map(({ completedBy }) => completedBy))].slice(0, MOST_MATCHED),
    matches: plain.slice(0, MOST_MATCHED),
    misses: failed ? notes.misses() : [],
  };
}

function toPlain(
  { groupBy }: Correlation,
  { group, completing, events, count, firstMs, lastMs }: StreamedMatch<number>,
): CorrelatedMatch {
  return {
    // Several values of one field come joined by a character that no log writes.
    group: Object.fromEntries(
      groupBy.map((name, index) => [name, (group[index] ?? "").split("\u0001")]),
    ),
    completedBy: completing.origin,
    events: events.map(({ origin }) => origin),
    count,
    first: toIso(firstMs),
    last: toIso(lastMs),
  };
}

/** Beyond what a date can be, the nearest that can. */
function toIso(ms: number): string {
  return new Date(Math.max(-8.64e15, Math.min(8.64e15, ms))).toISOString();
}

import { compilePlan } from "@tocsin/match";
import type { Detection, Diagnostic } from "@tocsin/model";
import type { PlacedTest } from "./rules-test-collect.ts";
import { runCorrelationTest } from "./rules-test-correlate.ts";
import { placeInLog, readEvents } from "./rules-test-events.ts";
import type { EventOptions } from "./rules-test-events.ts";
import type { FoundRule } from "./rules-test-find.ts";
import { keepNearest } from "./rules-test-nearest.ts";
import { brokenTest, describeProblems, listEvents, MOST_MATCHED } from "./rules-test-result.ts";
import type { TestResult } from "./rules-test-result.ts";

const MOST_MISSES = 3;

/** Runs one test by the plan that hunts. */
export async function runTest(
  test: PlacedTest,
  found: FoundRule,
  options: EventOptions,
): Promise<TestResult> {
  switch (found.kind) {
    case "none":
      return brokenTest(test, undefined, found.reason);
    case "correlation":
      return runCorrelationTest(test, found, options);
    case "detection":
      return runDetectionTest(test, found.detection, options);
  }
}

async function runDetectionTest(
  test: PlacedTest,
  detection: Detection,
  options: EventOptions,
): Promise<TestResult> {
  const { expect } = test;
  if (expect.kind === "groups")
    return brokenTest(test, detection, "groups are expected, but the rule is no correlation");
  const plan = compilePlan([detection]);
  const [refusal] = plan.refused;
  if (refusal !== undefined) return brokenTest(test, detection, refusal.message);
  const problems: Diagnostic[] = [];
  const onDiagnostic = (one: Diagnostic): void => {
    if (one.severity !== "note") problems.push(one);
  };
  const matched: number[] = [];
  const most = MOST_MATCHED + (expect.kind === "indexes" ? expect.indexes.length : 0);
  const nearest = keepNearest(test, detection, MOST_MISSES);
  const toRecord = placeInLog(test, detection);
  let events = 0;
  let count = 0;
  for await (const batch of readEvents(test, { ...options, onDiagnostic }))
    for (const given of batch) {
      const record = toRecord(given);
      let fires = false;
      plan.run(record, () => (fires = true));
      if (fires) {
        count++;
        if (matched.length < most) matched.push(events);
      } else if (isWanted(test, events)) nearest.add(events, record);
      events++;
    }
  const failure = judge(expect, { count, matched, events });
  const unread = describeProblems(problems);
  const isShort = expect.kind === "indexes" || count < expect.count;
  return {
    test,
    rule: detection,
    outcome: unread.length > 0 ? "broken" : failure === undefined ? "passed" : "failed",
    reasons: [...unread, ...(failure === undefined ? [] : [failure])],
    events,
    matched: matched.slice(0, MOST_MATCHED),
    misses: failure === undefined || !isShort ? [] : nearest.take(),
  };
}

/** Whether an event that does not match may be one that should. */
function isWanted({ expect }: PlacedTest, index: number): boolean {
  if (expect.kind === "indexes") return expect.indexes.includes(index);
  return expect.kind === "count" && expect.count > 0;
}

function judge(
  expect: Exclude<PlacedTest["expect"], { kind: "groups" }>,
  got: { readonly count: number; readonly matched: readonly number[]; readonly events: number },
): string | undefined {
  if (expect.kind === "count") {
    const { count: wanted, orMore } = expect;
    if (orMore ? got.count >= wanted : got.count === wanted) return undefined;
    const least = orMore ? "at least " : "";
    const list = got.count > wanted ? `: ${listEvents(got.matched)}` : "";
    return `${got.count} of ${got.events} events match${list}, expected ${least}${wanted}`;
  }
  const missing = expect.indexes.filter((index) => !got.matched.includes(index));
  const extra = got.matched.filter((index) => !expect.indexes.includes(index));
  const parts = [
    ...(missing.length > 0 ? [`expected to match and did not: ${listEvents(missing)}`] : []),
    ...(extra.length > 0 ? [`matched and should not: ${listEvents(extra)}`] : []),
  ];
  return parts.length === 0 ? undefined : parts.join("; ");
}

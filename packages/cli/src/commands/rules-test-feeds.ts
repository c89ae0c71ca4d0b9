import type { Detection, EvidenceRecord, Scalar } from "@tocsin/model";
import type { PlacedTest } from "./rules-test-collect.ts";
import { keepNearest } from "./rules-test-nearest.ts";
import type { Miss } from "./rules-test-nearest.ts";
import { listEvents, MOST_MATCHED } from "./rules-test-result.ts";

/** What fed a correlation, and what did not, in words for its author. */
export interface FeedNotes {
  addMatch(rule: string, index: number, event: FedEvent): void;
  addMiss(rule: Detection, index: number, record: EvidenceRecord): void;
  /** Which events matched which rule, and lack a field that the correlation asks for. */
  describe(): readonly string[];
  /** Events that tell no time, so that no correlation takes them. */
  timeless(): readonly string[];
  /** Of each rule that nothing matched, the event that came nearest. */
  misses(): readonly Miss[];
}

interface FedEvent {
  /** UTC milliseconds; NaN where the event tells no time. */
  readonly timeMs: number;
  readonly fields: Readonly<Record<string, readonly Scalar[]>>;
  /** Fields that correlations ask for. */
  readonly wanted: ReadonlySet<string> | undefined;
}

/** Notes for one test; of each list the first thousand are kept. */
export function createFeedNotes(test: PlacedTest, detections: readonly Detection[]): FeedNotes {
  const rules = new Map(
    detections.map((detection) => [
      detection.id,
      { detection, count: 0, indexes: [] as number[], nearest: keepNearest(test, detection, 1) },
    ]),
  );
  const without = new Map<string, Set<number>>();
  const timeless = new Set<number>();
  const isShort = test.expect.kind !== "count" || test.expect.count > 0;
  return {
    addMatch(id, index, { timeMs, fields, wanted = new Set() }) {
      const rule = rules.get(id);
      if (rule === undefined) return;
      rule.count++;
      if (rule.indexes.length < MOST_MATCHED) rule.indexes.push(index);
      if (!Number.isFinite(timeMs)) keep(timeless, index);
      for (const name of wanted) {
        if (Object.hasOwn(fields, name)) continue;
        const known = without.get(name) ?? new Set();
        without.set(name, keep(known, index));
      }
    },
    addMiss({ id }, index, record) {
      const rule = rules.get(id);
      if (isShort && rule?.count === 0) rule.nearest.add(index, record);
    },
    describe: () => [
      ...[...rules.values()].map(
        ({ detection: { title }, count, indexes }) =>
          `"${title}" matches ${count === 0 ? "none" : listEvents(indexes)}`,
      ),
      ...[...without].map(([name, indexes]) => `without ${name}: ${listEvents([...indexes])}`),
      ...(test.events.kind === "files" ? describeTimeless() : []),
    ],
    timeless: describeTimeless,
    misses: () =>
      [...rules.values()].flatMap(({ detection: { id, title }, count, nearest }) =>
        count > 0 ? [] : nearest.take().map((miss) => ({ ...miss, rule: { id, title } })),
      ),
  };

  function describeTimeless(): readonly string[] {
    if (timeless.size === 0) return [];
    return [
      `without a time, such as timestamp: 2024-03-01T12:00:00Z: ${listEvents([...timeless])}`,
    ];
  }
}

function keep(indexes: Set<number>, index: number): Set<number> {
  if (indexes.size < MOST_MATCHED) indexes.add(index);
  return indexes;
}

import { compilePlan } from "@tocsin/match";
import type { Correlation, Detection } from "@tocsin/model";
import { emptyRecall } from "./explanations.ts";
import { toWanted } from "./feeds.ts";
import type { UnitContext } from "./run-unit.ts";

/** What every worker needs to make its context. Plain data: it crosses threads. */
export interface Job {
  /** Ready to be run. */
  readonly detections: readonly Detection[];
  readonly correlations: readonly Correlation[];
  /** Ids of detections that only feed correlations. */
  readonly silent: ReadonlySet<string>;
  readonly sinceMs: number;
  readonly untilMs: number;
}

/** What it takes to run a detection. What else is known of it stays where findings are told: threads have no copy. */
export function toRun({ id, kind, level, strength, variants }: Detection): Detection {
  return {
    id,
    kind,
    title: "",
    level,
    strength,
    techniques: [],
    vulnerabilities: [],
    variants,
    falsePositives: [],
    citations: [],
  };
}

/** Compiles a job: once in each worker, since plans hold functions. */
export function toContext(
  job: Job,
  hooks: Pick<UnitContext, "isStopped" | "onProgress">,
): UnitContext {
  const { detections, correlations, silent, sinceMs, untilMs } = job;
  const plan = compilePlan(detections, { isChecked: true });
  const indexes = new Map(detections.map(({ id }, index) => [id, index]));
  const feeds = toWanted(detections, correlations);
  const silentIndexes = new Set<number>();
  for (const id of silent) {
    const index = indexes.get(id);
    if (index !== undefined) silentIndexes.add(index);
  }
  return {
    plan,
    indexes,
    feeds,
    silent: silentIndexes,
    recall: emptyRecall(),
    sinceMs,
    untilMs,
    ...hooks,
  };
}

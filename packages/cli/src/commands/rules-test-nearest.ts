import type { Explained } from "@tocsin/match";
import { formatPlace } from "@tocsin/model";
import type { Detection, EvidenceRecord } from "@tocsin/model";
import { explainRule } from "./explain-rule.ts";
import type { RuleExplanation } from "./explain-rule.ts";
import type { PlacedTest } from "./rules-test-collect.ts";

/** An event that was expected to match and did not. */
export interface Miss {
  /** Of the event, from 0. */
  readonly index: number;
  readonly place: string;
  /** The rule that it missed, where several feed a correlation. */
  readonly rule?: Pick<Detection, "id" | "title">;
  readonly explained: RuleExplanation;
}

/** The events that come nearest to a match. */
export interface Nearest {
  add(index: number, record: EvidenceRecord): void;
  /** Nearest first. */
  take(): readonly Miss[];
}

/** Keeps the events of a test that come nearest to a match of a rule, at most so many. */
export function keepNearest(test: PlacedTest, detection: Detection, most: number): Nearest {
  const misses: { readonly miss: Miss; readonly distance: number }[] = [];
  return {
    add(index, record) {
      const explained = explainRule(detection, record);
      const distance = distanceOf(explained);
      const last = misses.at(-1);
      if (misses.length >= most && last !== undefined && last.distance <= distance) return;
      // An inline event stands where its test stands.
      const place = formatPlace(test.events.kind === "inline" ? test.place : record.place);
      misses.push({ miss: { index, place, explained }, distance });
      misses.sort((a, b) => a.distance - b.distance || a.miss.index - b.miss.index);
      misses.length = Math.min(misses.length, most);
    },
    take: () => misses.map(({ miss }) => miss),
  };
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

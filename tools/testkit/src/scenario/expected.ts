import type { IndicatorKey } from "./indicators.ts";
import { INDICATORS } from "./indicators.ts";
import type { Tag } from "./journal.ts";
import { playScenario, type Scenario } from "./play.ts";
import { type RuleKey, RULES } from "./rules.ts";

/** What a run must find: a detection on a computer, and in how many records. */
export interface ExpectedFinding {
  readonly kind: "indicator" | "stix-pattern" | "sigma";
  /** The value of an indicator, the name of a pattern, the title of a rule. */
  readonly detection: string;
  /** Absent where the log names no computer. */
  readonly host?: string;
  /** Records over all files; several findings of one detection on one computer are added. */
  readonly count: number;
}

/** The findings the story's own tags ask for, by kind, detection and host. Nothing else may be found. */
export function expectedFindings(scenario: Scenario): readonly ExpectedFinding[] {
  const counts = new Map<string, ExpectedFinding>();
  for (const { tags, host } of playScenario(scenario)) {
    for (const tag of new Set(tags)) {
      const about = { ...describe(tag), ...(host === undefined ? {} : { host }) };
      const key = `${about.kind}\0${about.detection}\0${host ?? ""}`;
      counts.set(key, { ...about, count: (counts.get(key)?.count ?? 0) + 1 });
    }
  }
  return [...counts.keys()].toSorted().flatMap((key) => counts.get(key) ?? []);
}

function describe(tag: Tag): Pick<ExpectedFinding, "kind" | "detection"> {
  if (isRule(tag)) return { kind: "sigma", detection: RULES[tag] };
  const indicator = INDICATORS.find(({ key }) => key === tag);
  if (indicator === undefined) throw new RangeError(`no indicator is called ${tag}`);
  return { kind: indicator.kind, detection: indicator.finds };
}

function isRule(tag: IndicatorKey | RuleKey): tag is RuleKey {
  return Object.hasOwn(RULES, tag);
}

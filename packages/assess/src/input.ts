import type { Campaign, Diagnostic, Finding, Ledger, Verdict, Visibility } from "@tocsin/model";
import type { Weight } from "./relation.ts";

/** What every question is answered from. */
export interface Case {
  /** The warning, merged; undefined if only rules were run. */
  readonly campaign: Campaign | undefined;
  readonly findings: readonly Finding[];
  readonly weights: ReadonlyMap<Finding, Weight>;
  readonly visibility: Visibility;
  readonly ledger: Ledger;
  readonly refused: readonly Diagnostic[];
  /** `--since` and `--until`, ISO 8601, UTC. */
  readonly window: { readonly since?: string; readonly until?: string };
}

/** A case with its verdict, for the questions that depend on it. */
export interface JudgedCase extends Case {
  readonly verdict: Verdict;
}

/** Findings of one weight, in the answer's order. */
export function findingsOf(input: Case, weight: Weight): readonly Finding[] {
  return input.findings.filter((finding) => input.weights.get(finding) === weight);
}

import { ANSWER_VERSION, LEVELS } from "@tocsin/model";
import type {
  Answer,
  Campaign,
  Correlation,
  Detection,
  Diagnostic,
  Finding,
  Ledger,
} from "@tocsin/model";
import { askExposed } from "./exposed.ts";
import { askHit } from "./hit.ts";
import type { JudgedCase } from "./input.ts";
import { askNext } from "./next.ts";
import { termsOf, weighFinding } from "./relation.ts";
import type { Weight } from "./relation.ts";
import { askSought } from "./sought.ts";
import { summarizeCampaign } from "./summary.ts";
import { askUnseen } from "./unseen.ts";
import { judge } from "./verdict.ts";
import { assessVisibility } from "./visibility.ts";

/** What an answer is compiled from. `since`, `until`: ISO 8601, UTC. */
export interface AnswerInput {
  /** The merged campaign first or alone; empty if only rules were run. */
  readonly campaigns: readonly Campaign[];
  readonly detections: readonly Detection[];
  readonly correlations: readonly Correlation[];
  readonly findings: readonly Finding[];
  readonly ledger: Ledger;
  /** Rules and patterns that could not be loaded. */
  readonly refused: readonly Diagnostic[];
  readonly since?: string;
  readonly until?: string;
  readonly toolVersion: string;
}

const WEIGHT_RANK: Readonly<Record<Weight, number>> = { decisive: 0, suspicious: 1, other: 2 };

/**
 * Joins campaign, findings and ledger into the answer. Pure: same input, same answer.
 * Findings come worst first: by weight for the verdict, level, time, id.
 */
export function compileAnswer(input: AnswerInput): Answer {
  const [campaign] = input.campaigns;
  const { ledger, refused, since, until } = input;
  const window = { ...(since !== undefined && { since }), ...(until !== undefined && { until }) };
  const visibility = assessVisibility({
    ...(campaign && { campaign }),
    detections: input.detections,
    ledger,
    ...window,
  });
  const terms = termsOf(campaign);
  const weights = new Map(input.findings.map((finding) => [finding, weighFinding(finding, terms)]));
  const findings = [...input.findings].sort((a, b) => compareFindings(a, b, weights));
  const open = { campaign, findings, weights, visibility, ledger, refused, window };
  const judged: JudgedCase = { ...open, verdict: judge(open) };
  return {
    version: ANSWER_VERSION,
    tool: { name: "tocsin", version: input.toolVersion },
    campaigns: input.campaigns.map(summarizeCampaign),
    window,
    verdict: judged.verdict,
    questions: {
      exposed: askExposed(judged),
      hit: askHit(judged),
      sought: askSought(judged),
      unseen: askUnseen(judged),
      next: askNext(judged),
    },
    findings,
    visibility,
    ledger,
    rules: {
      loaded: input.detections.length + input.correlations.length,
      byKind: countKinds(input),
      refused,
    },
    diagnostics: input.campaigns.flatMap((one) => one.diagnostics),
    partial: ledger.partial,
  };
}

function countKinds({ detections, correlations }: AnswerInput): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const kind of ["indicator", "stix-pattern", "sigma"] as const) {
    const n = detections.filter((detection) => detection.kind === kind).length;
    if (n > 0) counts[kind] = n;
  }
  if (correlations.length > 0) counts["correlation"] = correlations.length;
  return counts;
}

function compareFindings(a: Finding, b: Finding, weights: ReadonlyMap<Finding, Weight>): number {
  const weight = WEIGHT_RANK[weights.get(a) ?? "other"] - WEIGHT_RANK[weights.get(b) ?? "other"];
  if (weight !== 0) return weight;
  const level = LEVELS.indexOf(b.detection.level) - LEVELS.indexOf(a.detection.level);
  if (level !== 0) return level;
  // Findings without a time come last; `~` sorts behind every digit.
  const left = `${a.firstSeen ?? "~"} ${a.id}`;
  const right = `${b.firstSeen ?? "~"} ${b.id}`;
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

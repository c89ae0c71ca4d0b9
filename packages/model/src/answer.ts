import type { Campaign, Tlp } from "./campaign.ts";
import type { Citation } from "./citation.ts";
import type { Diagnostic } from "./diagnostic.ts";
import type { Finding } from "./finding.ts";
import type { Ledger } from "./ledger.ts";
import type { Visibility } from "./visibility.ts";

/** Version of the answer's JSON shape. */
export const ANSWER_VERSION = "3";

/**
 * `hit`: something the warning itself names was found; `suspicious`: only behaviour or weak signs;
 * `no-sign`: nothing, in what could be seen; `cannot-say`: too little could be seen to speak at all.
 */
export type VerdictValue = "hit" | "suspicious" | "no-sign" | "cannot-say";

/** The verdict with its grounds and its limits; the limits are never empty. */
export interface Verdict {
  readonly value: VerdictValue;
  /** One sentence. */
  readonly summary: string;
  readonly reasons: readonly string[];
  readonly limits: readonly string[];
}

/** The five questions, in order. */
export const QUESTIONS = {
  exposed: "Are we exposed?",
  hit: "Were we hit?",
  sought: "What do they want here?",
  unseen: "What could we not see?",
  next: "What now?",
} as const;

/** Name of a question. */
export type QuestionName = keyof typeof QUESTIONS;

/** A line of an answer: a statement, what it rests on, and more of it. */
export interface Point {
  readonly text: string;
  readonly details?: readonly string[];
  readonly citations?: readonly Citation[];
}

/** One question: answered, or not asked with what to give to have it asked. */
export type QuestionAnswer =
  | { readonly status: "asked"; readonly answer: string; readonly points: readonly Point[] }
  | {
      readonly status: "not-asked";
      /** What to give to have it asked. */
      readonly toAsk: string;
      /** What the warning alone tells about it. */
      readonly points: readonly Point[];
    };

/** The rules of the run: how many stood ready and which were refused, with reasons. */
export interface RuleCount {
  readonly loaded: number;
  readonly byKind: Readonly<Record<string, number>>;
  readonly refused: readonly Diagnostic[];
}

/** The warning in brief. */
export interface CampaignSummary {
  readonly id: string;
  readonly title: string;
  readonly documents: Campaign["documents"];
  readonly issuers: readonly string[];
  readonly actors: readonly string[];
  readonly published?: string;
  readonly tlp?: Tlp;
  readonly counts: Readonly<Record<string, number>>;
}

/** The whole answer. Same input, same bytes: it holds no time of its own making. */
export interface Answer {
  readonly version: typeof ANSWER_VERSION;
  readonly tool: { readonly name: "tocsin"; readonly version: string };
  readonly campaigns: readonly CampaignSummary[];
  /** `--since` and `--until`, ISO 8601, UTC. */
  readonly window: { readonly since?: string; readonly until?: string };
  readonly verdict: Verdict;
  readonly questions: Readonly<Record<QuestionName, QuestionAnswer>>;
  /** Worst first, then by time. */
  readonly findings: readonly Finding[];
  readonly visibility: Visibility;
  readonly ledger: Ledger;
  readonly rules: RuleCount;
  /** Things the reading of the advisory had to say. */
  readonly diagnostics: readonly Diagnostic[];
  /** True if the run was cut short: what is said holds for the part that was read. */
  readonly partial: boolean;
}

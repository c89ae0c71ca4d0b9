import type { DetectionKind } from "./detection.ts";
import type { Gap, LedgerSource } from "./ledger.ts";

/** A detection that no record of this evidence could have matched, and what it would take. */
export interface UnseenDetection {
  readonly id: string;
  readonly title: string;
  readonly kind: DetectionKind;
  /** Evidence that would make it possible: `Sysmon event 3 (network connection)`. */
  readonly needs: readonly string[];
}

/** How far detections of one kind, or one technique, could have matched. */
export interface Coverage {
  /** A detection kind, an observable type, or an ATT&CK id. */
  readonly of: string;
  readonly total: number;
  readonly couldMatch: number;
}

/** What the evidence could have shown of this warning, and what it could not. */
export interface Visibility {
  readonly sources: readonly LedgerSource[];
  readonly first?: string;
  readonly last?: string;
  /** Distinct hours with records between first and last. */
  readonly hoursCovered: number;
  /** Hours between first and last, or in the window asked for. */
  readonly hoursTotal: number;
  readonly gaps: readonly Gap[];
  /** Detections of the warning (its indicators, patterns and the rules that bear its techniques). */
  readonly total: number;
  readonly couldMatch: number;
  /**
   * 0–100, whole. Share of what the warning describes that this evidence could have shown: `couldMatch` of
   * `total` and of the techniques for which there is no rule.
   */
  readonly percent: number;
  readonly byKind: readonly Coverage[];
  /** The warning's techniques: how many rules look for each, and how many of them could have matched. */
  readonly byTechnique: readonly Coverage[];
  readonly unseen: readonly UnseenDetection[];
  /** The same, summed: evidence that is missing, with how many detections it would serve, most first. */
  readonly missing: readonly { readonly needs: string; readonly detections: number }[];
}

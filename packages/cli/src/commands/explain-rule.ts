import { checkPredicate, evaluate, explainScope, explainTree, toCause } from "@tocsin/match";
import type { Explained, ScopeMiss } from "@tocsin/match";
import type { Detection, EvidenceRecord } from "@tocsin/model";

/** Why a rule fires on a record, or does not. */
export interface RuleExplanation {
  readonly fires: boolean;
  /** The readings of the rule's logsource, in its order. */
  readonly readings: readonly ReadingExplanation[];
}

/** One reading of a rule against one record. */
interface ReadingExplanation {
  /** The source it reads, in words. */
  readonly needs: string;
  /** What of the source the record does not fit; empty where it fits. */
  readonly scope: readonly ScopeMiss[];
  /** Why the engine refuses it. */
  readonly refused?: string;
  /** Every part; only where the record fits. */
  readonly tree?: Explained;
  /** The parts that decide. */
  readonly cause?: Explained;
}

/** By the plain evaluator, part by part. The record must be valid. */
export function explainRule({ variants }: Detection, record: EvidenceRecord): RuleExplanation {
  let fires = false;
  const readings = variants.map(({ scope, predicate }): ReadingExplanation => {
    const missed = explainScope(scope, record.source);
    const { needs } = scope;
    if (missed.length > 0) return { needs, scope: missed };
    const tree = explainTree(predicate, record);
    const refused = checkPredicate(predicate);
    if (refused === undefined && evaluate(predicate, record)) fires = true;
    return {
      needs,
      scope: missed,
      tree,
      cause: toCause(tree),
      ...(refused !== undefined && { refused }),
    };
  });
  return { fires, readings };
}

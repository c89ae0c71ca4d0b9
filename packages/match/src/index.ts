export { checkPredicate } from "./check.ts";
export { MATCH_DIAGNOSTIC_CODES } from "./diagnostic.ts";
export { correlate } from "./correlate-plain.ts";
export type { CorrelationMatch } from "./correlate-plain.ts";
export { correlationFields, groupKeyOf, rulesOf } from "./correlation-event.ts";
export type { CorrelationEvent } from "./correlation-event.ts";
export { createCorrelator } from "./correlator.ts";
export type {
  CorrelatedEvent,
  Correlator,
  CorrelatorLimits,
  CorrelatorLosses,
  CorrelatorOptions,
  StreamedMatch,
} from "./correlator.ts";
export { evaluate } from "./evaluate.ts";
export { describeTest, explainMatch } from "./explain.ts";
export { explainMiss, explainScope, toCause } from "./explain-miss.ts";
export type { ScopeMiss } from "./explain-miss.ts";
export { explainTree } from "./explain-tree.ts";
export type { Explained } from "./explain-tree.ts";
export { bearsObservable } from "./observable.ts";
export { checkDetections, compilePlan } from "./plan.ts";
export type { MatchSink, Plan, PlanOptions } from "./plan.ts";

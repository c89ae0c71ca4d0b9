export { checkPredicate } from "./check.ts";
export { MATCH_DIAGNOSTIC_CODES } from "./diagnostic.ts";
export { correlate, correlationFields } from "./correlate.ts";
export type { CorrelationEvent, CorrelationMatch } from "./correlate.ts";
export { evaluate } from "./evaluate.ts";
export { describeTest, explainMatch } from "./explain.ts";
export { bearsObservable } from "./observable.ts";
export { compilePlan } from "./plan.ts";
export type { Plan } from "./plan.ts";

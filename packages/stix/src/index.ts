export { STIX_ERROR_CODES, StixError } from "./error.ts";
export type { PatternPosition, StixErrorCode } from "./error.ts";
export { formatPath } from "./pattern-node.ts";
export type {
  ComparisonNode,
  ComparisonTest,
  ObjectPath,
  PathStep,
  PatternLiteral,
  PatternNode,
  PatternOperator,
} from "./pattern-node.ts";
export { arePatternsEquivalent, normalForm } from "./pattern-equal/are-equivalent.ts";
export type { EquivalenceOptions } from "./pattern-equal/are-equivalent.ts";
export { formatPattern } from "./pattern-format.ts";
export { inspectPattern } from "./pattern-inspect.ts";
export type { InspectedComparison, PatternInspection } from "./pattern-inspect.ts";
export { matchPattern } from "./pattern-match/match-pattern.ts";
export type { PatternMatch, PatternMatchOptions } from "./pattern-match/match-pattern.ts";
export { MAX_PATTERN_DEPTH } from "./pattern-cursor.ts";
export { MAX_PATTERN_LENGTH, parsePattern } from "./pattern-parse.ts";
export type { PatternOptions } from "./pattern-parse.ts";
export { patternObservables, patternToVariants } from "./pattern-variants.ts";
export type { PatternReading } from "./pattern-variants.ts";
export { scopesForObservable } from "./scopes.ts";
export { STIX_DIAGNOSTIC_CODES } from "./diagnostic.ts";
export type { StixDiagnosticCode } from "./diagnostic.ts";
export { readStix } from "./read.ts";
export type { StixLimits } from "./read-bundle.ts";
export { writeStix } from "./write.ts";
export type { StixBundle } from "./write-object.ts";
export { toPattern } from "./write-pattern.ts";
export type { StixObject } from "./stix-object.ts";
export { validateStix } from "./validate/validate.ts";
export type { StixValidity } from "./validate/validate.ts";
export type { StixFault, ValidateOptions } from "./validate/session.ts";
export type { StixVersion } from "./validate/rule.ts";
export { STIX_CHECKS } from "./validate/vocabularies.ts";
export type { StixCheck } from "./validate/vocabularies.ts";

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

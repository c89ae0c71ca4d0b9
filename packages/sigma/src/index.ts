export { SIGMA_DIAGNOSTIC_CODES } from "./diagnostic.ts";
export type { SigmaDiagnosticCode } from "./diagnostic.ts";
export type { Placeholders } from "./item.ts";
export { lintCodes, lintSigma } from "./lint/lint.ts";
export type { LintCode, LintFinding, LintOptions, LintReport } from "./lint/lint.ts";
export { loadSigma } from "./load.ts";
export type { SigmaOptions, SigmaSet, SigmaSource } from "./load.ts";
export { readMapping } from "./mapping.ts";
export type { MappingResult } from "./mapping.ts";
export { readPlaceholders } from "./placeholders.ts";
export type { PlaceholdersResult } from "./placeholders.ts";
export { isKnownLogsource } from "./taxonomy/index.ts";
export { knownFields } from "./taxonomy/known-fields.ts";
export {
  isRuleTestFile,
  mayHoldRuleTests,
  readRuleTests,
  RULE_TEST_DIAGNOSTIC_CODES,
} from "./rule-tests/read.ts";
export type { Expectation, RuleTest } from "./rule-tests/read.ts";

export { makeFolder } from "./folder.ts";
export { HUNT_DIAGNOSTIC_CODES, HUNT_ERROR_CODES, HuntError } from "./error.ts";
export { hunt, prepareHunt } from "./hunt.ts";
export type {
  HuntOptions,
  HuntPreparation,
  HuntProgress,
  HuntQuestion,
  HuntResult,
  PreparedHunt,
} from "./hunt.ts";
export { readMappingFile } from "./mapping-file.ts";
export { readRecords, takeRecords } from "./records.ts";
export type { ReadOptions } from "./records.ts";
export { readRules, readRuleSources } from "./rules.ts";
export type { RuleOptions, RuleSet, RuleSources } from "./rules.ts";

export { armCampaign } from "./arm.ts";
export type { Arms } from "./arm.ts";
export { HUNT_DIAGNOSTIC_CODES, HUNT_ERROR_CODES, HuntError } from "./error.ts";
export { hunt } from "./hunt.ts";
export type { HuntOptions, HuntProgress, HuntResult } from "./hunt.ts";
export { readRecords } from "./records.ts";
export type { ReadOptions } from "./records.ts";
export { readRules } from "./rules.ts";
export type { RuleSet } from "./rules.ts";

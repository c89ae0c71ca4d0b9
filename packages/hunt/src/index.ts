export { HUNT_DIAGNOSTIC_CODES, HUNT_ERROR_CODES, HuntError } from "./error.ts";
export { readRecords } from "./records.ts";
export type { ReadOptions } from "./records.ts";

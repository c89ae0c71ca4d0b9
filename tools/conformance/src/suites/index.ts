import type { Suite } from "../suite.ts";

/** Every suite, in the order of the table. */
export const SUITES: readonly Suite[] = [];

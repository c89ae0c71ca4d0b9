export { locateCorpora } from "./corpora.ts";
export type { Corpora } from "./corpora.ts";
export { runProgram } from "./program.ts";
export type { Program } from "./program.ts";
export { runSuite } from "./run-suite.ts";
export type { Failure, SuiteOptions, SuiteResult } from "./run-suite.ts";
export type { Case, Suite } from "./suite.ts";
export { formatTable } from "./table.ts";

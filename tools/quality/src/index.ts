export type { Area, Measure } from "./area.ts";
export { runProgram } from "./program.ts";
export type { Program } from "./program.ts";

export { SIGMA_DIAGNOSTIC_CODES } from "./diagnostic.ts";
export type { SigmaDiagnosticCode } from "./diagnostic.ts";
export type { Placeholders } from "./item.ts";
export { loadSigma } from "./load.ts";
export type { SigmaOptions, SigmaSet, SigmaSource } from "./load.ts";

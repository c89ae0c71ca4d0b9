export { EVIDENCE_DIAGNOSTIC_CODES } from "./diagnostic.ts";
export type { EvidenceDiagnosticCode } from "./diagnostic.ts";
export { HEAD_BYTES, recognizeFormat } from "./format.ts";
export type { EvidenceFormat } from "./format.ts";
export type { ReaderLimits, ReaderOptions, TextReader } from "./options.ts";
export { createReader } from "./reader.ts";
export type { TextFormat } from "./reader.ts";

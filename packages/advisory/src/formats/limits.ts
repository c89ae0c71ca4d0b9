import type { DocumentLimits } from "@tocsin/documents";

/** Bounds of documents that are read as text: every sentence of them is judged. */
export const TEXT_LIMITS: DocumentLimits = {
  maxBlocks: 50_000,
  maxExpandedBytes: 128 * 1024 * 1024,
};

/** Bounds of lists, whose rows are read one by one. */
export const LIST_LIMITS: DocumentLimits = {
  maxBlocks: 100_000,
  maxExpandedBytes: 256 * 1024 * 1024,
};

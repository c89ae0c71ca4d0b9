import { expect, test } from "vitest";
import { formatProgress } from "../src/progress.ts";

test("progress tells files, share, records, rate, findings and the time left", () => {
  const progress = {
    files: 12,
    totalFiles: 40,
    sizeBytes: 250_000_000,
    totalBytes: 1_000_000_000,
    records: 1_200_000,
    findings: 3,
  };
  expect(formatProgress(progress, 60_000)).toBe(
    "12 of 40 files, 25 %, 1,200,000 records, 20,000 a second, 3 findings, 3 min left",
  );
});

test("progress does not guess the time left before anything was read", () => {
  const progress = {
    files: 0,
    totalFiles: 1,
    sizeBytes: 0,
    totalBytes: 0,
    records: 0,
    findings: 0,
  };
  expect(formatProgress(progress, 0)).toBe(
    "0 of 1 files, 100 %, 0 records, 0 a second, 0 findings",
  );
});

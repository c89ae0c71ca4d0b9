import type { HuntProgress } from "@tocsin/hunt";
import type { Io } from "./io.ts";

/** Shows how far a hunt has come, on one line of stderr; silent where stderr is no terminal. */
export interface ProgressLine {
  readonly show: (progress: HuntProgress) => void;
  /** Takes the line away. */
  readonly end: () => void;
}

const EVERY_MS = 200;

/** Makes a progress line. Times are of this machine's clock and never reach a result. */
export function createProgressLine(io: Io): ProgressLine {
  if (!io.errIsTerminal) return { show: () => undefined, end: () => undefined };
  const start = performance.now();
  let shown = 0;
  return {
    show(progress) {
      const now = performance.now();
      if (now - shown < EVERY_MS) return;
      shown = now;
      io.err(`\r\u001b[2K${formatProgress(progress, now - start).slice(0, io.columns - 1)}`);
    },
    end() {
      if (shown > 0) io.err("\r\u001b[2K");
    },
  };
}

/** `12 of 40 files, 31 %, 120,000 records, 45,000 a second, 3 findings, 2 min left`. */
export function formatProgress(progress: HuntProgress, elapsedMs: number): string {
  const { files, totalFiles, sizeBytes, totalBytes, records, findings } = progress;
  const share = totalBytes === 0 ? 1 : Math.min(1, sizeBytes / totalBytes);
  const rate = elapsedMs > 0 ? Math.round((records / elapsedMs) * 1000) : 0;
  const parts = [
    `${count(files)} of ${count(totalFiles)} files`,
    `${Math.floor(share * 100)} %`,
    `${count(records)} records`,
    `${count(rate)} a second`,
    `${count(findings)} findings`,
  ];
  if (share > 0.02 && share < 1)
    parts.push(`${formatDuration((elapsedMs / share) * (1 - share))} left`);
  return parts.join(", ");
}

function formatDuration(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  if (seconds < 90) return `${seconds} s`;
  const minutes = Math.ceil(seconds / 60);
  return minutes < 90 ? `${minutes} min` : `${Math.ceil(minutes / 60)} h`;
}

function count(value: number): string {
  return String(value).replaceAll(/\B(?=(\d{3})+$)/g, ",");
}

import type { Diagnostic } from "./diagnostic.ts";

/** What became of a file. `partly`: some of it was damaged or passed a limit. */
export type FileStatus = "read" | "partly" | "failed" | "skipped";

/** One file of the evidence and what was read of it. */
export interface LedgerFile {
  readonly file: string;
  /** Bytes on disk. */
  readonly sizeBytes: number;
  /** What it was taken for, from its bytes: `evtx`, `json-lines+gzip`, `text`; `unknown` if it was not opened. */
  readonly format: string;
  readonly status: FileStatus;
  /** Records decoded. */
  readonly records: number;
  /** Records that could not be decoded. */
  readonly damaged: number;
  /** Those of them that were recovered; absent if none. */
  readonly recovered?: number;
  /** Records left out by `--since`/`--until`. */
  readonly outsideWindow: number;
  /** The first twenty things that went wrong here; `diagnosticCount` has them all. */
  readonly diagnostics: readonly Diagnostic[];
  readonly diagnosticCount: number;
}

/** Records of one source and the hours they cover. */
export interface LedgerSource {
  /** `Microsoft-Windows-Sysmon/Operational 1`, `web-access`. */
  readonly source: string;
  readonly format: string;
  readonly product?: string;
  readonly category?: string;
  readonly service?: string;
  readonly channel?: string;
  readonly provider?: string;
  readonly eventId?: number;
  readonly records: number;
  /** Records that tell no time, or one before 1990 or after 2099. */
  readonly timeless: number;
  /** ISO 8601, UTC. */
  readonly first?: string;
  readonly last?: string;
  /** Distinct hours with at least one record. */
  readonly hours: number;
}

/** A stretch of time without any record, longer than the ledger's gap limit. ISO 8601, UTC. */
export interface Gap {
  readonly from: string;
  readonly to: string;
}

/** Everything that was and was not read. */
export interface Ledger {
  readonly files: readonly LedgerFile[];
  readonly sources: readonly LedgerSource[];
  readonly records: number;
  readonly damaged: number;
  /** Of the records, those that were recovered; absent if none. */
  readonly recovered?: number;
  readonly outsideWindow: number;
  readonly sizeBytes: number;
  /** Computers the records speak of, sorted; at most 1,000. */
  readonly hosts: readonly string[];
  readonly first?: string;
  readonly last?: string;
  /** Distinct hours with at least one record, over all sources. */
  readonly hours: number;
  /** Longest silent stretches between first and last, at most ten. */
  readonly gaps: readonly Gap[];
  /** True if the run was cut short. */
  readonly partial: boolean;
}

import type { Diagnostic, FileStatus, Gap, Ledger, LedgerFile, LedgerSource } from "@tocsin/model";
import { nameSource } from "./source-name.ts";
import { MAX_DIAGNOSTICS, mergeSource } from "./tally.ts";
import type { SourceTally, Tally } from "./tally.ts";

/** A file with all that was read of it. */
export interface FileTally {
  readonly file: string;
  readonly sizeBytes: number;
  readonly tally: Tally;
}

const HOUR_MS = 3_600_000;
const MAX_GAPS = 10;
const MAX_HOSTS = 1000;
/** Shorter silences are no gap: small logs have quiet hours. */
const LEAST_GAP_HOURS = 3;

/** What all files of a run came to together. */
export interface LedgerBooks {
  /** Adds a file that is done with. */
  add(tally: Tally, sizeBytes: number): void;
  /** @param files in the order of the walk */
  close(files: readonly LedgerFile[], partial: boolean): Ledger;
}

/** Begins the ledger of a run. */
export function createLedger(): LedgerBooks {
  const sources = new Map<string, SourceTally>();
  const hosts = new Set<string>();
  let recovered = 0;
  const total = { records: 0, damaged: 0, outsideWindow: 0, sizeBytes: 0 };
  return {
    add(tally, sizeBytes) {
      total.records += tally.records;
      total.damaged += tally.damaged;
      recovered += tally.recovered;
      total.outsideWindow += tally.outsideWindow;
      total.sizeBytes += sizeBytes;
      for (const [key, source] of tally.sources) mergeSource(sources, key, source);
      for (const host of tally.hosts) hosts.add(host);
    },
    close(files, partial) {
      const all = [...sources.values()];
      const hours = new Set(all.flatMap((source) => [...source.hours]));
      const first = Math.min(...all.map(({ firstMs }) => firstMs));
      const last = Math.max(...all.map(({ lastMs }) => lastMs));
      return {
        files,
        sources: all.map(toLedgerSource).sort((a, b) => compare(a.source, b.source)),
        ...total,
        ...(recovered > 0 && { recovered }),
        hosts: [...hosts].sort().slice(0, MAX_HOSTS),
        ...(Number.isFinite(first) && { first: toIso(first) }),
        ...(Number.isFinite(last) && { last: toIso(last) }),
        hours: hours.size,
        gaps: findGaps(hours),
        partial,
      };
    },
  };
}

const NO_DIAGNOSTICS: readonly Diagnostic[] = [];

/** A file's line in the ledger. */
export function toLedgerFile({ file, sizeBytes, tally }: FileTally): LedgerFile {
  const { format, records, damaged, recovered, outsideWindow, diagnostics, diagnosticCount } =
    tally;
  return {
    file,
    sizeBytes,
    format,
    status: statusOf(tally),
    records,
    damaged,
    ...(recovered > 0 && { recovered }),
    outsideWindow,
    // One list for all that have none.
    diagnostics: diagnostics.length === 0 ? NO_DIAGNOSTICS : diagnostics,
    diagnosticCount,
  };
}

/** A file's line with one more that is told of it: of a file that was read something is missing now. */
export function withDiagnostic(file: LedgerFile, diagnostic: Diagnostic): LedgerFile {
  const { diagnostics, status } = file;
  return {
    ...file,
    status: status === "read" && diagnostic.severity !== "note" ? "partly" : status,
    diagnostics: diagnostics.length < MAX_DIAGNOSTICS ? [...diagnostics, diagnostic] : diagnostics,
    diagnosticCount: file.diagnosticCount + 1,
  };
}

function statusOf({ format, records, outsideWindow, damaged, severity }: Tally): FileStatus {
  if (format === "unreadable") return "failed";
  if (/^(?:unknown|binary|zip|gzip\+gzip|binary\+gzip|zip\+gzip)$/.test(format)) return "skipped";
  const nothing = records + outsideWindow === 0;
  if (nothing && (severity === "error" || damaged > 0)) return "failed";
  return severity === "error" || severity === "warning" || damaged > 0 ? "partly" : "read";
}

function toLedgerSource({
  source,
  records,
  timeless,
  hours,
  firstMs,
  lastMs,
}: SourceTally): LedgerSource {
  return {
    source: nameSource(source),
    ...source,
    records,
    timeless,
    ...(Number.isFinite(firstMs) && { first: toIso(firstMs) }),
    ...(Number.isFinite(lastMs) && { last: toIso(lastMs) }),
    hours: hours.size,
  };
}

/** The longest silences between the first and the last hour with records, in the order of time. */
function findGaps(hours: ReadonlySet<number>): Gap[] {
  const sorted = [...hours].sort((a, b) => a - b);
  const gaps: { from: number; to: number }[] = [];
  for (const [index, hour] of sorted.entries()) {
    const next = sorted[index + 1];
    if (next !== undefined && next - hour - 1 >= LEAST_GAP_HOURS)
      gaps.push({ from: hour + 1, to: next });
  }
  return gaps
    .sort((a, b) => b.to - b.from - (a.to - a.from) || a.from - b.from)
    .slice(0, MAX_GAPS)
    .sort((a, b) => a.from - b.from)
    .map(({ from, to }) => ({ from: toIso(from * HOUR_MS), to: toIso(to * HOUR_MS) }));
}

function toIso(ms: number): string {
  return new Date(ms).toISOString();
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

import type {
  Correlation,
  Detection,
  Diagnostic,
  Finding,
  Ledger,
  RecordMapping,
} from "@tocsin/model";
import { checkOnce } from "./checked.ts";
import { toRun } from "./context.ts";
import type { Job } from "./context.ts";
import { correlateFeeds } from "./correlated.ts";
import { createFeedStore, FEED_LIMITS, tooManyFeeds } from "./feed-store.ts";
import type { FeedStore } from "./feed-store.ts";
import { toWanted } from "./feeds.ts";
import { planFiles } from "./files.ts";
import type { HuntFiles } from "./files.ts";
import { toFindings } from "./findings.ts";
import { runPool } from "./pool.ts";
import { mergeBatch } from "./sighting-batch.ts";
import { emptySightings } from "./sightings.ts";

/** What is hunted, where, and how. */
export interface HuntOptions {
  readonly detections: readonly Detection[];
  readonly correlations?: readonly Correlation[];
  /** Ids of detections that only feed correlations. */
  readonly silent?: ReadonlySet<string>;
  /** Files and folders. */
  readonly evidence: readonly string[];
  /** UTC milliseconds, both included. Records that tell no time are kept. */
  readonly sinceMs?: number | undefined;
  readonly untilMs?: number | undefined;
  /** Also records from the slack of event logs, and from files that are no logs. Default false. */
  readonly recover?: boolean;
  /** What the user says of the fields of JSON records. Default none. */
  readonly mapping?: RecordMapping | undefined;
  /**
   * Threads beside the caller's own. Default 0: the caller's own does the work. Small evidence is hunted so
   * whatever is said.
   */
  readonly workers?: number;
  /** The caller's own thread works beside them, and is busy until the end. Default false: it only joins what they find. */
  readonly isWorking?: boolean;
  /** Stops the hunt; what was found so far is given, marked partial. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: HuntProgress) => void;
}

/** How far a hunt has come. */
export interface HuntProgress {
  readonly files: number;
  readonly totalFiles: number;
  readonly sizeBytes: number;
  readonly totalBytes: number;
  readonly records: number;
  /** Before those of several workers are joined. */
  readonly findings: number;
}

/** What a hunt came to. */
export interface HuntResult {
  /** Deduplicated and explained, in the order of their ids. */
  readonly findings: readonly Finding[];
  readonly ledger: Ledger;
  /** Detections that were run. */
  readonly detections: readonly Detection[];
  /** Detections that could not be run, with reasons; they are not among those that were hunted. */
  readonly refused: readonly Diagnostic[];
}

/** Below this a second thread costs more than it brings. */
const WORKERS_FROM_BYTES = 4 * 1024 * 1024;

/**
 * Runs detections over evidence. Every file is in the ledger, whether read or not. Same input, same result,
 * whatever the number of workers.
 * @throws {HuntError} `HUNT_PATH` before anything is read; `HUNT_WORKER`; `HUNT_TEMPORARY`
 */
export async function hunt(options: HuntOptions): Promise<HuntResult> {
  const { ready: detections, refused } = checkOnce(options.detections);
  const feeds = createFeedStore(toWanted(detections, options.correlations ?? []));
  try {
    return { ...(await huntWith(options, detections, feeds)), detections, refused };
  } finally {
    feeds.close();
  }
}

async function huntWith(
  options: HuntOptions,
  detections: readonly Detection[],
  feeds: FeedStore,
): Promise<Pick<HuntResult, "findings" | "ledger">> {
  const { correlations = [], evidence, signal } = options;
  const job: Job = {
    detections: detections.map(toRun),
    correlations,
    silent: options.silent ?? new Set(),
    sinceMs: options.sinceMs ?? -Infinity,
    untilMs: options.untilMs ?? Infinity,
  };
  const files = planFiles(evidence, { recover: options.recover, mapping: options.mapping });
  const progress = createProgress(files, options.onProgress);
  const sightings = emptySightings();
  const fedBy = new Map<number, string>();
  const stopped = await runPool({
    job,
    units: files.units,
    workers: files.totalBytes < WORKERS_FROM_BYTES ? 0 : (options.workers ?? 0),
    isWorking: options.isWorking ?? false,
    signal,
    onProgress: progress.add,
    onFeeds(batch, unit, index) {
      feeds.merge(batch, index);
      fedBy.set(index, unit.file);
    },
    onResult(unit, result) {
      mergeBatch(sightings, result.sightings);
      if (files.add(unit, result.tally)) progress.endFile();
    },
  });
  const cut = feeds.cutUnit === undefined ? undefined : fedBy.get(feeds.cutUnit);
  if (cut !== undefined) files.tell(tooManyFeeds({ file: cut }, FEED_LIMITS), cut);
  return {
    findings: [
      ...toFindings(sightings, detections),
      ...correlateFeeds(correlations, detections, feeds, files.tell),
    ].sort((a, b) => (a.id < b.id ? -1 : 1)),
    ledger: files.ledger(stopped),
  };
}

function createProgress(
  { count: totalFiles, totalBytes }: HuntFiles,
  onProgress: HuntOptions["onProgress"],
): {
  readonly add: (progress: { sizeBytes: number; records: number; findings: number }) => void;
  readonly endFile: () => void;
} {
  const now = { files: 0, totalFiles, sizeBytes: 0, totalBytes, records: 0, findings: 0 };
  return {
    add({ sizeBytes, records, findings }) {
      now.sizeBytes += sizeBytes;
      now.records += records;
      now.findings += findings;
      onProgress?.({ ...now });
    },
    endFile() {
      now.files++;
      onProgress?.({ ...now });
    },
  };
}

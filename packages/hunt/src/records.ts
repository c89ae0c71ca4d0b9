import type { DiagnosticSink, EvidenceRecord, RecordMapping } from "@tocsin/model";
import { readUnit } from "./read-unit.ts";
import type { UnitSinks } from "./read-unit.ts";
import { toUnits } from "./unit.ts";
import { walkFiles } from "./walk.ts";

/** What is read, and how. */
export interface ReadOptions {
  readonly evidence: readonly string[];
  /** UTC milliseconds, both included. Records that tell no time are kept. */
  readonly sinceMs?: number | undefined;
  readonly untilMs?: number | undefined;
  /** Also records from the slack of event logs, and from files that are no logs. Default false. */
  readonly recover?: boolean;
  /** What the user says of the fields of JSON records. Default none. */
  readonly mapping?: RecordMapping | undefined;
  readonly signal?: AbortSignal;
  readonly onDiagnostic: DiagnosticSink;
}

/**
 * The records of the evidence in a stable order, in batches. Records are valid until the next step. What
 * cannot be read is told with its place.
 * @throws {HuntError} `HUNT_PATH`
 */
export async function* readRecords(options: ReadOptions): AsyncGenerator<EvidenceRecord[]> {
  let batch: EvidenceRecord[] = [];
  const steps = readFiles(options, { onRecord: (record) => void batch.push(record), brief: false });
  for await (const _step of steps) {
    yield batch;
    batch = [];
  }
}

/**
 * Gives the records of the evidence to `onRecord` one by one, in the same order. A record is valid until `onRecord` returns,
 * and so is read without being decoded or copied: the fastest way to run something over all of them.
 * @throws {HuntError} `HUNT_PATH`
 */
export async function takeRecords(
  options: ReadOptions & { readonly onRecord: (record: EvidenceRecord) => void },
): Promise<void> {
  const { onRecord } = options;
  for await (const _step of readFiles(options, { onRecord, brief: true }));
}

/** Reads all evidence; a step is a piece of a file, or its end. */
async function* readFiles(
  options: ReadOptions,
  { onRecord, brief }: Required<Pick<UnitSinks, "onRecord" | "brief">>,
): AsyncGenerator<void> {
  const { sinceMs = -Infinity, untilMs = Infinity, signal, onDiagnostic } = options;
  const isInside = ({ timeMs }: EvidenceRecord): boolean =>
    timeMs === undefined || (timeMs >= sinceMs && timeMs <= untilMs);
  const sinks: UnitSinks = {
    onRecord: (record) => {
      if (isInside(record)) onRecord(record);
    },
    onDiagnostic,
    onDamaged: () => undefined,
    brief,
  };
  for (const file of walkFiles(options.evidence, onDiagnostic))
    for (const unit of toUnits(file, { recover: options.recover, mapping: options.mapping })) {
      for await (const _step of readUnit(unit, sinks)) {
        if (signal?.aborted === true) return;
        yield;
      }
      yield;
    }
}

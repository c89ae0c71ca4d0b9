import type { DiagnosticSink, EvidenceRecord, RecordMapping } from "@tocsin/model";
import { readUnit } from "./read-unit.ts";
import { toUnits } from "./unit.ts";
import type { Unit } from "./unit.ts";
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
  const { sinceMs = -Infinity, untilMs = Infinity, signal, onDiagnostic } = options;
  const isInside = ({ timeMs }: EvidenceRecord): boolean =>
    timeMs === undefined || (timeMs >= sinceMs && timeMs <= untilMs);
  for (const file of walkFiles(options.evidence, onDiagnostic))
    for (const unit of toUnits(file, { recover: options.recover, mapping: options.mapping }))
      yield* readBatches(unit);

  async function* readBatches(unit: Unit): AsyncGenerator<EvidenceRecord[]> {
    let batch: EvidenceRecord[] = [];
    const steps = readUnit(unit, {
      onRecord: (record) => void (isInside(record) && batch.push(record)),
      onDiagnostic,
      onDamaged: () => undefined,
    });
    for await (const _step of steps) {
      if (signal?.aborted === true) return;
      yield batch;
      batch = [];
    }
    if (batch.length > 0) yield batch;
  }
}

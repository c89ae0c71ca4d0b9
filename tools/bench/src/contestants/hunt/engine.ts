import { takeRecords } from "@tocsin/hunt";
import { compilePlan, evaluate } from "@tocsin/match";
import type { Detection, Diagnostic, EvidenceRecord } from "@tocsin/model";
import { scopeTakes } from "@tocsin/model";
import type { Pair } from "./answer.ts";

/** Gives the index of every detection that matches a record. */
export interface Engine {
  readonly detections: readonly Detection[];
  readonly refused: readonly Diagnostic[];
  run(record: EvidenceRecord, sink: (detection: Detection) => void): void;
}

export const ENGINES: Readonly<
  Record<"plan" | "plain", (detections: readonly Detection[]) => Engine>
> = {
  // As a hunt does: what was read from rules, or from their cache, was found ready there.
  plan: (detections) => compilePlan(detections, { isChecked: true }),
  plain: compilePlain,
};

export type EngineName = keyof typeof ENGINES;

export function isEngineName(name: string | undefined): name is EngineName {
  return name !== undefined && Object.hasOwn(ENGINES, name);
}

/** Every detection after the other, by the plain evaluator. What a plan refuses is left out here too. */
function compilePlain(detections: readonly Detection[]): Engine {
  const { detections: ready, refused } = compilePlan(detections);
  return {
    detections: ready,
    refused,
    run(record, sink) {
      for (const detection of ready)
        if (
          detection.variants.some(
            ({ scope, predicate }) =>
              scopeTakes(scope, record.source) && evaluate(predicate, record),
          )
        )
          sink(detection);
    },
  };
}

/** What comes of running an engine over files. */
export interface Counted {
  readonly records: number;
  /** Matches by the id of the rule. */
  readonly counts: Map<string, number>;
}

export interface CountOptions {
  /** The field that tells records apart; with it every match is told. */
  readonly keyField?: string;
  readonly onPair?: (pair: Pair) => void;
}

/** Runs an engine over all records of files; nothing is deduplicated, explained or written. */
export async function countMatches(
  engine: Engine,
  files: readonly string[],
  options: CountOptions = {},
): Promise<Counted> {
  const { keyField, onPair } = options;
  const counts = new Map<string, number>();
  let records = 0;
  let now: EvidenceRecord | undefined;
  const sink = ({ id }: Detection): void => {
    counts.set(id, (counts.get(id) ?? 0) + 1);
    if (keyField !== undefined && now !== undefined)
      onPair?.({ rule: id, key: String(now.field(keyField)) });
  };
  await takeRecords({
    evidence: files,
    onDiagnostic: () => undefined,
    onRecord(record) {
      records += 1;
      now = record;
      engine.run(record, sink);
    },
  });
  return { records, counts };
}

import { readRecords } from "@tocsin/hunt";
import type { Detection } from "@tocsin/model";
import { ENGINES } from "../contestants/hunt/engine.ts";
import type { Engine } from "../contestants/hunt/engine.ts";

/** Whether plan and plain evaluator say the same of some files. */
export interface Verdict {
  readonly records: number;
  /** Pairs of rule and record by the plain evaluator. */
  readonly pairs: number;
  /** The first records of which they do not say the same, told in words; empty if there is none. */
  readonly differing: readonly string[];
  readonly differingRecords: number;
}

const MOST_TOLD = 20;

/** Holds the plan to the plain evaluator. */
export async function verifyPlan(
  detections: readonly Detection[],
  files: readonly string[],
): Promise<Verdict> {
  return verifyEngine(ENGINES.plan(detections), ENGINES.plain(detections), files);
}

/**
 * Runs both over the same files, each on records of its own reading, so that neither meets what the other
 * has decoded, and compares the rules of each record, how often each is given included.
 */
export async function verifyEngine(
  engine: Engine,
  oracle: Engine,
  files: readonly string[],
): Promise<Verdict> {
  const fast = matchesOf(engine, files);
  const plain = matchesOf(oracle, files);
  const differing: string[] = [];
  let records = 0;
  let pairs = 0;
  let differingRecords = 0;
  for (;;) {
    const [a, b] = await Promise.all([fast.next(), plain.next()]);
    if (a.done === true && b.done === true) break;
    if (a.done === true || b.done === true) {
      differing.push(`one of two readings ends after ${records} records`);
      differingRecords += 1;
      break;
    }
    records += 1;
    pairs += b.value.rules.length;
    const [got, wanted] = [a.value.rules.join(" "), b.value.rules.join(" ")];
    if (got === wanted && a.value.place === b.value.place) continue;
    differingRecords += 1;
    if (differing.length < MOST_TOLD)
      differing.push(`${b.value.place}: plan "${got}", plain "${wanted}"`);
  }
  return { records, pairs, differing, differingRecords };
}

async function* matchesOf(
  engine: Engine,
  files: readonly string[],
): AsyncGenerator<{ readonly place: string; readonly rules: readonly string[] }> {
  for await (const batch of readRecords({ evidence: files, onDiagnostic: () => undefined }))
    for (const record of batch) {
      const rules: string[] = [];
      engine.run(record, ({ id }) => rules.push(id));
      yield { place: JSON.stringify(record.place), rules: rules.toSorted() };
    }
}

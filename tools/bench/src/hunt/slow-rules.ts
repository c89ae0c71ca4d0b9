import { readRecords } from "@tocsin/hunt";
import { compilePlan } from "@tocsin/match";
import type { Plan } from "@tocsin/match";
import { scopeTakes } from "@tocsin/model";
import type { Detection, EvidenceRecord, FieldValue } from "@tocsin/model";
import { someTest } from "./difference-class.ts";

/** What one rule costs by itself. */
interface RuleCost {
  readonly rule: string;
  readonly title: string;
  /** Records that its scope takes. */
  readonly routed: number;
  readonly matches: number;
  /** Beyond a plan without rules, over decoded records; by the clock, the least of some runs. */
  readonly aloneMs: number;
  /** The same over records as they are read, with the decoding that the rule brings; processor time. */
  readonly readingMs: number;
  /** What it asks: tests by their kind. */
  readonly tests: Readonly<Record<string, number>>;
}

export interface SlowRules {
  readonly records: number;
  readonly rules: number;
  /** All rules in one plan beyond a plan without rules, over decoded records: less than the sum of each alone. */
  readonly togetherMs: number;
  readonly sumMs: number;
  /** Slowest first. */
  readonly slowest: readonly RuleCost[];
}

const RUNS = 3;
/** So many are measured again, with reading. */
const FINALISTS = 6;
const MOST_RECORDS = 25_000;

/**
 * Times each rule as a plan of its own over a sample, minus a plan without rules. First over records that
 * are decoded, where thousands of rules can be asked; then the slowest with all that reading costs.
 */
export async function findSlowRules(
  detections: readonly Detection[],
  files: readonly string[],
): Promise<SlowRules> {
  const records = await decodeAll(files);
  const floor = leastOf(() => timeOver(compilePlan([]), records));
  const costs = compilePlan(detections).detections.map((detection) => {
    const routed = records.filter(({ source }) =>
      detection.variants.some(({ scope }) => scopeTakes(scope, source)),
    );
    // What is not routed costs every rule the same.
    const plan = compilePlan([detection]);
    const matches = countOver(plan, routed);
    const empty = leastOf(() => timeOver(compilePlan([]), routed));
    const aloneMs = Math.max(0, leastOf(() => timeOver(plan, routed)) - empty);
    return { detection, routed: routed.length, matches, aloneMs };
  });
  const finalists = costs.toSorted((a, b) => b.aloneMs - a.aloneMs).slice(0, FINALISTS);
  const readingFloor = await leastOfReading(compilePlan([]), files);
  const slowest: RuleCost[] = [];
  for (const { detection, routed, matches, aloneMs } of finalists)
    slowest.push({
      rule: detection.id,
      title: detection.title,
      routed,
      matches,
      aloneMs,
      readingMs: Math.max(
        0,
        (await leastOfReading(compilePlan([detection]), files)) - readingFloor,
      ),
      tests: testsOf(detection),
    });
  const all = compilePlan(detections);
  return {
    records: records.length,
    rules: costs.length,
    togetherMs: Math.max(0, leastOf(() => timeOver(all, records)) - floor),
    sumMs: costs.reduce((sum, { aloneMs }) => sum + aloneMs, 0),
    slowest,
  };
}

export function formatSlowRules({ records, rules, togetherMs, sumMs, slowest }: SlowRules): string {
  const lines = slowest.map(({ rule, title, routed, matches, aloneMs, readingMs, tests }) => {
    const asked = Object.entries(tests).map(([kind, count]) => `${kind} ${count}`);
    return (
      `${aloneMs.toFixed(1)} ms decoded, ${readingMs.toFixed(1)} ms with reading: ${title} (${rule})\n` +
      `    ${routed} records routed, ${matches} matched; tests: ${asked.join(", ")}\n`
    );
  });
  return (
    `${rules} rules over ${records} records: ${togetherMs.toFixed(0)} ms in one plan, ` +
    `${sumMs.toFixed(0)} ms one by one\n${lines.join("")}`
  );
}

/** Records that stay valid: every field is decoded. */
async function decodeAll(files: readonly string[]): Promise<readonly EvidenceRecord[]> {
  const records: EvidenceRecord[] = [];
  for await (const batch of readRecords({ evidence: files, onDiagnostic: () => undefined }))
    for (const record of batch) {
      if (records.length >= MOST_RECORDS) return records;
      const fields = new Map<string, FieldValue>(record.fields());
      const { place, timeMs, host } = record;
      records.push({
        place,
        source: { ...record.source },
        timeMs,
        host,
        field: (name) => fields.get(name),
        fields: () => fields,
      });
    }
  return records;
}

function countOver(plan: Plan, records: readonly EvidenceRecord[]): number {
  let matches = 0;
  const count = (): void => void matches++;
  for (const record of records) plan.run(record, count);
  return matches;
}

function timeOver(plan: Plan, records: readonly EvidenceRecord[]): number {
  const start = performance.now();
  for (const record of records) plan.run(record, () => undefined);
  return performance.now() - start;
}

function leastOf(measure: () => number): number {
  let least = Infinity;
  for (let run = 0; run < RUNS; run++) least = Math.min(least, measure());
  return least;
}

async function leastOfReading(plan: Plan, files: readonly string[]): Promise<number> {
  let least = Infinity;
  for (let run = 0; run < RUNS; run++) {
    // Processor time: what else the machine does in these seconds is not the rule's fault.
    const start = process.cpuUsage();
    for await (const batch of readRecords({ evidence: files, onDiagnostic: () => undefined }))
      for (const record of batch) plan.run(record, () => undefined);
    const { user, system } = process.cpuUsage(start);
    least = Math.min(least, (user + system) / 1000);
  }
  return least;
}

/** Tests of a rule's first reading by their kind. */
function testsOf({ variants: [first] }: Detection): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  if (first === undefined) return counts;
  someTest(first.predicate, (leaf) => {
    const kind = leaf.kind === "field" || leaf.kind === "any-field" ? leaf.test.op : leaf.kind;
    const name = leaf.kind === "any-field" ? `${kind} in any field` : kind;
    counts[name] = (counts[name] ?? 0) + 1;
    return false;
  });
  return counts;
}

import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { readRecords, readRules } from "@tocsin/hunt";
import { compilePlan, evaluate } from "@tocsin/match";
import type { Plan } from "@tocsin/match";
import { scopeTakes } from "@tocsin/model";
import type { Detection, EvidenceRecord, Variant } from "@tocsin/model";
import type { Case, Suite } from "../suite.ts";
import { DrawnIndicators } from "./drawn-indicators.ts";

const TREES = ["rules", "rules-emerging-threats", "rules-threat-hunting"];
/** Folders of evidence, with how many records one is asked of the plain evaluator, which is slow. */
const EVIDENCE: readonly (readonly [folder: string, every: number])[] = [
  ["evtx/samples", 5],
  ["sigma/regression", 1],
  ["evtx/dirty", 100],
  ["json/otrf", 400],
  ["auditd/otrf", 10],
  ["zeek", 400],
  ["suricata", 100],
  ["weblogs", 400],
];

interface Asked {
  readonly plan: Plan;
  /** Variants by their detection, for each kind of record. */
  readonly takers: Map<string, readonly (readonly [id: string, variants: readonly Variant[]])[]>;
}

let rules: readonly Detection[] | undefined;
let records = 0;
let pairs = 0;
let drawn = 0;
let borne = 0;

function rulesOf(corpus: string): readonly Detection[] {
  return (rules ??= readRules(
    TREES.map((tree) => join(corpus, "sigma", "rules", tree)),
  ).detections);
}

/** The rules, and indicators that the evidence has. */
async function askedOf(corpus: string, folder: string): Promise<Asked> {
  const indicators = new DrawnIndicators();
  for await (const batch of recordsOf(corpus, folder))
    for (const record of batch) indicators.draw(record);
  const detections = indicators.detections();
  drawn += detections.length;
  return { plan: compilePlan([...rulesOf(corpus), ...detections]), takers: new Map() };
}

function recordsOf(corpus: string, folder: string): ReturnType<typeof readRecords> {
  return readRecords({ evidence: [join(corpus, folder)], onDiagnostic: ignore });
}

function byPlan({ plan }: Asked, record: EvidenceRecord): string {
  const ids: string[] = [];
  plan.run(record, ({ id }) => void ids.push(id));
  return ids.toSorted().join("\n");
}

function byEvaluator({ plan, takers }: Asked, record: EvidenceRecord): string {
  const key = JSON.stringify(record.source);
  let of = takers.get(key);
  if (of === undefined) {
    of = plan.detections.flatMap(({ id, variants }) => {
      const taken = variants.filter(({ scope }) => scopeTakes(scope, record.source));
      return taken.length === 0 ? [] : [[id, taken] as const];
    });
    takers.set(key, of);
  }
  return of
    .filter(([, variants]) => variants.some(({ predicate }) => evaluate(predicate, record)))
    .map(([id]) => id)
    .toSorted()
    .join("\n");
}

/** What the reading tells is the business of others. */
function ignore(): void {}

async function judge(corpus: string, folder: string, every: number): Promise<string | undefined> {
  const asked = await askedOf(corpus, folder);
  let count = 0;
  for await (const batch of recordsOf(corpus, folder))
    for (const record of batch) {
      // All of them go through the plan: what it remembers of one must be right for the next.
      const found = byPlan(asked, record);
      if (count++ % every !== 0) continue;
      const expected = byEvaluator(asked, record);
      if (found !== expected)
        return `record ${count - 1} (${JSON.stringify(record.place)}): the plan says ${found}, the evaluator ${expected}`;
      records++;
      if (found === "") continue;
      pairs += found.split("\n").length;
      borne += found.split("\n").filter((id) => id.includes(" ")).length;
    }
  return undefined;
}

/** All live rules and some indicators over all evidence: the plan says what the plain evaluator says, record by record. */
export const suite: Suite = {
  name: "plan-equal",
  corpus: "hunting",
  *load(corporaRoot): Generator<Case> {
    const corpus = join(corporaRoot, "hunting");
    if (!existsSync(join(corpus, "sigma", "rules"))) return;
    for (const [folder, every] of EVIDENCE) {
      const path = join(corpus, folder);
      if (!existsSync(path) || readdirSync(path).length === 0) continue;
      yield { id: folder, run: () => judge(corpus, folder, every) };
    }
  },
  notes: () => [
    `${records} records by both, ${pairs} pairs of detection and record, the same`,
    `${drawn} of the detections are indicators drawn from the evidence, in ${borne} of the pairs`,
  ],
};

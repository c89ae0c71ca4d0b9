import type { FindNote } from "./find.ts";
import type { WorkerFacts } from "./messages.ts";

/** What a run came to. */
export interface RunFacts {
  readonly workers: readonly WorkerFacts[];
  readonly finds: readonly FindNote[];
  readonly seconds: number;
  readonly cpuSeconds: number;
}

const MEBIBYTE = 1024 * 1024;

/** One line, while it goes on. */
export function progressLine({ workers, finds, seconds }: RunFacts): string {
  const executions = sum(workers, (each) => each.executions);
  return `${Math.round(seconds)} s: ${executions} executions, ${Math.round(executions / seconds)}/s, ${sum(workers, (each) => each.kept)} kept, ${most(workers, (each) => each.blocks)} blocks, ${finds.length} finds`;
}

/** Some lines, at the end. */
export function summaryText({ workers, finds, seconds, cpuSeconds }: RunFacts): string {
  const executions = sum(workers, (each) => each.executions);
  const { ran = 0, known = 0 } =
    workers.map((each) => each.functions).sort((a, b) => b.ran - a.ran)[0] ?? {};
  // What one worker reached counts, also where another one did not.
  const [first, ...others] = workers
    .filter((each) => each.functions.known > 0)
    .map((each) => each.idle);
  const idle = (first ?? []).filter((name) => others.every((list) => list.includes(name)));
  const kinds = new Map<string, number>();
  for (const { signature } of finds) kinds.set(signature, (kinds.get(signature) ?? 0) + 1);
  return [
    `executions       ${executions}, ${(executions / seconds).toFixed(1)}/s`,
    `records read     ${sum(workers, (each) => each.records)}`,
    `time             ${seconds.toFixed(0)} s, CPU ${cpuSeconds.toFixed(0)} s`,
    `inputs           ${sum(workers, (each) => each.kept)} kept for what they reached, ${sum(workers, (each) => each.inputs)} in the corpora of the workers`,
    `blocks reached   ${most(workers, (each) => each.blocks)}`,
    `functions        ${ran} of ${known} ran in one worker; in none: ${idle.toSorted().join(", ") || "no one"}`,
    `slowest reading  ${most(workers, (each) => each.slowestMs)} ms`,
    `heap at the end  ${(most(workers, (each) => each.heapBytes) / MEBIBYTE).toFixed(0)} MiB`,
    `finds            ${finds.length}, of ${kinds.size} kinds`,
    ...[...kinds].map(([signature, count]) => `  ${count} × ${signature}`),
    "",
  ].join("\n");
}

function sum(workers: readonly WorkerFacts[], of: (facts: WorkerFacts) => number): number {
  return workers.reduce((total, each) => total + of(each), 0);
}

function most(workers: readonly WorkerFacts[], of: (facts: WorkerFacts) => number): number {
  return Math.max(0, ...workers.map(of));
}

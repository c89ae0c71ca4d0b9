import { KINDS } from "./kinds.ts";
import type { Kind } from "./kinds.ts";
import type { Score } from "./score.ts";
import type { Work } from "./works.ts";

/** What ours must reach of a kind: at least so many found, at most so many false ones. */
type Floor = readonly [found: number, wrong: number];

/** By the beginning of the work's name and the job. A fast answer that falls below is no answer. */
const FLOORS: readonly {
  readonly work: string;
  readonly job: string;
  readonly kinds: Readonly<Partial<Record<Kind, Floor>>>;
}[] = [];

/** What of an answer of ours is worse than expected; undefined if nothing is, or nothing is expected. */
export function flawsOf(work: Work, job: string, scores: readonly Score[]): string | undefined {
  const floors = FLOORS.find((one) => work.name.startsWith(one.work) && one.job === job);
  const flaws = KINDS.flatMap((kind) => {
    const [least, most] = floors?.kinds[kind] ?? [0, Infinity];
    const score = scores.find((one) => one.kind === kind);
    const found = score?.found ?? 0;
    const wrong = score === undefined ? 0 : score.offered - score.right;
    return [
      ...(found < least ? [`${kind}: ${found} found, expected at least ${least}`] : []),
      ...(wrong > most ? [`${kind}: ${wrong} false, expected at most ${most}`] : []),
    ];
  });
  return flaws.length === 0 ? undefined : flaws.join("; ");
}

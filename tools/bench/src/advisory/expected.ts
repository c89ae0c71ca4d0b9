import { KINDS } from "./kinds.ts";
import type { Kind } from "./kinds.ts";
import type { Score } from "./score.ts";
import type { Work } from "./works.ts";

/** What ours must reach of a kind: at least so many found, at most so many false ones. */
type Floor = readonly [found: number, wrong: number];

const ALL_OF_TALOS = {
  sha256: [2407, 0],
  ipv4: [441, 0],
  domain: [670, 3],
  url: [586, 0],
  email: [2, 0],
} as const satisfies Partial<Record<Kind, Floor>>;
const ALL_OF_ESET = { sha256: [119, 0], sha1: [1293, 0] } as const;

/**
 * By the beginning of the work's name and the job. A fast answer that falls below is no answer. AA20-302A stands three
 * times; what is there and no indicator is the search's to find and the reading's to hold back, but for the digest-like
 * part of an address, which neither takes for one.
 */
const FLOORS: readonly {
  readonly work: string;
  readonly job: string;
  readonly kinds: Readonly<Partial<Record<Kind, Floor>>>;
}[] = [
  { work: "Talos", job: "whole reading", kinds: ALL_OF_TALOS },
  { work: "Talos", job: "search alone", kinds: ALL_OF_TALOS },
  { work: "ESET", job: "whole reading", kinds: ALL_OF_ESET },
  { work: "ESET", job: "search alone", kinds: ALL_OF_ESET },
  {
    work: "AA20-302A",
    job: "whole reading",
    kinds: {
      ipv4: [108, 0],
      domain: [12, 0],
      url: [0, 0],
      email: [0, 0],
      sha1: [0, 0],
      md5: [0, 0],
    },
  },
  {
    work: "AA20-302A",
    job: "search alone",
    kinds: { ipv4: [108, 0], domain: [12, Infinity], md5: [0, 0] },
  },
];

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

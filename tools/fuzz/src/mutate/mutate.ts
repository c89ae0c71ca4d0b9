import { seal } from "./layout.ts";
import { OPERATORS } from "./operators.ts";
import type { Random } from "./random.ts";
import { findSites } from "./sites.ts";

/** A log and what was done to make it. */
export interface Mutant {
  readonly bytes: Uint8Array;
  /** Names of the operators, in order; `seal` last where checksums were put right. */
  readonly steps: readonly string[];
}

const MOST_STEPS = 8;

/**
 * Changes a log in one to eight ways that know its format. In half of the cases the checksums are right
 * afterwards, so that readers go on.
 * @param bytes not changed
 * @param other a log from which parts may be taken
 */
export function mutate(bytes: Uint8Array, other: Uint8Array, random: Random): Mutant {
  const steps: string[] = [];
  const sites = findSites(bytes);
  let mutant: Uint8Array = bytes.slice();
  do {
    const [name, operator] = random.pick(OPERATORS);
    mutant = operator({ bytes: mutant, sites, other, random });
    steps.push(name);
  } while (steps.length < MOST_STEPS && random.oneIn(2));
  if (random.oneIn(2)) {
    seal(mutant);
    steps.push("seal");
  }
  return { bytes: mutant, steps };
}

import { keepTold, toldOf } from "./explanations.ts";
import type { Moment, Recall } from "./explanations.ts";
import { MAX_OCCURRENCES } from "./sightings.ts";
import type { Sightings, TimedOccurrence } from "./sightings.ts";

/** Remembers what the sightings of a unit tell, for the next ones. */
export function recallSightings({ all }: Sightings, recall: Recall): void {
  for (const { detection, host, explanation, occurrences } of all) {
    const known = toldOf(recall, detection, host, explanation.key);
    if (known === undefined)
      keepTold(recall, detection, host, { explanation, earliest: occurrences.map(toMoment) });
    else if (occurrences.length > 0) known.earliest = earliestOf(known.earliest, occurrences);
  }
}

/** Of a record that lies in two units, once. */
function earliestOf(known: readonly Moment[], more: readonly TimedOccurrence[]): Moment[] {
  const fresh = more.filter(
    ({ high, low }) => !known.some((one) => one.high === high && one.low === low),
  );
  return [...known, ...fresh.map(toMoment)]
    .sort((a, b) => (a.timeMs < b.timeMs ? -1 : Number(a.timeMs > b.timeMs)))
    .slice(0, MAX_OCCURRENCES);
}

function toMoment({ timeMs, high, low }: TimedOccurrence): Moment {
  return { timeMs, high, low };
}

import { unitsOf } from "./explanations.ts";
import type { Explanation } from "./explanations.ts";
import { eachIdentity } from "./identity-set.ts";
import { addOccurrence, addRecord, addTime, sightingFor } from "./sightings.ts";
import type { Sightings, TimedOccurrence } from "./sightings.ts";

/** The sightings of a unit, row for row. */
export interface SightingBatch {
  /** {@link WIDTH} numbers each: detection, host (its number from 1; 0 is none), records beyond, first and last time, records, occurrences. */
  readonly rows: Float64Array;
  readonly explanations: readonly Explanation[];
  readonly hosts: readonly string[];
  /** Two words for each record, one row's after the other's. */
  readonly identities: Uint32Array;
  readonly occurrences: readonly TimedOccurrence[];
}

/**
 * A batch as it crosses threads. What explains a match comes up unit after unit: it is told once, and named
 * by its number from then on.
 */
export interface SightingMessage extends Omit<SightingBatch, "explanations"> {
  /** Row for row. */
  readonly numbers: Uint32Array;
  /** Those that were not told before, in the order of their numbers. */
  readonly fresh: readonly Explanation[];
  /** Behind this one both sides forget what was told, and numbers begin anew. */
  readonly isLast: boolean;
}

const WIDTH = 7;
/** Explanations that both sides remember, and the length of their texts. */
const MAX_TOLD = 20_000;
const MAX_TOLD_UNITS = 8 * 1024 * 1024;

/** Lays out the sightings of a unit. */
export function toBatch({ all, records }: Sightings): SightingBatch {
  const rows = new Float64Array(WIDTH * all.length);
  const identities = new Uint32Array(2 * records);
  const hosts = new Map<string, number>();
  const occurrences: TimedOccurrence[] = [];
  let end = 0;
  const keep = (high: number, low: number): void => {
    identities[end++] = high;
    identities[end++] = low;
  };
  for (const [row, sighting] of all.entries()) {
    const { detection, host, beyond, firstMs, lastMs, occurrences: places } = sighting;
    let number = 0;
    if (host !== undefined) {
      number = hosts.get(host) ?? hosts.size + 1;
      hosts.set(host, number);
    }
    rows.set(
      [detection, number, beyond, firstMs, lastMs, sighting.records.size, places.length],
      WIDTH * row,
    );
    eachIdentity(sighting.records, keep);
    occurrences.push(...places);
  }
  const explanations = all.map(({ explanation }) => explanation);
  return { rows, explanations, hosts: [...hosts.keys()], identities, occurrences };
}

/** Adds what a later unit has found. */
export function mergeBatch(into: Sightings, batch: SightingBatch): void {
  const { rows, explanations, hosts, identities, occurrences } = batch;
  let identity = 0;
  let occurrence = 0;
  for (const [row, explanation] of explanations.entries()) {
    const at = WIDTH * row;
    const host = hosts[(rows[at + 1] as number) - 1];
    const sighting = sightingFor(into, rows[at] as number, host, explanation);
    const beyond = rows[at + 2] as number;
    let isNew = beyond > 0;
    for (const end = identity + 2 * (rows[at + 5] as number); identity < end; identity += 2)
      if (
        addRecord(
          into,
          sighting,
          identities[identity] as number,
          identities[identity + 1] as number,
        )
      )
        isNew = true;
    sighting.beyond += beyond;
    // A copy of what is known says nothing new of when and where.
    if (isNew) addTime(sighting, rows[at + 3] as number);
    for (const end = occurrence + (rows[at + 6] as number); occurrence < end; occurrence++) {
      const one = occurrences[occurrence];
      if (isNew && one !== undefined) addOccurrence(sighting, one);
    }
    const lastMs = rows[at + 4] as number;
    if (lastMs > sighting.lastMs) sighting.lastMs = lastMs;
  }
}

/** Makes messages of batches, in one thread. */
export function createTeller(): (batch: SightingBatch) => SightingMessage {
  const told = new Map<Explanation, number>();
  let units = 0;
  return ({ explanations, ...batch }) => {
    const fresh: Explanation[] = [];
    const numbers = Uint32Array.from(explanations, (explanation) => {
      let number = told.get(explanation);
      if (number === undefined) {
        number = told.size;
        told.set(explanation, number);
        fresh.push(explanation);
        units += unitsOf(explanation);
      }
      return number;
    });
    const isLast = told.size >= MAX_TOLD || units >= MAX_TOLD_UNITS;
    if (isLast) {
      told.clear();
      units = 0;
    }
    return { ...batch, numbers, fresh, isLast };
  };
}

/** Makes batches of the messages of one thread, in the order in which they were told. */
export function createListener(): (message: SightingMessage) => SightingBatch {
  let known: Explanation[] = [];
  return ({ numbers, fresh, isLast, ...batch }) => {
    for (const one of fresh) known.push(one);
    const explanations = Array.from(numbers, (number) => known[number] as Explanation);
    if (isLast) known = [];
    return { ...batch, explanations };
  };
}

import { plainRecord } from "@tocsin/model";
import fc from "fast-check";
import { expect, test } from "vitest";
import { emptyRecall, trimRecall } from "../src/explanations.ts";
import type { Recall } from "../src/explanations.ts";
import { createListener, createTeller, mergeBatch, toBatch } from "../src/sighting-batch.ts";
import { addSighting, emptySightings, recallSightings } from "../src/sightings.ts";
import type { Sightings } from "../src/sightings.ts";

/** A record that a detection matched. The same number is the same record, wherever it is met. */
interface Met {
  readonly recordId: number;
  readonly detection: number;
  readonly value: string;
}

const met: fc.Arbitrary<Met> = fc.record({
  recordId: fc.integer({ min: 0, max: 40 }),
  detection: fc.integer({ min: 0, max: 2 }),
  value: fc.constantFrom("a", "b"),
});

/** Some of the records tell no time. */
function timeOf(recordId: number): number | undefined {
  return recordId % 7 === 3 ? undefined : 1_700_000_000_000 + ((recordId * 7919) % 31) * 1000;
}

function collect(unit: readonly Met[], name: string, recall: Recall): Sightings {
  trimRecall(recall);
  const sightings = emptySightings();
  for (const [line, { recordId, detection, value }] of unit.entries()) {
    const host = recordId % 3 === 0 ? undefined : `host${recordId % 3}`;
    const timeMs = timeOf(recordId);
    const record = plainRecord(
      { value },
      {
        place: { file: name, line, recordId: String(recordId) },
        source: { format: "json" },
        ...(timeMs !== undefined && { timeMs }),
        ...(host !== undefined && { host }),
      },
    );
    const explain = () => [{ field: "value", value, test: "is" }];
    const match = { detection, isIndicator: detection === 2, key: value, explain };
    addSighting(sightings, record, match, recall);
  }
  recallSightings(sightings, recall);
  return sightings;
}

/** What a run of these units comes to, if `threads` do them in turn. */
function run(units: readonly (readonly Met[])[], threads: number): unknown {
  const all = emptySightings();
  const crew = Array.from({ length: threads }, () => ({
    recall: emptyRecall(),
    tell: createTeller(),
    listen: createListener(),
  }));
  for (const [at, unit] of units.entries()) {
    const thread = crew[at % threads] ?? {
      recall: emptyRecall(),
      tell: createTeller(),
      listen: createListener(),
    };
    const message = structuredClone(
      thread.tell(toBatch(collect(unit, `unit${at}`, thread.recall))),
    );
    mergeBatch(all, thread.listen(message));
  }
  return all.all.map(({ detection, host, explanation, records, firstMs, lastMs, occurrences }) => ({
    detection,
    host,
    explanation,
    records: records.size,
    firstMs,
    lastMs,
    occurrences,
  }));
}

test("what a thread remembers changes no result, however units are shared and records repeat", () => {
  fc.assert(
    fc.property(fc.array(fc.array(met, { maxLength: 25 }), { maxLength: 8 }), (units) => {
      // No thread is left to remember: each unit has its own.
      const expected = run(units, 0);
      for (const threads of [1, 2, 3]) expect(run(units, threads)).toEqual(expected);
    }),
    { numRuns: 400 },
  );
});

test("a record that lies in many units takes the place of no other among the earliest", () => {
  const early = Array.from({ length: 4 }, (_, n) => ({
    recordId: 1 + 3 * n,
    detection: 0,
    value: "a",
  }));
  const late = Array.from({ length: 8 }, (_, n) => ({
    recordId: 16 + 3 * n,
    detection: 0,
    value: "a",
  }));
  const units = [early, early, early, early, late];
  expect(run(units, 1)).toEqual(run(units, 0));
});

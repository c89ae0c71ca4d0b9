import { plainRecord } from "@tocsin/model";
import fc from "fast-check";
import { expect, test } from "vitest";
import { emptyRecall, trimRecall } from "../src/explanations.ts";
import type { Recall } from "../src/explanations.ts";
import { recallSightings } from "../src/recall-sightings.ts";
import { createListener, createTeller, mergeBatch, toBatch } from "../src/sighting-batch.ts";
import { addSighting, emptySightings } from "../src/sightings.ts";
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

const keys = new Map<string, number>();

/** A number for a match, as a plan gives it: for each text another. */
function keyOf(text: string): number {
  let key = keys.get(text);
  if (key === undefined) keys.set(text, (key = keys.size + 1));
  return key;
}

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
    const match = {
      detection,
      isIndicator: detection === 2,
      key: keyOf(`${detection} ${value}`),
      explain,
    };
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

test("a host without a name is none", () => {
  const sightings = emptySightings();
  for (const [at, host] of ["", undefined].entries()) {
    const about = { place: { file: "a", line: at }, source: { format: "json" } };
    const record = plainRecord({ value: "a" }, { ...about, ...(host !== undefined && { host }) });
    const explain = () => [{ field: "value", value: "a", test: "is" }];
    addSighting(
      sightings,
      record,
      { detection: 0, isIndicator: false, key: 1, explain },
      emptyRecall(),
    );
  }
  expect(sightings.all.map(({ host, records }) => [host, records.size])).toEqual([[undefined, 2]]);
});

test("what is told apart no more goes to the same place, whatever comes in between", () => {
  const of = (recordIds: readonly number[], value: string, detection = 0): Met[] =>
    recordIds.map((recordId) => ({ recordId, detection, value }));
  const onHost = Array.from({ length: 15 }, (_, n) => 1 + 3 * n);
  const units = [
    Array.from({ length: 1000 }, (_, n) => of([1], `set ${n}`)).flat(),
    of(onHost.slice(0, 10), "one more"),
    Array.from({ length: 34 }, (_, n) => of([1], `${n}${"x".repeat(1_000_000)}`, 1)).flat(),
    of(onHost.slice(10), "one more"),
  ];
  const expected = run(units, 0);
  for (const threads of [1, 2, 3, 4]) expect(run(units, threads)).toEqual(expected);
});

test("explanations are remembered up to a bound on their length, and told all the same", () => {
  const recall = emptyRecall();
  const tell = createTeller();
  const listen = createListener();
  for (let n = 0; n < 40; n++) {
    const unit = Array.from({ length: 20 }, (_, k) => ({
      recordId: k,
      detection: 0,
      value: `${n} ${k} ${"x".repeat(50_000)}`,
    }));
    const batch = toBatch(collect(unit, `unit${n}`, recall));
    expect(listen(structuredClone(tell(batch)))).toEqual(batch);
    // One unit's at most beyond the bounds.
    expect(recall.textUnits).toBeLessThan(10 * 1024 * 1024);
    expect(recall.toldUnits).toBeLessThan(10 * 1024 * 1024);
  }
});

test("sets of values beyond the bounds are one sighting for each host, and at last for each detection; no record is lost", () => {
  const sightings = emptySightings();
  const recall = emptyRecall();
  const records = 60_000;
  for (let n = 0; n < records; n++) {
    // Of the first detection each record says something else; the others say it on many hosts.
    const detection = n % 3 === 0 ? 0 : 1 + (n % 11);
    const value = String(n);
    const record = plainRecord(
      { value },
      {
        place: { file: "a", recordId: value },
        source: { format: "json" },
        host: `host-${detection === 0 ? (n / 3) % 3 : n}`,
        timeMs: n,
      },
    );
    const explain = () => [{ field: "value", value, test: "is" }];
    addSighting(
      sightings,
      record,
      { detection, isIndicator: false, key: keyOf(`${detection} ${value}`), explain },
      recall,
    );
  }
  const isMore = ({ explanation }: Sightings["all"][number]): boolean =>
    explanation.matched[0]?.field === "(several)";
  const listed = sightings.all.filter((one) => !isMore(one));
  expect(listed).toHaveLength(10_000);
  const ofFirst = sightings.all.filter(({ detection }) => detection === 0);
  expect(ofFirst.filter((one) => !isMore(one))).toHaveLength(2000);
  expect(new Set(ofFirst.filter(isMore).map(({ host }) => host))).toEqual(
    new Set(["host-0", "host-1", "host-2"]),
  );
  expect(sightings.all.length).toBeLessThanOrEqual(20_000 + 11);
  const counted = sightings.all.reduce((sum, { records: of, beyond }) => sum + of.size + beyond, 0);
  expect(counted).toBe(records);
});

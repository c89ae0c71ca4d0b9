import { and, field, not, plainRecord } from "@tocsin/model";
import type { Detection, EvidenceRecord, Predicate } from "@tocsin/model";
import fc from "fast-check";
import { expect, test } from "vitest";
import { cpuNow, createRandom } from "../../../tools/testkit/src/index.ts";
import { compilePlan, evaluate } from "../src/index.ts";
import { compileProgram } from "../src/plan/program.ts";
import { createShared } from "../src/plan/shared.ts";
import { fields, predicate, RAW_SOURCE, toDetection } from "./random.ts";

const SOURCE = { format: "json" };
const about = { place: { file: "a" }, source: SOURCE };

function idsOf(run: (sink: (detection: Detection) => void) => void): string[] {
  const ids: string[] = [];
  run(({ id }) => void ids.push(id));
  return ids;
}

test.each([
  ["values", undefined],
  ["undecoded bytes", RAW_SOURCE],
])("a plan over %s says what the plain evaluator says", (_name, fieldSource) => {
  fc.assert(
    fc.property(
      fc.array(predicate, { minLength: 1, maxLength: 70 }),
      fc.array(fields, { minLength: 1, maxLength: 8 }),
      (predicates, all) => {
        const plan = compilePlan(predicates.map((of, at) => toDetection(of, String(at))));
        // Twice: what is remembered must be what was found.
        for (const one of [...all, ...all]) {
          const record: EvidenceRecord = { ...plainRecord(one, about), fieldSource };
          const expected = predicates.flatMap((of, at) =>
            evaluate(of, record) ? [String(at)] : [],
          );
          expect(idsOf((sink) => plan.run(record, sink)).toSorted()).toEqual(expected.toSorted());
        }
      },
    ),
    { numRuns: 1000 },
  );
});

test("a program whose ways are not kept, or but some of them, says what the plain evaluator says", () => {
  fc.assert(
    fc.property(
      fc.array(predicate, { minLength: 1, maxLength: 40 }),
      fc.array(fields, { minLength: 1, maxLength: 6 }),
      fc.constantFrom({ steps: 0 }, { steps: 1 }, { steps: 5 }, { states: 0 }, { states: 3 }),
      (predicates, all, room) => {
        const program = compileProgram(predicates, createShared(1_000_000, room));
        for (const one of [...all, ...all]) {
          const record: EvidenceRecord = { ...plainRecord(one, about), fieldSource: RAW_SOURCE };
          const places: number[] = [];
          program.run(record, (place) => places.push(place));
          expect(places).toEqual(
            predicates.flatMap((of, at) => (evaluate(of, record) ? [at] : [])),
          );
        }
      },
    ),
    { numRuns: 500 },
  );
});

test("records that all go ways of their own cost no more than walking", () => {
  const random = createRandom("ways");
  const name = (): string => `F${random.between(0, 399)}`;
  const one = (): Predicate =>
    field(name(), { op: "contains", value: `v${random.between(0, 499)}`, cased: false });
  const predicates = Array.from({ length: 3000 }, () => and(one(), not(one())));
  const program = compileProgram(predicates, createShared(32 * 1024 * 1024));
  const records = Array.from({ length: 20_000 }, () =>
    plainRecord(
      Object.fromEntries(Array.from({ length: 12 }, () => [name(), `v${random.between(0, 499)}`])),
      about,
    ),
  );
  let found = 0;
  const onFound = (): void => void found++;
  const start = cpuNow();
  for (const record of records) program.run(record, onFound);
  expect(cpuNow() - start).toBeLessThan(6000);
  expect(found).toBeGreaterThan(0);
});

test("what is asked of a text is asked once, however often its literal stands there", () => {
  const value = "powershell ".repeat(40_000);
  const plan = compilePlan([
    toDetection(field("A", { op: "regex", source: "powershell.*-z10", flags: "i" }), "regex"),
    toDetection(
      field("A", {
        op: "wildcard",
        pattern: [{ any: "run" }, "powershell", { any: "run" }, "-z10", { any: "run" }],
        cased: false,
      }),
      "wildcard",
    ),
  ]);
  const start = cpuNow();
  const met = idsOf((sink) => plan.run(plainRecord({ A: value }, about), sink));
  expect(cpuNow() - start).toBeLessThan(2000);
  expect(met).toEqual([]);
  const other = plainRecord({ A: `${value}-z10` }, about);
  expect(idsOf((sink) => plan.run(other, sink))).toEqual(["regex", "wildcard"]);
});

test("a match's key is the same where the fields of the detection have the same values", () => {
  const on = (name: string) => field(name, { op: "contains", value: "a", cased: false });
  const plan = compilePlan([toDetection(and(on("A"), not(on("B"))), "1")]);
  const keyOf = (one: Record<string, string>): number | undefined => {
    let key: number | undefined;
    plan.run(plainRecord(one, about), (_detection, _variant, of) => void (key = of()));
    return key;
  };
  const first = keyOf({ A: "a", B: "x", C: "1" });
  expect(first).toBeGreaterThan(0);
  expect(keyOf({ A: "a", B: "x", C: "2" })).toBe(first);
  expect(keyOf({ A: "ab", B: "x" })).not.toBe(first);
  expect(keyOf({ A: "a", B: "y" })).not.toBe(first);
});

test.each<[string, Predicate, Record<string, string>]>([
  [
    "a name that looks like none",
    field("\u0000*", { op: "contains", value: "evil", cased: false }),
    { other: "evil" },
  ],
  [
    "numbers that JSON has no text for",
    and(
      field("A", { op: "compare", comparison: "lt", value: Number.POSITIVE_INFINITY }),
      not(field("A", { op: "compare", comparison: "lt", value: Number.NaN })),
    ),
    { A: "0" },
  ],
])("a plan says of %s what the plain evaluator says", (_name, of, one) => {
  const record = plainRecord(one, about);
  const plan = compilePlan([toDetection(of, "1")]);
  expect(idsOf((sink) => plan.run(record, sink))).toEqual(evaluate(of, record) ? ["1"] : []);
});

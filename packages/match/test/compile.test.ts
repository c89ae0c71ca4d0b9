import { and, anyField, constant, field, not, or, plainRecord } from "@tocsin/model";
import type { FieldValue, Predicate, Test, TextTest } from "@tocsin/model";
import fc from "fast-check";
import { expect, test } from "vitest";
import { compilePredicate } from "../src/compile.ts";
import { evaluate } from "../src/index.ts";
import { remember } from "../src/remembered.ts";

const text = fc.oneof(
  fc.constantFrom("", "a", "A", "aB", "bab", "7", "İ", "ß", "ſ"),
  fc.string({ maxLength: 3 }),
);
const scalar = fc.oneof(text, fc.integer({ min: 0, max: 9 }), fc.boolean());
const value: fc.Arbitrary<FieldValue> = fc.oneof(
  scalar,
  fc.constant(null),
  fc.array(scalar, { maxLength: 3 }),
);
const name = fc.constantFrom("A", "B", "C");

const textTest: fc.Arbitrary<TextTest & Test> = fc.record({
  op: fc.constantFrom("equals", "contains", "startsWith", "endsWith"),
  value: text,
  cased: fc.boolean(),
});
const fieldTest: fc.Arbitrary<Test> = fc.oneof(
  textTest,
  scalar.filter((one) => typeof one !== "string").map((one): Test => ({ op: "is", value: one })),
  fc.constantFrom<Test>({ op: "exists" }, { op: "null" }),
  name.map((other): Test => ({ op: "sameAs", field: other, mode: "equals", cased: false })),
);

const { predicate } = fc.letrec<{ predicate: Predicate }>((tie) => ({
  predicate: fc.oneof(
    { maxDepth: 4 },
    fc.tuple(name, fieldTest).map(([on, test]) => field(on, test)),
    textTest.map((test) => anyField(test)),
    fc.boolean().map(constant),
    fc.array(tie("predicate"), { maxLength: 3 }).map((of) => and(...of)),
    fc.array(tie("predicate"), { maxLength: 3 }).map((of) => or(...of)),
    tie("predicate").map(not),
  ),
}));

test("a compiled predicate says what the plain evaluator says", () => {
  fc.assert(
    fc.property(predicate, fc.dictionary(name, value), (of, fields) => {
      const record = plainRecord(fields, { place: { file: "a" }, source: { format: "json" } });
      expect(compilePredicate(of)(remember(record))).toBe(evaluate(of, record));
    }),
    { numRuns: 3000 },
  );
});

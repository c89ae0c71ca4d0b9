import fc from "fast-check";
import { expect, test } from "vitest";
import { createMatchKeys } from "../src/plan/match-keys.ts";

const id = fc.integer({ min: 1, max: 5 });

test("rows have one number if they are equal, and only then", () => {
  const rowOf = fc.tuple(fc.integer({ min: 0, max: 3 }), fc.array(id, { maxLength: 4 }));
  fc.assert(
    fc.property(fc.array(rowOf, { maxLength: 300 }), (rows) => {
      const keys = createMatchKeys();
      const begun: number[] = [];
      const numbers = new Map<string, number>();
      for (const [place, ids] of rows) {
        const first = (begun[place] ??= keys.begin());
        const number = ids.reduce((row, one) => keys.next(row, one), first);
        const name = `${place}: ${ids.join()}`;
        expect(number).toBe(numbers.get(name) ?? number);
        numbers.set(name, number);
      }
      expect(new Set(numbers.values()).size).toBe(numbers.size);
    }),
  );
});

test("a number is not given again when rows are forgotten", () => {
  const keys = createMatchKeys();
  const row = keys.begin();
  const seen = new Set([row]);
  const count = 200_000;
  for (let one = 1; one <= count; one++) seen.add(keys.next(row, one));
  expect(seen.size).toBe(count + 1);
  const again = keys.next(row, 1);
  expect(seen.has(again)).toBe(false);
  expect(keys.next(row, 1)).toBe(again);
});

test("what has no number leads to none", () => {
  const keys = createMatchKeys();
  expect(keys.next(keys.begin(), 0)).toBe(0);
  expect(keys.next(0, 1)).toBe(0);
  expect(keys.next(keys.begin(), 2 ** 31)).toBe(0);
});

import fc from "fast-check";
import { expect, test } from "vitest";
import { createRankedNumbers } from "../src/ranked-numbers.ts";
import { createExactSum, sumOf } from "../src/statistics.ts";

const anyNumber = fc.double({ noNaN: true, noDefaultInfinity: true });
/** Whole numbers on which plain addition loses much. */
const anyWhole = fc.oneof(fc.maxSafeInteger(), fc.integer({ min: -9, max: 9 }));

test("a sum is the nearest number to the true one", () => {
  fc.assert(
    fc.property(fc.array(anyWhole), (numbers) => {
      const true_ = numbers.reduce((sum, one) => sum + BigInt(one), 0n);
      expect(sumOf(numbers) + 0).toBe(Number(true_));
    }),
  );
});

test("a sum is the nearest number where the last place of one hangs on another far below", () => {
  const step = 2 ** -53;
  expect(sumOf([1, step, step ** 2])).toBe(1 + 2 * step);
  expect(sumOf([1, step, -(step ** 2)])).toBe(1);
  expect(sumOf([1, step])).toBe(1);
});

test("a sum is the same in any order, and forgets what was taken away", () => {
  fc.assert(
    fc.property(fc.array(anyNumber), fc.array(anyNumber), (kept, gone) => {
      const sum = createExactSum();
      for (const one of gone) sum.add(one);
      for (const one of kept) sum.add(one);
      for (const one of gone) sum.subtract(one);
      expect(sum.over(1) + 0).toBe(sumOf(kept.toReversed()) + 0);
    }),
  );
});

test("a sum and a mean of the largest numbers are right where a sum on the way is too large", () => {
  const large = Number.MAX_VALUE;
  expect(sumOf([large, large, -large, -large, 1])).toBe(1);
  const sum = createExactSum();
  for (let n = 0; n < 4; n++) sum.add(large);
  expect(sum.over(1)).toBe(Infinity);
  expect(sum.over(4)).toBe(large);
});

test("ranked numbers are those of a sorted list while they come and go", () => {
  const anyStep = fc.tuple(fc.boolean(), fc.integer({ min: -20, max: 20 }));
  fc.assert(
    fc.property(fc.array(anyStep, { maxLength: 200 }), (steps) => {
      const ranked = createRankedNumbers();
      let plain: number[] = [];
      for (const [isNew, value] of steps) {
        const at = plain.indexOf(value);
        if (isNew || at < 0) {
          ranked.add(value);
          plain = [...plain, value].sort((a, b) => a - b);
        } else {
          ranked.remove(value);
          plain = plain.toSpliced(at, 1);
        }
        expect(Array.from({ length: ranked.size }, (_, rank) => ranked.at(rank))).toEqual(plain);
      }
    }),
  );
});

test("ranked numbers stay shallow in the worst order", () => {
  const ranked = createRankedNumbers();
  const count = 200_000;
  // A tree that leans to one side would overflow the stack here, or take hours.
  for (let n = 0; n < count; n++) ranked.add(n);
  for (let n = 0; n < count / 2; n++) ranked.remove(n);
  expect([ranked.size, ranked.at(0), ranked.at(count / 2 - 1)]).toEqual([
    count / 2,
    count / 2,
    count - 1,
  ]);
});

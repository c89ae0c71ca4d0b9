import fc from "fast-check";
import { expect, test } from "vitest";
import { pack, unpack } from "../src/pack.ts";

const through = (value: object): unknown => {
  const { head, cells } = pack(value);
  return unpack(JSON.parse(JSON.stringify(head)), cells);
};

test("what was packed is unpacked as it was", () => {
  fc.assert(
    fc.property(
      fc.object({
        withSet: true,
        withNullPrototype: false,
        values: [
          fc.string(),
          fc.integer(),
          fc.double().filter((n) => !Object.is(n, -0)),
          fc.boolean(),
          fc.constant(null),
        ],
      }),
      (value) => {
        fc.pre(!JSON.stringify(value).includes("__proto__"));
        expect(through(value)).toEqual(value);
      },
    ),
    { numRuns: 2000 },
  );
});

test("a list of any length is packed", () => {
  const long = Array.from({ length: 300_000 }, (_, n) => n % 1000);
  expect(through(long)).toEqual(long);
});

test("what is shared is one object again", () => {
  const shared = { op: "equals" };
  const [a, b] = through([shared, { inner: shared }]) as [object, { inner: object }];
  expect(b.inner).toBe(a);
});

test.each<[head: unknown, cells: readonly number[]]>([
  [undefined, []],
  [null, [0]],
  [[], [0]],
  [[9, [], []], []],
  [[3, [["a"]], []], [0]],
  [
    [3, [], ["x"]],
    [5, -1],
  ],
  [[3, {}, []], [3]],
  [
    [3, [], {}],
    [-1, 0],
  ],
  [
    [3, [], [true]],
    [-1, 7, -1],
  ],
  [
    [3, [], []],
    [-1, -2],
  ],
  [[3, [], []], [-1]],
])("%j with %j is not unpacked", (head, cells) => {
  expect(unpack(head, Int32Array.from(cells))).toBeUndefined();
});

test("a key named __proto__ is packed like any other", () => {
  const value: unknown = JSON.parse('{"a": {"__proto__": false, "b": 1}}');
  expect(through(value as object)).toEqual(value);
  expect(JSON.stringify(through(value as object))).toBe(JSON.stringify(value));
});

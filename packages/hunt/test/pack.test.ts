import fc from "fast-check";
import { expect, test } from "vitest";
import { pack, unpack } from "../src/pack.ts";

const through = (value: object): unknown => unpack(JSON.parse(JSON.stringify(pack(value))));

test("what was packed is unpacked as it was", () => {
  fc.assert(
    fc.property(
      fc.object({
        withSet: true,
        withNullPrototype: false,
        values: [
          fc.string(),
          fc.integer(),
          fc.double({ noNaN: true, noDefaultInfinity: true }).filter((n) => !Object.is(n, -0)),
          fc.boolean(),
          fc.constant(null),
          fc.constant("\u00011"),
          fc.constant("\u0001\u0001"),
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

test("what is shared is one object again", () => {
  const shared = { op: "equals" };
  const [a, b] = through([shared, { inner: shared }]) as [object, { inner: object }];
  expect(b.inner).toBe(a);
});

test.each([
  [undefined],
  [null],
  [[]],
  [[9, [], []]],
  [[2, [["a"]], [0]]],
  [[2, [], [5, "x"]]],
  [[2, {}, [3]]],
  [[2, [], [-1, 7, true]]],
  [[2, [], [-1, "x"]]],
])("%j is not unpacked", (value) => {
  expect(unpack(value)).toBeUndefined();
});

test("a key named __proto__ is packed like any other", () => {
  const value: unknown = JSON.parse('{"a": {"__proto__": false, "b": 1}}');
  expect(unpack(pack(value as object))).toEqual(value);
  expect(JSON.stringify(unpack(pack(value as object)))).toBe(JSON.stringify(value));
});

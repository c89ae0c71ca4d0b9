import fc from "fast-check";
import { expect, test } from "vitest";
import { breaksOf, foldName, lower, signOf } from "../src/fold.ts";

test.each([
  ["APT 45", "apt45"],
  ["apt-45", "apt45"],
  ["APT45", "apt45"],
  ["Dark Seoul", "darkseoul"],
  ["DarkSeoul", "darkseoul"],
  ["Fern_Storm", "fernstorm"],
  ["admin@338", "admin338"],
  ["Żółć", "żółć"],
  ["海莲花", "海莲花"],
  ["라자루스 그룹", "라자루스그룹"],
  ["$$$", ""],
  ["", ""],
])("%j folds to %j", (name, key) => {
  expect(foldName(name)).toBe(key);
});

test("foldName of ASCII is what sign by sign gives", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme-ascii", maxLength: 100 }), (name) => {
      const plain = name
        .split("")
        .filter((sign) => signOf(sign.charCodeAt(0)) !== 0)
        .join("");
      expect(foldName(name)).toBe(plain.toLowerCase());
    }),
  );
});

test("foldName of what it gave changes nothing, and lower never changes a length", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 90 }), (name) => {
      const key = foldName(name);
      expect(foldName(key)).toBe(key);
      expect(lower(name)).toHaveLength(name.length);
    }),
  );
});

test.each([
  ["Dark Seoul", [{ at: 4, soft: false }]],
  ["DarkSeoul", [{ at: 4, soft: true }]],
  ["APT45", [{ at: 3, soft: false }]],
  ["njRAT", [{ at: 2, soft: true }]],
  ["TURLA", []],
])("%j may be parted at %j", (name, breaks) => {
  expect(breaksOf(name)).toEqual(breaks);
});

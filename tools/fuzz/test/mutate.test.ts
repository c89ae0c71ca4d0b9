import { expect, test } from "vitest";
import { minimise } from "../src/engine/minimise.ts";
import { CHUNK_BYTES, HEADER_BYTES, isSealed, seal } from "../src/mutate/layout.ts";
import { mutate } from "../src/mutate/mutate.ts";
import { createRandom } from "../src/mutate/random.ts";
import { findSites } from "../src/mutate/sites.ts";
import { makeLog } from "../src/seeds/synthetic.ts";

const log = makeLog(createRandom(1));

test("the same seed makes the same mutant, another seed another", () => {
  const of = (seed: number) => mutate(log, log, createRandom(seed));
  expect(of(5)).toEqual(of(5));
  expect(of(5).bytes).not.toEqual(of(6).bytes);
});

test("a mutation leaves its input as it is and changes most copies", () => {
  const before = log.slice();
  let changed = 0;
  for (let seed = 0; seed < 100; seed++) {
    const { bytes } = mutate(log, log, createRandom(seed));
    if (bytes.length !== log.length || bytes.some((byte, at) => byte !== log[at])) changed++;
  }
  expect(log).toEqual(before);
  expect(changed).toBeGreaterThan(90);
});

test("a seal puts right what a change broke", () => {
  const bytes = log.slice();
  expect(isSealed(bytes, HEADER_BYTES)).toBe(true);
  bytes[HEADER_BYTES + 600] = (bytes[HEADER_BYTES + 600] ?? 0) ^ 1;
  expect(isSealed(bytes, HEADER_BYTES)).toBe(false);
  seal(bytes);
  expect(isSealed(bytes, HEADER_BYTES)).toBe(true);
});

test("sites of every kind are found, all within the log", () => {
  const sites = Array.from({ length: 20 }, (_, seed) => makeLog(createRandom(seed))).flatMap(
    findSites,
  );
  const kinds = new Set(sites.map(({ kind }) => kind));
  expect([...kinds].sort()).toEqual([
    "chunk-header",
    "count",
    "file-header",
    "index",
    "offset",
    "record-header",
    "record-size",
    "size",
    "token",
    "type",
  ]);
  for (const { at, widthBytes } of sites)
    expect(at + widthBytes).toBeLessThanOrEqual(HEADER_BYTES + 2 * CHUNK_BYTES);
});

test("a find is made small, and still fails", () => {
  const input = new Uint8Array(70_000).fill(7);
  const fails = (bytes: Uint8Array): boolean => bytes[5000] === 7 && bytes[9000] === 7;
  const small = minimise(input, fails, { isSealed: false, deadlineMs: Number.POSITIVE_INFINITY });
  expect(fails(small)).toBe(true);
  expect(small.filter((byte) => byte !== 0).length).toBeLessThanOrEqual(16);
  expect(small.length).toBeLessThan(9016);
});

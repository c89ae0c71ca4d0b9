import { expect, test } from "vitest";
import type { Row } from "../src/race/run-race.ts";
import { formatAbsent, formatMarkdown, formatRows, medianOf, ratioOf } from "../src/race/table.ts";

const ROW: Row = {
  name: "evtx_dump",
  version: "1.2.3",
  job: "JSON lines",
  threads: 1,
  input: "tile",
  records: 1_000_000,
  payloadBytes: 800_000_000,
  seconds: [2.5, 2, 3],
  cpuSeconds: 2,
  peakBytes: 5 * 2 ** 20,
  processes: 1,
  flaw: undefined,
};
const FAST: Row = {
  ...ROW,
  name: "ours",
  version: "0",
  seconds: [1, 1.25, 1.5],
  cpuSeconds: undefined,
};
const WRONG: Row = { ...ROW, name: "other", version: "0", flaw: "lines: 3, expected 4" };

test("a table has best and median, speed, speed a core, memory and ratio", () => {
  const lines = formatRows([FAST, ROW]).split("\n");
  expect(lines[1]).toMatch(
    /^ours 0 +JSON lines +1 +1,000,000 +1\.00 +1\.25 +800,000 +- +5\.0 MiB +2\.00$/u,
  );
  expect(lines[2]).toMatch(
    /^evtx_dump 1\.2\.3 +JSON lines +1 +1,000,000 +2\.00 +2\.50 +400,000 +400\.0 +5\.0 MiB +1\.00$/u,
  );
});

test("a wrong row has no figures, and its reason stands below", () => {
  const lines = formatRows([ROW, WRONG]).split("\n");
  expect(lines[2]).toMatch(/^other 0 +JSON lines +1 +1,000,000 +- +- +failed +- +- +-$/u);
  expect(lines[3]).toBe("other (JSON lines, 1): lines: 3, expected 4");
});

test("Markdown has as many cells in every line", () => {
  const lines = formatMarkdown([ROW, { ...FAST, job: "a | b" }])
    .trimEnd()
    .split("\n");
  const cells = lines.map((line) => line.split(/(?<!\\)\|/u).length);
  expect(new Set(cells)).toEqual(new Set([12]));
});

test("a ratio is taken within the same race and number of threads only", () => {
  expect(ratioOf(FAST, [ROW])).toBe(2);
  expect(ratioOf({ ...FAST, threads: 2 }, [ROW])).toBeUndefined();
  expect(ratioOf({ ...FAST, input: "samples" }, [ROW])).toBeUndefined();
  expect(ratioOf(FAST, [{ ...ROW, processes: 288 }])).toBeUndefined();
  expect(ratioOf(FAST, [{ ...ROW, flaw: "late" }])).toBeUndefined();
});

test("the median is a run that was", () => {
  expect(medianOf([])).toBeUndefined();
  expect(medianOf([4])).toBe(4);
  expect(medianOf([4, 1])).toBe(1);
  expect(medianOf([9, 1, 5])).toBe(5);
});

test("absent rivals are named", () => {
  expect(formatAbsent([{ name: "winevtx", why: "not there" }])).toBe(
    "winevtx: missing, not there\n",
  );
});

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { OurJob } from "../src/contestants/ours.ts";
import { runHere, runWorkers } from "../src/contestants/run-units.ts";
import { unitsOf } from "../src/contestants/units.ts";
import { expectFiles } from "../src/expected.ts";
import { createLineCounter, judgeAnswer, judgeLines, readAnswer } from "../src/race/judge.ts";
import { logOf, temporaryFolder } from "./logs.ts";

/** Two logs; the first has more chunks than a unit. */
function twoLogs(): string[] {
  const folder = temporaryFolder();
  const paths = [join(folder, "a.evtx"), join(folder, "b.evtx")];
  writeFileSync(paths[0] as string, logOf(12_000, 9));
  writeFileSync(paths[1] as string, logOf(30, 70_000));
  return paths;
}

test.each<OurJob>(["walk", "fields", "jsonl"])(
  "%s gives on one thread and on two what is expected, in the same order",
  async (job) => {
    const paths = twoLogs();
    const expected = expectFiles(paths);
    expect(expected).toMatchObject({ records: 12_030, fieldValues: 2 * 12_030 + 6015 });
    const units = unitsOf(paths);
    expect(units.length).toBeGreaterThan(2);
    const here: Uint8Array[] = [];
    const there: Uint8Array[] = [];
    const answer = runHere(job, units, (bytes) => void here.push(bytes.slice()));
    expect(judgeAnswer(answer, expected)).toBeUndefined();
    const joined = await runWorkers(job, units, 2, (bytes) => void there.push(bytes.slice()));
    expect(joined).toEqual(answer);
    const text = Buffer.concat(here);
    expect(Buffer.compare(text, Buffer.concat(there))).toBe(0);
    if (job !== "jsonl") return;
    const counter = createLineCounter();
    for (const bytes of here) counter.push(bytes);
    expect(judgeLines(counter.sums(), expected)).toBeUndefined();
    for (const line of text.toString("utf8").trimEnd().split("\n")) JSON.parse(line);
  },
);

test("an answer is held to every figure that it gives", () => {
  const folder = temporaryFolder();
  const path = join(folder, "a.evtx");
  writeFileSync(path, logOf(10));
  const expected = expectFiles([path]);
  expect(judgeAnswer({ records: 10 }, expected)).toBeUndefined();
  expect(judgeAnswer({ records: 9 }, expected)).toBe("records: 9, expected 10");
  expect(judgeAnswer({ records: 10, fieldUnits: 1 }, expected)).toMatch(/^fieldUnits: 1, /u);
  expect(judgeAnswer({ records: 10, eventIds: { 1: 4, 2: 3 } }, expected)).toBe(
    "eventIds: 3: 0, expected 3",
  );
});

test("lines are counted across pieces, the last one without its end too", () => {
  const counter = createLineCounter();
  const bytes = new TextEncoder().encode('{"EventRecordID":5,"x":"ä"}\n{"EventRecordID":"7"}\n{}');
  for (const byte of bytes) counter.push(Uint8Array.of(byte));
  expect(counter.sums()).toEqual({ lines: 3, eventRecordIdSum: 12 });
});

test("lines that are too few or others are told", () => {
  const path = join(temporaryFolder(), "a.evtx");
  writeFileSync(path, logOf(3));
  const expected = expectFiles([path]);
  expect(judgeLines({ lines: 2, eventRecordIdSum: 6 }, expected)).toBe("lines: 2, expected 3");
  expect(judgeLines({ lines: 3, eventRecordIdSum: 7 }, expected)).toMatch(/EventRecordIDs: 7, /u);
});

test("an answer is the last line of what was said", () => {
  expect(readAnswer('warning\n{"records":3}\n')).toEqual({ records: 3 });
  expect(() => readAnswer("Killed\n")).toThrow(/expected an answer/u);
});

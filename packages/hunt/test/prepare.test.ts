import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { field } from "@tocsin/model";
import type { Detection } from "@tocsin/model";
import { afterAll, beforeAll, expect, test } from "vitest";
import { quickestThreads } from "../src/engine.ts";
import { hunt, prepareHunt } from "../src/index.ts";

const USER: Detection = {
  id: "user",
  kind: "sigma",
  title: "user",
  level: "high",
  strength: "behaviour",
  techniques: [],
  vulnerabilities: [],
  variants: [
    {
      scope: { needs: "any records" },
      predicate: field("User", { op: "equals", value: "ida", cased: false }),
    },
  ],
  falsePositives: [],
  citations: [],
};
const QUESTION = { detections: [USER] };

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "tocsin-prepare-"));
  mkdirSync(join(folder, "logs"));
  const line = `${JSON.stringify({ User: "ida", text: "x".repeat(500) })}\n`;
  for (const name of ["a", "b", "c"])
    writeFileSync(join(folder, "logs", `${name}.jsonl`), line.repeat(4000));
});
afterAll(() => rmSync(folder, { recursive: true }));

const evidence = (): string[] => [join(folder, "logs")];

test.each([
  { workers: 1 },
  { workers: 2, isWorking: true },
  { workers: "auto", isWorking: true },
  { workers: "auto" },
] as const)("a hunt that was prepared finds what one at once does: %o", async (how) => {
  const prepared = prepareHunt({ evidence: evidence(), ...how });
  try {
    expect(await prepared.run(QUESTION)).toEqual(await hunt({ ...QUESTION, evidence: evidence() }));
  } finally {
    await prepared.close();
  }
});

test("a hunt that was prepared and not run leaves nothing behind, and does not run any more", async () => {
  const before = ports();
  const prepared = prepareHunt({ evidence: evidence(), workers: 2 });
  expect(ports()).toBeGreaterThan(before);
  await prepared.close();
  expect(ports()).toBe(before);
  await expect(prepared.run(QUESTION)).rejects.toMatchObject({ code: "HUNT_WORKER" });
});

/** Each thread has some. */
function ports(): number {
  return process.getActiveResourcesInfo().filter((name) => name === "MessagePort").length;
}

test("what a listener throws ends a hunt on threads with its error", async () => {
  const onProgress = (): void => {
    throw new Error("no place to show it");
  };
  const run = hunt({ ...QUESTION, evidence: evidence(), workers: 2, onProgress });
  await expect(run).rejects.toThrow("no place to show it");
});

test("a hunt that is stopped before it runs has looked at nothing", async () => {
  const prepared = prepareHunt({ evidence: evidence(), workers: 1, isWorking: true });
  const { findings, ledger } = await prepared.run({ ...QUESTION, signal: AbortSignal.abort() });
  await prepared.close();
  expect(findings).toEqual([]);
  expect(ledger).toMatchObject({ partial: true, records: 0 });
});

const MIB = 1024 * 1024;
test.each([
  ["little", 100 * MIB, 8, 1],
  ["more", 300 * MIB, 8, 3],
  ["all but one processor", 1500 * MIB, 8, 7],
  ["all processors", 3000 * MIB, 4, 4],
  ["one processor", 3000 * MIB, 1, 1],
  ["two processors, and not enough to do", 1500 * MIB, 2, 1],
  ["two processors", 3000 * MIB, 2, 2],
  ["many processors", 1e13, 64, 8],
])("so many threads as are quickest: %s", (_name, totalBytes, processors, threads) => {
  expect(quickestThreads(totalBytes, processors)).toBe(threads);
});

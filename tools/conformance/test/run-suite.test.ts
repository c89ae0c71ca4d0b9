import { expect, test } from "vitest";
import { formatTable, runSuite } from "../src/index.ts";
import type { Case, Suite } from "../src/index.ts";

function suiteOf(...cases: readonly Case[]): Suite {
  return { name: "made-up", corpus: "hunting", load: () => cases };
}

test("runSuite counts a case that throws, rejects or states a reason as failed", async () => {
  const suite = suiteOf(
    { id: "good", run: () => undefined },
    {
      id: "throws",
      run: () => {
        throw new TypeError("not a record");
      },
    },
    { id: "rejects", run: async () => Promise.reject(new Error("later")) },
    { id: "states", run: () => "expected 3, got 2" },
    { id: "waits and is good", run: async () => Promise.resolve() },
  );
  const result = await runSuite(suite, "");
  expect(result).toMatchObject({ cases: 5, passed: 2 });
  expect(result.failed.map(({ id, why }) => `${id}: ${why}`)).toEqual([
    "throws: TypeError: not a record",
    "rejects: Error: later",
    "states: expected 3, got 2",
  ]);
});

test("runSuite fails a case that does not end, and goes on", async () => {
  const forever = new Promise<void>(() => {});
  const suite = suiteOf({ id: "hangs", run: () => forever }, { id: "good", run: () => undefined });
  const result = await runSuite(suite, "", { timeLimitMs: 20, slowMs: 10 });
  expect(result).toMatchObject({ cases: 2, passed: 1 });
  expect(result.failed[0]?.why).toBe("not done after 0.02 s");
  expect(result.slow.map(({ id }) => id)).toEqual(["hangs"]);
});

test("runSuite keeps what was judged when the listing breaks", async () => {
  const suite: Suite = {
    name: "made-up",
    corpus: "hunting",
    async *load() {
      yield await Promise.resolve({ id: "good", run: () => undefined });
      throw new Error("index.json is not JSON");
    },
  };
  const result = await runSuite(suite, "");
  expect(result).toMatchObject({ cases: 2, passed: 1 });
  expect(result.failed).toEqual([
    { id: "(listing)", why: "Error: index.json is not JSON", contested: false },
  ]);
});

test("runSuite takes control characters out of reasons and bounds them", async () => {
  const why = `\u001B[2Jgone\r\nand ${"x".repeat(1000)}`;
  const { failed } = await runSuite(suiteOf({ id: "hostile", run: () => why }), "");
  expect(failed[0]?.why).toMatch(/^\[2Jgone and x+\.\.\.$/);
  expect(failed[0]?.why).toHaveLength(500);
});

test("formatTable rounds percent down", async () => {
  const cases = Array.from({ length: 2000 }, (_, index) => ({
    id: String(index),
    run: () => (index === 7 ? "bad" : undefined),
  }));
  expect(formatTable([await runSuite(suiteOf(...cases), "")])).toContain("99.9 %");
});

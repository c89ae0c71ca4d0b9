import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { field } from "@tocsin/model";
import type { Correlation, Detection } from "@tocsin/model";
import { expect, test } from "vitest";
import { hunt } from "../src/index.ts";

const FAILED: Detection = {
  id: "failed",
  kind: "sigma",
  title: "Failed",
  level: "low",
  strength: "behaviour",
  techniques: [],
  vulnerabilities: [],
  variants: [
    {
      scope: { needs: "any records" },
      predicate: field("Event", { op: "equals", value: "failed", cased: false }),
    },
  ],
  falsePositives: [],
  citations: [],
};

const MANY: Correlation = {
  id: "many",
  title: "Many addresses",
  level: "high",
  type: "value_count",
  rules: ["failed"],
  groupBy: ["User"],
  timespanMs: 60_000,
  bounds: [{ comparison: "gte", value: 12 }],
  fields: ["Address"],
  aliases: {},
  generate: false,
  techniques: [],
};

/** One stream of events, dealt out to files like cards, so that every window lies across all of them. */
function deal(files: number, events: number): string {
  const path = mkdtempSync(join(tmpdir(), "tocsin-correlated-"));
  const texts: string[][] = Array.from({ length: files }, () => []);
  for (let n = 0; n < events; n++)
    texts[n % files]?.push(
      JSON.stringify({
        "@timestamp": new Date(Date.UTC(2024, 4, 13) + n * 1000).toISOString(),
        Event: n % 3 === 0 ? "failed" : "fine",
        User: `user-${Math.floor(n / 30) % 7}`,
        Address: `10.0.0.${n % 40}`,
        Note: "x".repeat(500),
      }),
    );
  // The first file has the last events first.
  texts[0]?.reverse();
  for (const [index, lines] of texts.entries())
    writeFileSync(join(path, `${index}.jsonl`), lines.join("\n"));
  return path;
}

test("a correlation is found across files, the same with one thread and with three", async () => {
  const options = {
    detections: [FAILED],
    correlations: [{ ...MANY, timespanMs: 300_000 }],
    silent: new Set(["failed"]),
    // Enough for more than one thread.
    evidence: [deal(5, 7980)],
  };
  const one = await hunt({ ...options, workers: 1 });
  expect(await hunt({ ...options, workers: 3 })).toEqual(one);
  // A user fails ten times in half a minute, from other addresses than three minutes before: 266 times in
  // all, and each but the first of seven users completes a match.
  expect(one.findings).toHaveLength(266 - 7);
  expect(new Set(one.findings[0]?.occurrences.map(({ place }) => place.file)).size).toBe(5);
});

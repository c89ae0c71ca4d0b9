import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import { bears, field, toObservable } from "@tocsin/model";
import type { Correlation, Detection } from "@tocsin/model";
import { expect, test } from "vitest";
import { hunt } from "../src/index.ts";

function toDetection(id: string, predicate: Detection["variants"][number]["predicate"]): Detection {
  return {
    id,
    kind: "sigma",
    title: id,
    level: "high",
    strength: "behaviour",
    techniques: [],
    vulnerabilities: [],
    variants: [{ scope: { needs: "any records" }, predicate }],
    falsePositives: [],
    citations: [],
  };
}

const EVIL = toDetection("evil", bears(toObservable("domain", "evil.example")));
const USER = toDetection("user", field("User", { op: "equals", value: "ida", cased: false }));

function folder(files: Readonly<Record<string, string | Uint8Array>>): string {
  const path = mkdtempSync(join(tmpdir(), "tocsin-hunt-"));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(join(path, name, ".."), { recursive: true });
    writeFileSync(join(path, name), content);
  }
  return path;
}

function jsonLines(count: number): string {
  return Array.from({ length: count }, (_, n) => {
    const time = new Date(Date.UTC(2024, 4, 13, 0, 0, n)).toISOString();
    return JSON.stringify({ "@timestamp": time, User: n % 10 === 0 ? "ida" : "bo", n });
  }).join("\n");
}

test("hunt finds in lines, JSON and gzip, and counts the copy of a log once", async () => {
  const log = "first line\nlook-up of a.evil.example here\nnotevil.example\n";
  const path = folder({
    "a/one.log": log,
    "b/copy.log.gz": gzipSync(log),
    "c.jsonl": jsonLines(20),
  });
  const { findings, ledger } = await hunt({ detections: [EVIL, USER], evidence: [path] });
  const counts = Object.fromEntries(findings.map(({ detection, count }) => [detection.id, count]));
  expect(counts).toEqual({ evil: 1, user: 2 });
  const evil = findings.find(({ detection }) => detection.id === "evil");
  expect(evil?.occurrences[0]?.place).toMatchObject({ line: 2 });
  expect(evil?.matched[0]).toMatchObject({ field: "line", test: "holds domain evil.example" });
  expect(ledger.files.map(({ format, status, records }) => [format, status, records])).toEqual([
    ["text", "read", 3],
    ["text+gzip", "read", 3],
    ["json-lines", "read", 20],
  ]);
});

test("hunt keeps to the window and counts what lies outside", async () => {
  const path = folder({ "c.jsonl": jsonLines(20) });
  const { findings, ledger } = await hunt({
    detections: [USER],
    evidence: [path],
    sinceMs: Date.UTC(2024, 4, 13, 0, 0, 5),
    untilMs: Date.UTC(2024, 4, 13, 0, 0, 10),
  });
  expect(findings.map(({ count }) => count)).toEqual([1]);
  expect(ledger).toMatchObject({ records: 6, outsideWindow: 14 });
});

test("hunt puts every file into the ledger, read or not", async () => {
  const path = folder({
    "empty.log": "",
    "tool.bin": new Uint8Array([0x4d, 0x5a, 0, 0, 0, 0, 0, 1, 2, 3, 0, 0, 0, 0, 9, 0]),
    "broken.jsonl": '{"a":1}\n{"a":\n{"a":3}\n',
    "cut.log.gz": gzipSync(jsonLines(5000)).subarray(0, 4000),
  });
  symlinkSync("/", join(path, "way-out"));
  const { ledger } = await hunt({ detections: [USER], evidence: [path] });
  const byName = Object.fromEntries(
    ledger.files.map(({ file, status, damaged, diagnostics }) => [
      file.slice(path.length + 1),
      [status, damaged, diagnostics[0]?.code],
    ]),
  );
  expect(byName).toMatchObject({
    "empty.log": ["read", 0, "HUNT_EMPTY"],
    "tool.bin": ["skipped", 0, "HUNT_FORMAT"],
    "broken.jsonl": ["partly", 1, "EVIDENCE_JSON"],
    "cut.log.gz": ["partly", expect.any(Number), expect.any(String)],
    "way-out": ["skipped", 0, "HUNT_OUTSIDE"],
  });
});

test("hunt gives the same result in its own thread, with one beside it, with three, and with one that it helps", async () => {
  const files: Record<string, string> = {};
  for (let n = 0; n < 6; n++) files[`${n}.jsonl`] = jsonLines(15_000 + n);
  const path = folder(files);
  const options = { detections: [EVIL, USER], evidence: [path] };
  const one = await hunt({ ...options, workers: 0 });
  expect(await hunt({ ...options, workers: 1 })).toEqual(one);
  const three = await hunt({ ...options, workers: 3 });
  expect(three).toEqual(one);
  expect(await hunt({ ...options, workers: 1, isWorking: true })).toEqual(one);
  expect(await hunt({ ...options, workers: 3, isWorking: true })).toEqual(one);
  expect(one.findings[0]?.count).toBe(1501);
});

test.each([false, true])(
  "hunt fails once, and cleanly, when a worker does with two units under way; helped: %s",
  async (isWorking) => {
    const path = folder(
      Object.fromEntries([1, 2, 3, 4, 5, 6].map((n) => [`${n}.jsonl`, jsonLines(15_000)])),
    );
    const broken = toDetection("broken", { kind: "nonsense" } as never);
    const run = hunt({ detections: [broken], evidence: [path], workers: 1, isWorking });
    await expect(run).rejects.toMatchObject({ code: "HUNT_WORKER" });
    // What is left unhandled is told behind the work of this turn.
    await setTimeout(50);
  },
);

test("hunt stops when it is told to and marks the ledger as partial", async () => {
  const path = folder({ "a.jsonl": jsonLines(100), "b.jsonl": jsonLines(100) });
  const stop = new AbortController();
  const { ledger } = await hunt({
    detections: [USER],
    evidence: [path],
    signal: stop.signal,
    onProgress: () => stop.abort(),
  });
  expect(ledger.partial).toBe(true);
  expect(ledger.records).toBeLessThan(200);
});

const MANY: Correlation = {
  id: "many",
  title: "Many",
  level: "high",
  type: "event_count",
  rules: ["user"],
  groupBy: ["User"],
  timespanMs: 60_000,
  bounds: [{ comparison: "gte", value: 3 }],
  fields: [],
  aliases: {},
  generate: false,
  techniques: ["T1110"],
};

test("hunt reports a correlation and keeps quiet of the rule that only feeds it", async () => {
  const { findings } = await hunt({
    detections: [USER],
    correlations: [MANY],
    silent: new Set(["user"]),
    evidence: [folder({ "c.jsonl": jsonLines(40) })],
  });
  expect(findings).toMatchObject([
    {
      detection: { id: "many", techniques: ["T1110"] },
      count: 4,
      matched: [{ field: "User", value: "ida" }],
    },
  ]);
});

test("what has one name in reports is hunted, each file of it: links named by hand, and paths of two spellings", async () => {
  const of = folder({ "a.jsonl": jsonLines(8) });
  symlinkSync(join(folder({ "b.jsonl": jsonLines(8) }), "b.jsonl"), join(of, "link.jsonl"));
  const link = join(of, "link.jsonl");
  for (const evidence of [
    [link, of],
    [of, link],
  ]) {
    const { findings, ledger } = await hunt({ detections: [USER], evidence });
    expect(findings.length).toBeGreaterThan(0);
    expect(ledger.files.filter(({ file }) => file.endsWith("link.jsonl"))).toMatchObject([
      { status: "read", records: 8 },
    ]);
  }
  if (process.platform === "win32") return;
  const twice = folder({ "b/c.jsonl": jsonLines(8), "b\\c.jsonl": "{}\n" });
  const { findings, ledger } = await hunt({ detections: [USER], evidence: [twice] });
  expect(findings.length).toBeGreaterThan(0);
  expect(ledger.files.map(({ records }) => records).toSorted((a, b) => a - b)).toEqual([1, 8]);
});

test("a temporary file that cannot be made ends a hunt on threads with its error, and nothing goes on behind it", async () => {
  const many = Array.from({ length: 60_000 }, (_, n) =>
    JSON.stringify({ "@timestamp": new Date(n).toISOString(), User: "ida", Host: "h".repeat(300) }),
  ).join("\n");
  const evidence = [folder({ "a.jsonl": many, "b.jsonl": many })];
  const correlation = { ...MANY, groupBy: ["Host"] };
  const { TMPDIR } = process.env;
  process.env["TMPDIR"] = "/no-such-folder";
  let isOver = false;
  try {
    const hunting = hunt({
      detections: [USER],
      correlations: [correlation],
      silent: new Set(["user"]),
      evidence,
      workers: 1,
      isWorking: true,
      onProgress: () => expect(isOver).toBe(false),
    });
    await expect(hunting).rejects.toMatchObject({ code: "HUNT_TEMPORARY" });
    isOver = true;
    await setTimeout(300);
  } finally {
    if (TMPDIR === undefined) delete process.env["TMPDIR"];
    else process.env["TMPDIR"] = TMPDIR;
  }
});

test("hunt refuses a path that does not exist before it reads anything", async () => {
  await expect(hunt({ detections: [], evidence: ["no-such-folder"] })).rejects.toMatchObject({
    code: "HUNT_PATH",
  });
});

test("hunt names a detection that cannot be run and runs the others", async () => {
  const broken = toDetection("broken", field("User", { op: "regex", source: "(?=a)", flags: "" }));
  const result = await hunt({
    detections: [broken, USER],
    evidence: [folder({ "c.jsonl": jsonLines(1) })],
  });
  expect(result.detections.map(({ id }) => id)).toEqual(["user"]);
  expect(result.refused.map(({ code }) => code)).toEqual(["MATCH_REFUSED"]);
  expect(result.findings).toHaveLength(1);
});

test("hunt tells progress in bytes of the files, compressed or not", async () => {
  const path = folder({ "a.jsonl.gz": gzipSync(jsonLines(30_000)), "b.jsonl": jsonLines(100) });
  let last = { sizeBytes: 0, totalBytes: 0, files: 0 };
  await hunt({
    detections: [USER],
    evidence: [path],
    onProgress(progress) {
      expect(progress.sizeBytes).toBeLessThanOrEqual(progress.totalBytes);
      last = progress;
    },
  });
  expect(last).toMatchObject({ sizeBytes: last.totalBytes, files: 2 });
});

test("hunt counts records beyond a thousand sets of values together, and none twice", async () => {
  const lines = (from: number) =>
    Array.from({ length: 1500 }, (_, n) => JSON.stringify({ User: `ida-${from + n}` })).join("\n");
  const anyone = toDetection(
    "anyone",
    field("User", { op: "startsWith", value: "ida", cased: false }),
  );
  const path = folder({ "a.jsonl": lines(0), "b.jsonl": lines(1500) });
  const { findings } = await hunt({ detections: [anyone], evidence: [path] });
  expect(findings).toHaveLength(1001);
  expect(new Set(findings.map(({ id }) => id)).size).toBe(1001);
  expect(findings.reduce((sum, { count }) => sum + count, 0)).toBe(3000);
});

test("hunt does not let the copy of a log make up a correlation", async () => {
  const correlation: Correlation = {
    id: "twice",
    title: "Twice",
    level: "high",
    type: "event_count",
    rules: ["user"],
    groupBy: ["User"],
    timespanMs: 60_000,
    bounds: [{ comparison: "gte", value: 2 }],
    fields: [],
    aliases: {},
    generate: false,
    techniques: [],
  };
  const one = jsonLines(1);
  const path = folder({ "a.jsonl": one, "copy.jsonl": one });
  const { findings } = await hunt({
    detections: [USER],
    correlations: [correlation],
    // Another spelling of what is in the folder.
    evidence: [path, `${path}/./a.jsonl`],
  });
  expect(findings.map(({ detection, count }) => [detection.id, count])).toEqual([["user", 1]]);
});

test("hunt leaves times that no log can have out of the hours, and counts the records", async () => {
  const line = (time: string) => JSON.stringify({ "@timestamp": time, User: "ida" });
  const path = folder({
    "a.jsonl": [line("1970-01-01T00:00:00Z"), line("2024-05-13T00:00:00Z")].join("\n"),
  });
  const { ledger } = await hunt({ detections: [USER], evidence: [path] });
  expect(ledger).toMatchObject({ records: 2, hours: 1, first: "2024-05-13T00:00:00.000Z" });
  expect(ledger.sources[0]).toMatchObject({ timeless: 1 });
});

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { readAdvisory } from "@tocsin/advisory";
import { expect, test } from "vitest";
import { parseAdvisoryOptions, runAdvisoryRaces } from "../src/advisory/command.ts";
import { flawsOf } from "../src/advisory/expected.ts";
import { EXTRACTOR_RIVALS, findExtractors, ourExtractors } from "../src/advisory/extractor.ts";
import type { Extractor } from "../src/advisory/extractor.ts";
import { isMet } from "../src/advisory/goals.ts";
import type { GoalRow } from "../src/advisory/goals.ts";
import { raceExtractors } from "../src/advisory/race-extractors.ts";
import { ratesOf, scoreAnswer } from "../src/advisory/score.ts";
import type { Score } from "../src/advisory/score.ts";
import {
  accuracyTable,
  formatMarkdownTable,
  formatTable,
  goalTable,
  timeTable,
} from "../src/advisory/table.ts";
import { collectWorks } from "../src/advisory/works.ts";
import { writeBundle } from "../src/advisory/write-bundle.ts";
import { silentWorld, temporaryFolder } from "./logs.ts";

const NEVER = new AbortController().signal;
const TEXT = "Hosts: bad[.]example[.]com and 203.0.113[.]7, hxxp://other[.]example[.]net/a";
const WORK = {
  name: "synthetic",
  texts: [TEXT],
  questions: [
    {
      wanted: {
        domain: ["bad.example.com"],
        ipv4: ["203.0.113.7"],
        url: ["http://other.example.net/a"],
      },
      allowed: ["other.example.net"],
      precise: ["domain", "ipv4", "url"],
    },
  ],
} as const;

/** An extractor that is a line of JavaScript over the texts. */
function scripted(body: string, more: Partial<Extractor> = {}): Extractor {
  const script =
    'const fs = require("node:fs"); const [from, to] = process.argv.slice(1);' +
    `const { texts } = JSON.parse(fs.readFileSync(from, "utf8")); ${body}` +
    "fs.writeFileSync(to, JSON.stringify({ milliseconds: 2, cpuMilliseconds: 1, found }));";
  return {
    name: "scripted",
    version: "1",
    job: "search",
    isOurs: false,
    isSlow: false,
    command: (textsFile, outFile) => ({
      file: process.execPath,
      args: ["-e", script, textsFile, outFile],
    }),
    ...more,
  };
}

function scoreOf(kind: string, scores: readonly Score[]): Score | undefined {
  return scores.find((one) => one.kind === kind);
}

test("scores count what is wanted, found, false and allowed, whatever case, slash and scheme", () => {
  const scores = scoreAnswer(
    [
      {
        wanted: {
          domain: ["a.example.com", "b.example.com"],
          url: ["http://www.c.example.com/x/"],
        },
        allowed: ["www.c.example.com"],
        precise: ["domain", "url"],
      },
    ],
    [
      {
        domain: ["A.example.com", "www.c.example.com", "c.example.com", "example.org"],
        url: ["www.c.example.com/x", "www.c.example.com/x"],
      },
    ],
  );
  expect(scoreOf("domain", scores)).toEqual({
    kind: "domain",
    wanted: 2,
    found: 1,
    offered: 2,
    right: 1,
    isSought: true,
  });
  expect(scoreOf("url", scores)).toMatchObject({ wanted: 1, found: 1, offered: 1, right: 1 });
});

test("precision is not judged for a kind whose answer is not whole", () => {
  const question = { wanted: { sha1: ["aa"] }, allowed: [], precise: [] };
  const score = scoreOf("sha1", scoreAnswer([question], [{ sha1: ["aa", "bb"] }]));
  expect(score).toMatchObject({ wanted: 1, found: 1, offered: 0 });
  expect(score && ratesOf(score)).toEqual({ recall: 1, precision: undefined, f1: undefined });
});

test("rates are the shares of what is wanted and of what is given, and their harmonic mean", () => {
  const score = { kind: "url", wanted: 4, found: 2, offered: 2, right: 1, isSought: true } as const;
  expect(ratesOf(score)).toEqual({ recall: 0.5, precision: 0.5, f1: 0.5 });
  expect(ratesOf({ ...score, found: 0, right: 0 }).f1).toBe(0);
});

test("our contestants find what a small text says and are held to it", async () => {
  const scratch = temporaryFolder();
  const rows = await raceExtractors(ourExtractors(), WORK, { runs: 2, scratch, signal: NEVER });
  expect(rows.map(({ job }) => job)).toEqual(["whole reading", "search alone"]);
  for (const { scores, seconds, searchMs, flaw } of rows) {
    expect(flaw).toBeUndefined();
    expect(seconds).toHaveLength(2);
    expect(searchMs).toHaveLength(2);
    for (const kind of ["domain", "ipv4", "url"])
      expect(scoreOf(kind, scores)).toMatchObject({ wanted: 1, found: 1, offered: 1, right: 1 });
  }
});

test("an extractor that fails, or answers for fewer texts, has a flaw and no figures", async () => {
  const scratch = temporaryFolder();
  const failing = scripted('throw new Error("broken: here");');
  const short = scripted("const found = [];", { name: "short" });
  const rows = await raceExtractors([failing, short], WORK, { runs: 1, scratch, signal: NEVER });
  expect(rows[0]?.flaw).toMatch(/broken: here/u);
  expect(rows[1]?.flaw).toBe("expected answers for 1 texts, got 0");
  expect(formatTable(timeTable(rows)).match(/failed/gu)).toHaveLength(2);
});

test("a slow extractor runs once", async () => {
  const scratch = temporaryFolder();
  const slow = scripted("const found = [{ domain: [] }];", { isSlow: true });
  const [row] = await raceExtractors([slow], WORK, { runs: 3, scratch, signal: NEVER });
  expect(row?.seconds).toHaveLength(1);
});

test("an answer of ours below the floor is a flaw", () => {
  const work = { name: "Talos reports (62)", texts: [], questions: [] };
  const good = { sha256: 2407, ipv4: 441, domain: 670, url: 586, email: 2 };
  const scores = Object.entries(good).map(([kind, found]): Score => {
    return {
      kind: kind as Score["kind"],
      wanted: found,
      found,
      offered: found,
      right: found,
      isSought: true,
    };
  });
  expect(flawsOf(work, "whole reading", scores)).toBeUndefined();
  const fewer = scores.map((one) =>
    one.kind === "url" ? { ...one, found: 585, right: 580 } : one,
  );
  expect(flawsOf(work, "whole reading", fewer)).toBe(
    "url: 585 found, expected at least 586; url: 6 false, expected at most 0",
  );
});

test("a kind that is not looked for and one that is not asked for are told apart in the table", () => {
  const row = {
    name: "x",
    version: "1",
    job: "search",
    work: "w",
    texts: 1,
    characters: 200_000,
    seconds: [1],
    searchMs: [500],
    searchCpuMs: [400],
    cpuSeconds: 0.9,
    peakBytes: 2 ** 20,
    flaw: undefined,
    scores: [
      { kind: "sha1", wanted: 4, found: 2, offered: 2, right: 2, isSought: true },
      { kind: "domain", wanted: 3, found: 0, offered: 0, right: 0, isSought: false },
      { kind: "email", wanted: 0, found: 0, offered: 5, right: 0, isSought: true },
    ],
  } as const;
  const accuracy = accuracyTable([row]);
  expect(accuracy?.head).toEqual(["extractor", "job", "sha1 (4)", "domain (3)", "email (0)"]);
  expect(accuracy?.rows).toEqual([["x 1", "search", "1.000 / 0.500 / 0.667", "-", "5 false"]]);
  expect(timeTable([row]).rows).toEqual([
    ["x 1", "search", "500", "400", "250.0", "1.00", "0.50", "0.90", "1.0 MiB"],
  ]);
  expect(accuracyTable([{ ...row, scores: [] }])).toBeUndefined();
});

test("a made bundle has as many objects as it says, the same each time, and is read whole", async () => {
  const folder = temporaryFolder();
  const path = join(folder, "bundle.json");
  const facts = writeBundle(path, 101);
  const bytes = new Uint8Array(readFileSync(path));
  expect(facts).toEqual({ objects: 101, indicators: 50, bytes: bytes.length });
  const { objects } = JSON.parse(new TextDecoder().decode(bytes)) as {
    readonly objects: readonly { readonly id: string }[];
  };
  expect(new Set(objects.map(({ id }) => id)).size).toBe(101);
  const campaign = await readAdvisory({ name: "bundle.json", bytes, sha256: "0".repeat(64) });
  expect(campaign.indicators).toHaveLength(50);
  expect(campaign.indicators.every(({ observable }) => observable !== undefined)).toBe(true);
  expect(campaign.diagnostics).toEqual([]);
  writeBundle(path, 101);
  expect(new Uint8Array(readFileSync(path))).toEqual(bytes);
});

test.each<[string, Partial<GoalRow>, boolean]>([
  ["met within time and memory", {}, true],
  ["missed by its median time", { seconds: [1, 3, 4] }, false],
  ["met if only one run is late", { seconds: [1, 1, 9] }, true],
  ["missed by its memory", { peakBytes: 301e6 }, false],
  ["missed where memory cannot be told", { peakBytes: undefined }, false],
  ["met without a bound on memory", { peakBytes: undefined, maxBytes: undefined }, true],
  ["missed with a wrong answer", { flaw: "ipv4: 1, expected 36" }, false],
  ["missed without runs", { seconds: [] }, false],
])("a goal is %s", (_, change, met) => {
  const row: GoalRow = {
    name: "a bundle",
    maxSeconds: 2,
    maxBytes: 300e6,
    seconds: [1],
    cpuSeconds: [1.5],
    peakBytes: 299e6,
    flaw: undefined,
    ...change,
  };
  expect(isMet(row)).toBe(met);
  expect(formatMarkdownTable(goalTable([row])).trimEnd()).toMatch(
    met ? /\| yes \|$/u : /\| no \|$/u,
  );
});

test("rivals without a folder, and those missing in one, are named as absent", () => {
  expect(EXTRACTOR_RIVALS).toEqual(["iocsearcher", "ioc-finder", "iocextract", "txt2stix"]);
  const none = findExtractors(undefined);
  expect(none.extractors).toEqual([]);
  expect(none.absent.map(({ name }) => name)).toEqual(EXTRACTOR_RIVALS);
  const empty = findExtractors(temporaryFolder());
  expect(empty.absent.map(({ why }) => why)).toEqual(
    EXTRACTOR_RIVALS.map((name) => expect.stringContaining(`has no ${name}`) as string),
  );
});

test("corpora that are not there give no works", async () => {
  expect(await collectWorks(join(temporaryFolder(), "none"))).toEqual([]);
});

test("the race without corpora tells who is absent and writes its files", async () => {
  const folder = temporaryFolder();
  const world = silentWorld(folder);
  const json = join(folder, "race.json");
  const command = {
    rivals: undefined,
    runs: 1,
    only: "extractors",
    markdown: undefined,
    json,
  } as const;
  expect(await runAdvisoryRaces(command, world)).toBe(0);
  expect(world.said.join("")).toContain("ioc-finder: missing, no folder was given");
  expect(JSON.parse(readFileSync(json, "utf8"))).toMatchObject({ version: 1, rows: [], goals: [] });
});

test("the race of readers has five runs of everything unless said otherwise", () => {
  expect(parseAdvisoryOptions([])).toEqual({
    rivals: undefined,
    runs: 5,
    only: undefined,
    markdown: undefined,
    json: undefined,
  });
});

test.each<[string, string[], RegExp]>([
  ["no runs", ["--runs", "0"], /--runs/u],
  ["another part", ["--only", "all"], /--only/u],
  ["an unknown option", ["--fast"], /--fast/u],
])("the race of readers refuses %s", (_, args, why) => {
  expect(() => parseAdvisoryOptions(args)).toThrow(why);
});

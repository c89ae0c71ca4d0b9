import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { LOADERS } from "../src/contestants/hunt/load.ts";
import type { HuntEntrant } from "../src/hunt/entrant.ts";
import { growthsOf, formatHuntMarkdown, ratioTo } from "../src/hunt/hunt-table.ts";
import { measureLanes } from "../src/hunt/lanes.ts";
import { parseHuntOptions } from "../src/hunt/options.ts";
import { readingsOf, writePipeline } from "../src/hunt/rsigma-pipeline.ts";
import { readSummary } from "../src/hunt/rsigma.ts";
import { runHeats } from "../src/hunt/run-hunts.ts";
import type { HuntRow } from "../src/hunt/run-hunts.ts";
import type { HuntInput } from "../src/hunt/work.ts";
import { runProgram } from "../src/program.ts";
import { reasonOf } from "../src/rivals/install.ts";
import { syntheticCorpora } from "./hunt-logs.ts";
import { silentWorld, temporaryFolder } from "./logs.ts";

const ROW: HuntRow = {
  name: "tocsin hunt",
  version: "1",
  job: "all",
  threads: 1,
  ours: true,
  input: "EVTX",
  ruleFiles: 100,
  records: 1_000_000,
  seconds: [5, 4, 6],
  startSeconds: 1,
  cpuSeconds: 8,
  peakBytes: 2 ** 28,
  rules: 98,
  refused: 2,
  matches: undefined,
  flaw: undefined,
};

test.each<[string, string[], RegExp]>([
  ["an unknown profile", ["--profile", "fast"], /--profile: expected slow-rules, got fast/u],
  ["three threads", ["--threads", "3"], /--threads: expected 1 or 2, got 3/u],
  ["no files", ["--files", "0"], /--files/u],
  ["half a run", ["--runs", "0.5"], /--runs/u],
  ["an unknown option", ["--all"], /--all/u],
])("%s is a wrong use of the hunt race", async (_, args, why) => {
  const world = silentWorld();
  expect(await runProgram(["hunt", ...args], world)).toBe(2);
  expect(world.complaints.join("")).toMatch(why);
});

test("the hunt race has a million records, half a million events and five runs unless said otherwise", () => {
  expect(parseHuntOptions([])).toMatchObject({
    wishes: { evtxRecords: 1_000_000, jsonEvents: 500_000 },
    runs: 5,
    threads: [1, 2],
  });
});

test("we are set against a row of the same input, rules and threads", () => {
  const slow: HuntRow = { ...ROW, name: "other", ours: false, seconds: [15] };
  expect(ratioTo(slow, [ROW, slow])).toBe(3);
  expect(ratioTo(slow, [{ ...ROW, threads: 2 }, slow])).toBeUndefined();
  expect(ratioTo(slow, [{ ...ROW, ruleFiles: 50 }, slow])).toBeUndefined();
  expect(ratioTo(slow, [{ ...ROW, flaw: "wrong" }, slow])).toBeUndefined();
});

test("growth is time of all rules to time of half of them, with the start and without", () => {
  const half: HuntRow = { ...ROW, ruleFiles: 50, seconds: [4], startSeconds: 0.5 };
  expect(growthsOf([ROW, half], 100, 50)).toEqual([
    { name: "tocsin hunt", threads: 1, input: "EVTX", whole: 1.25, running: 4 / 3.5 },
  ]);
  expect(growthsOf([ROW], 100, 50)).toEqual([]);
});

test("a wrong row has no figures in the table, and its reason below", () => {
  const wrong: HuntRow = { ...ROW, name: "other", flaw: "records: 3, expected 4" };
  const lines = formatHuntMarkdown([ROW, wrong]).split("\n");
  expect(lines[2]).toContain(
    "| 1,000,000 | 98 | 2 | 5.00 | 1.00 | 8.00 | 200,000 | 250,000 | 125,000 |",
  );
  expect(lines[3]).toContain("| failed |");
  expect(lines).toContain("* other (all, 1): records: 3, expected 4");
});

const INPUT: HuntInput = {
  name: "some",
  kind: "json",
  files: [],
  records: 4,
  bytes: 0,
  rounds: undefined,
};

function entrant(script: string, records: number, matches: number): HuntEntrant {
  return {
    name: "one",
    version: "1",
    job: "nothing",
    threads: 1,
    slow: false,
    ours: true,
    lanes: () => [[{ file: process.execPath, args: ["--eval", script] }]],
    read: () => ({
      records,
      matches,
      rules: 1,
      refused: 0,
      startSeconds: undefined,
    }),
  };
}

test.each<[string, HuntEntrant, RegExp]>([
  ["that is right", entrant("", 4, 7), /^$/u],
  ["that reads too little", entrant("", 3, 7), /records: 3, expected 4/u],
  ["that finds too much", entrant("", 4, 8), /matches: 8, expected 7/u],
  ["that fails", entrant("throw new Error('no way')", 4, 7), /no way/u],
])("a contestant %s", async (_, one, flaw) => {
  const { signal } = new AbortController();
  const heat = { entrant: one, input: INPUT, rules: { folder: "", files: 1 }, matches: 7 };
  const [row] = await runHeats([heat], { runs: 2, signal, onProgress: () => undefined });
  expect(row?.flaw ?? "").toMatch(flaw);
});

test("a contestant that tells nothing has its records counted first", async () => {
  const { signal } = new AbortController();
  const silent: HuntEntrant = {
    ...entrant("", 0, 0),
    read: () => undefined,
    count: () => Promise.resolve(5),
  };
  const heat = { entrant: silent, input: INPUT, rules: { folder: "", files: 1 }, counted: true };
  const [row] = await runHeats([heat], { runs: 1, signal, onProgress: () => undefined });
  expect(row).toMatchObject({ flaw: "records: 5, expected 4", seconds: [] });
});

test("lanes run side by side, processes of a lane one after the other", async () => {
  const place = temporaryFolder();
  const note = (name: string, others: string[]): string =>
    `const fs = require("node:fs");
     for (const other of ${JSON.stringify(others)})
       if (!fs.existsSync(${JSON.stringify(place)} + "/" + other)) throw new Error(other + " has not ended");
     fs.writeFileSync(${JSON.stringify(place)} + "/" + ${JSON.stringify(name)}, "");
     console.error(${JSON.stringify(name)});`;
  const command = (script: string) => ({ file: process.execPath, args: ["--eval", script] });
  const { signal } = new AbortController();
  const measured = await measureLanes(
    [[command(note("a", [])), command(note("b", ["a"]))], [command(note("c", []))]],
    signal,
  );
  expect(measured.errorTexts.map((text) => text.trim())).toEqual(["a", "b", "c"]);
  expect(["a", "b", "c"].every((name) => existsSync(join(place, name)))).toBe(true);
});

test("rsigma is told by which channel and event a logsource is known", async () => {
  const corpora = syntheticCorpora();
  const { detections } = LOADERS.yaml(join(corpora, "hunting", "sigma", "rules"));
  const readings = readingsOf(detections);
  expect(readings).toContainEqual({
    logsource: { product: "windows", category: "process_creation" },
    channels: ["Microsoft-Windows-Sysmon/Operational"],
    eventIds: [1],
  });
  const steps = (kind: "evtx" | "json"): string[] => {
    const { transformations } = JSON.parse(writePipeline(readings, kind)) as {
      readonly transformations: readonly { readonly type: string }[];
    };
    return transformations.map(({ type }) => type);
  };
  expect(steps("evtx").slice(-2)).toEqual(["field_name_mapping", "field_name_prefix"]);
  expect(steps("json")).not.toContain("field_name_prefix");
  // One channel is told by routing alone: as a condition, too, it would slow rsigma down.
  expect(steps("json")).toContain("change_logsource");
  expect(writePipeline(readings, "json")).not.toContain('"Channel"');
});

test.each([
  ["Loaded 12 rules from x\nProcessed 34 EVTX records, 5 matches.\n", 34, 5],
  [
    "Loaded 12 rules from x\nProcessed 34 events, 5 detection matches, 0 correlation matches.",
    34,
    5,
  ],
])("the summary of rsigma is read", (text, records, matches) => {
  expect(readSummary(text)).toMatchObject({ records, matches, rules: 12, refused: 0 });
});

test("the reason of a failed installation is its own words", () => {
  const pip = "WARNING: old\nERROR: No matching distribution found for zircolite\n";
  expect(reasonOf(pip)).toBe("ERROR: No matching distribution found for zircolite");
  const cargo = "error: failed\n\nCaused by:\n  failed to resolve address for github.com\n";
  expect(reasonOf(cargo)).toBe("failed to resolve address for github.com");
});

test("the race over small work names absent rivals and holds us to the plain evaluator", async () => {
  const world = silentWorld(syntheticCorpora());
  const folder = temporaryFolder();
  const [markdown, json] = [join(folder, "race.md"), join(folder, "race.json")];
  const size = ["--records", "600", "--events", "30", "--files", "2"];
  const args = [
    "hunt",
    "--runs",
    "1",
    "--threads",
    "1",
    ...size,
    "--markdown",
    markdown,
    "--json",
    json,
  ];
  expect(await runProgram(args, world)).toBe(0);
  const result = JSON.parse(readFileSync(json, "utf8")) as {
    readonly rows: readonly HuntRow[];
    readonly loadings: readonly { readonly loader: string; readonly rules: number }[];
    readonly absent: readonly { readonly name: string }[];
  };
  expect(result.rows.map(({ flaw }) => flaw)).toEqual(result.rows.map(() => undefined));
  expect(new Set(result.rows.map(({ name }) => name))).toEqual(
    new Set(["tocsin hunt", "tocsin plan", "tocsin evaluate"]),
  );
  // Those that are hunted with, then all that there are.
  expect(result.loadings).toMatchObject([
    { loader: "yaml", rules: 3 },
    { loader: "cache", rules: 3 },
    { loader: "yaml", rules: 4 },
    { loader: "cache", rules: 4 },
  ]);
  expect(result.absent.map(({ name }) => name)).toContain("Chainsaw");
  const text = readFileSync(markdown, "utf8");
  expect(text).toContain("EVTX, 3 rules:");
  expect(text).toContain("* Chainsaw: missing");
  expect(text).not.toContain(folder);
}, 120_000);

test("a profile and a proof are printed, and no race is run", async () => {
  const world = silentWorld(syntheticCorpora());
  const size = ["--records", "600", "--events", "30", "--files", "1"];
  expect(await runProgram(["hunt", ...size, "--verify", "--profile", "slow-rules"], world)).toBe(0);
  const said = world.said.join("");
  expect(said).toContain("0 records with other rules by the plan than by the plain evaluator");
  expect(said).toMatch(/ms decoded, .* ms with reading: Rule \d/u);
  expect(world.complaints.join("")).not.toContain("run 1");
});

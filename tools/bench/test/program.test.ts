import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runProgram } from "../src/program.ts";
import { parseRaceOptions } from "../src/race/command.ts";
import { measure } from "../src/race/meter.ts";
import { findRivals } from "../src/rivals/entrants.ts";
import { parseSize } from "../src/size.ts";
import { parseTileOptions } from "../src/tile/command.ts";
import { silentWorld, temporaryFolder } from "./logs.ts";

test.each<[string, number | undefined]>([
  ["2GiB", 2 ** 31],
  ["1.5 MiB", 1.5 * 2 ** 20],
  ["65536", 65_536],
  ["0.1KiB", 103],
  ["0", undefined],
  ["-1", undefined],
  ["2GB", undefined],
  ["2g", undefined],
  ["", undefined],
])("the size %s is %s bytes", (text, bytes) => {
  expect(parseSize(text)).toBe(bytes);
});

test("a tile is of the corpora and 2 GiB unless said otherwise", () => {
  expect(parseTileOptions(["--out", "/x.evtx"], "/data")).toMatchObject({
    sizeBytes: 2 ** 31,
    from: [
      join("/data", "hunting", "evtx", "samples"),
      join("/data", "hunting", "sigma", "regression"),
    ],
    dense: false,
  });
});

test("a race has five runs over both inputs unless said otherwise", () => {
  expect(parseRaceOptions([])).toEqual({
    file: undefined,
    sizeBytes: 2 ** 31,
    rivals: undefined,
    runs: 5,
    json: undefined,
    markdown: false,
    only: undefined,
  });
});

test.each<[string, string[], RegExp]>([
  ["no command", [], /no command/u],
  ["an unknown command", ["walk"], /no command "walk"/u],
  ["a tile without a place", ["tile"], /--out FILE is missing/u],
  ["a size without sense", ["tile", "--out", "x", "--size", "big"], /--size: .*got big/u],
  ["an unknown option", ["evtx", "--fast"], /--fast/u],
  ["no runs", ["evtx", "--runs", "0"], /--runs/u],
  ["half a run", ["evtx", "--runs", "1.5"], /--runs/u],
  ["file and size", ["evtx", "--file", "x", "--size", "1MiB"], /--size/u],
  ["another race", ["evtx", "--only", "all"], /--only/u],
  ["rivals without a place", ["rivals"], /--into DIR is missing/u],
])("%s is a wrong use", async (_, args, why) => {
  const world = silentWorld();
  expect(await runProgram(args, world)).toBe(2);
  const complaint = world.complaints.join("");
  expect(complaint).toMatch(why);
  expect(complaint).toContain("usage: npm run bench");
});

test("a tile without facts is told", async () => {
  const world = silentWorld();
  const file = join(temporaryFolder(), "none.evtx");
  expect(await runProgram(["evtx", "--file", file], world)).toBe(4);
  expect(world.complaints.join("")).toContain("none.evtx.json");
});

test("every rival that is not in the folder is named", () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, "npm"));
  const { entrants, absent } = findRivals(folder);
  expect(entrants).toEqual([]);
  expect(absent.map(({ name }) => name)).toEqual([
    "evtx_dump",
    "winevtx",
    "evtx (Python wheel)",
    "python-evtx",
  ]);
});

const SPIN = `
  const kept = Buffer.alloc(200 * 2 ** 20, 1);
  for (const end = Date.now() + 300; Date.now() < end; );
  process.stderr.write("done " + kept.length);`;

test("a process is measured with all that it used", async () => {
  const command = { file: process.execPath, args: ["-e", SPIN] };
  const measured = await measure(command, { signal: new AbortController().signal });
  expect(measured.seconds).toBeGreaterThan(0.3);
  expect(measured.errorText).toContain("done");
  // Not every system tells these.
  if (process.platform !== "linux") return;
  expect(measured.cpuSeconds).toBeGreaterThan(0.1);
  expect(measured.peakBytes).toBeGreaterThan(200 * 2 ** 20);
  expect(measured.peakBytes).toBeLessThan(600 * 2 ** 20);
});

test("a process that fails is told with the line that says why", async () => {
  const command = { file: process.execPath, args: ["-e", "throw new RangeError('too far: 3')"] };
  const { signal } = new AbortController();
  await expect(measure(command, { signal })).rejects.toThrow(
    "ended with 1: RangeError: too far: 3",
  );
});

test("an interrupted process ends with all that it started", async () => {
  const interrupt = new AbortController();
  const command = {
    file: process.execPath,
    args: ["-e", "console.log('ready'); setInterval(() => {}, 1000)"],
  };
  // It is over when nobody holds the other end of its pipes: GNU time and the process are both gone.
  const measured = measure(command, {
    signal: interrupt.signal,
    onOutput: () => interrupt.abort(),
  });
  await expect(measured).rejects.toThrow("ended with");
});

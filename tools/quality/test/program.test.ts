import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { runProgram } from "../src/index.ts";
import type { Area } from "../src/index.ts";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tocsin quality "));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** A made-up area: how many folders there are, and which share of them is called "good". */
const FOLDERS: Area = {
  name: "folders",
  async *measure(root) {
    const place = join(root, "advisory");
    if (!existsSync(place)) return;
    const names = await Promise.resolve(readdirSync(place).sort());
    const bad = names.filter((name) => name !== "good");
    yield { name: "count", value: names.length, n: names.length, worst: [] };
    const value = (names.length - bad.length) / names.length;
    yield { name: "good-share", value, n: names.length, worst: bad };
  },
};

const BROKEN: Area = {
  name: "broken",
  measure: async () => Promise.reject(new Error("truth.json is not JSON")),
};

async function start(...args: string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const code = await runProgram(args, {
    areas: [FOLDERS, BROKEN],
    defaultFolder: join(folder, "no such folder"),
    print: (text) => out.push(text),
    printError: (text) => err.push(text),
  });
  return { code, out: out.join(""), err: err.join("") };
}

test.each([
  ["all corpora", ""],
  ["one corpus alone", "advisory"],
])("quality prints and writes the measures of %s", async (_, given) => {
  for (const name of ["good", "bad", "worse"]) {
    mkdirSync(join(folder, "advisory", name), { recursive: true });
  }
  const file = join(folder, "result", "measures.json");
  const { code, out } = await start("folders", "--corpora", join(folder, given), "--json", file);
  expect(code).toBe(0);
  expect(out).toBe(
    "count              3  n = 3\ngood-share    0.3333  n = 3\n    bad\n    worse\n",
  );
  expect(JSON.parse(readFileSync(file, "utf8"))).toEqual({
    measures: [
      { name: "count", value: 3, n: 3, worst: [] },
      { name: "good-share", value: 1 / 3, n: 3, worst: ["bad", "worse"] },
    ],
  });
});

test("quality says so and ends well when the default corpora are absent", async () => {
  const { code, out } = await start("folders");
  expect(code).toBe(0);
  expect(out).toContain("No corpora:");
  expect(out).toContain("nothing was measured");
});

test.each([
  ["no area", [], "got none; there are: folders, broken"],
  ["an unknown area", ["people"], "got people"],
  ["two areas", ["folders", "broken"], "got folders broken"],
  ["an unknown option", ["folders", "--nonsense"], "--nonsense"],
  ["a given folder that is absent", ["folders", "--corpora", "/no/such/folder"], "does not exist"],
])("quality refuses %s", async (_, args, message) => {
  const { code, err } = await start(...args);
  expect(code).toBe(2);
  expect(err).toContain(message);
});

test("quality names the area when measuring breaks", async () => {
  const { code, err } = await start("broken");
  expect(code).toBe(4);
  expect(err).toBe("quality: broken: truth.json is not JSON\n");
});

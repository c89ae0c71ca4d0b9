import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { createRandom } from "../src/mutate/random.ts";
import { runProgram } from "../src/program.ts";
import { makeLog } from "../src/seeds/synthetic.ts";

const folder = mkdtempSync(join(tmpdir(), "tocsin-fuzz-"));
afterAll(() => rmSync(folder, { recursive: true }));

async function run(...args: readonly string[]) {
  const printed: string[] = [];
  const errors: string[] = [];
  const code = await runProgram(args, {
    corpora: join(folder, "none"),
    print: (text) => printed.push(text),
    printError: (text) => errors.push(text),
    signal: new AbortController().signal,
  });
  return { code, printed: printed.join(""), errors: errors.join("") };
}

test("an input is checked alone", async () => {
  const path = join(folder, "sound.evtx");
  writeFileSync(path, makeLog(createRandom(1)));
  expect(await run("evtx", "--replay", path)).toEqual({
    code: 0,
    printed: "no find\n",
    errors: "",
  });
});

test.each([
  [[]],
  [["zip"]],
  [["evtx", "--minutes", "0"]],
  [["evtx", "--workers", "two"]],
  [["evtx", "--colour"]],
])("wrong use is told with the usage: %j", async (args) => {
  const { code, errors } = await run(...args);
  expect(code).toBe(2);
  expect(errors).toContain("usage: npm run fuzz");
});

test("an input that is not there is told", async () => {
  expect((await run("evtx", "--replay", join(folder, "none.evtx"))).code).toBe(4);
});

test("a run of a few inputs keeps what reaches something new, and sums up", () => {
  const corpus = join(folder, "corpus");
  const main = join(import.meta.dirname, "../dist/main.js");
  const options = ["--executions", "3", "--seed", "2", "--corpus", corpus, "--finds", folder];
  const { status, stdout } = spawnSync(process.execPath, [main, "evtx", ...options], {
    encoding: "utf8",
    env: { ...process.env, TOCSIN_CORPORA: join(folder, "none") },
  });
  expect(stdout).toMatch(/^executions {7}3, /m);
  expect(stdout).toMatch(/^finds {12}0, /m);
  expect(status).toBe(0);
  expect(readdirSync(corpus).length).toBeGreaterThan(0);
}, 60_000);

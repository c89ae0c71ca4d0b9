import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { runProgram } from "../src/index.ts";
import type { Suite } from "../src/index.ts";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tocsin conformance "));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** A made-up suite: one case a file of its folder; a file that says anything but "good" fails. */
function fileSuite(name: string, corpus: string): Suite {
  return {
    name,
    corpus,
    *load(root) {
      const place = join(root, corpus, name);
      if (!existsSync(place)) return;
      for (const file of readdirSync(place).sort()) {
        const run = () => {
          const said = readFileSync(join(place, file), "utf8");
          return said === "good" ? undefined : `it says ${said}`;
        };
        yield { id: file, contested: file.startsWith("contested"), run };
      }
    },
  };
}

const SUITES = [fileSuite("alpha", "hunting"), fileSuite("beta", "advisory")];

function write(path: string, text: string): void {
  const file = join(folder, path);
  mkdirSync(join(file, ".."), { recursive: true });
  writeFileSync(file, text);
}

async function start(...args: string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const code = await runProgram(args, {
    suites: SUITES,
    defaultFolder: join(folder, "no such folder"),
    print: (text) => out.push(text),
    printError: (text) => err.push(text),
  });
  return { code, out: out.join(""), err: err.join("") };
}

test("conformance writes every suite with cases, passed and failed ids", async () => {
  write("hunting/alpha/one", "good");
  write("hunting/alpha/two", "bad");
  write("hunting/alpha/contested-three", "bad");
  const file = join(folder, "result", "score.json");
  const { code, out } = await start("--corpora", folder, "--json", file);
  expect(code).toBe(0);
  expect(JSON.parse(readFileSync(file, "utf8"))).toEqual({
    suites: [
      {
        name: "alpha",
        corpus: "hunting",
        cases: 3,
        passed: 1,
        contested: 1,
        failed: [
          { id: "contested-three", why: "it says bad" },
          { id: "two", why: "it says bad" },
        ],
      },
    ],
  });
  expect(out).toMatch(/^alpha +hunting +2 +1 +50\.0 % +0 \/ 1 /m);
  expect(out).toMatch(/^beta +advisory +not found$/m);
});

test.each([
  ["under its own name", "hunting"],
  ["under another name, with a manifest", "held out"],
])("conformance takes one corpus alone %s", async (_, name) => {
  write(`${name}/alpha/one`, "good");
  write(`${name}/manifest.json`, `{"area":"hunting"}`);
  write("advisory/beta/one", "good");
  const { code, out } = await start("--corpora", join(folder, name));
  expect(code).toBe(0);
  expect(out).toMatch(/^alpha +hunting +1 +1 +100\.0 %/m);
  expect(out).not.toContain("beta");
});

test("conformance runs only the suites that are named", async () => {
  write("hunting/alpha/one", "good");
  write("advisory/beta/one", "good");
  const { out } = await start("--corpora", folder, "--suite", "beta");
  expect(out).toContain("beta");
  expect(out).not.toContain("alpha");
});

test("conformance bounds the list of failures, and gives all when asked", async () => {
  for (let index = 0; index < 25; index++) write(`hunting/alpha/case-${index}`, "bad");
  const bounded = await start("--corpora", folder);
  expect(bounded.out.match(/case-\d+:/g)).toHaveLength(10);
  expect(bounded.out).toContain("and 15 more");
  const verbose = await start("--corpora", folder, "--verbose");
  expect(verbose.out.match(/case-\d+:/g)).toHaveLength(25);
});

test("conformance says so and ends well when the default corpora are absent", async () => {
  const { code, out } = await start();
  expect(code).toBe(0);
  expect(out).toContain("No corpora:");
});

test.each([
  ["an unknown option", ["--nonsense"], "--nonsense"],
  ["an argument", ["alpha"], "alpha"],
  ["an unknown suite", ["--suite", "gamma"], "there are: alpha, beta"],
  ["a given folder that is absent", ["--corpora", "/no/such/folder"], "does not exist"],
])("conformance refuses %s", async (_, args, message) => {
  const { code, out, err } = await start(...args);
  expect(code).toBe(2);
  expect(out).toBe("");
  expect(err).toContain(message);
});

test("conformance says where and why when its result cannot be written", async () => {
  write("hunting/alpha/one", "good");
  const { code, err } = await start("--corpora", folder, "--json", folder);
  expect(code).toBe(4);
  expect(err).toContain(folder);
});

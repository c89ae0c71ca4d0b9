import { existsSync, readdirSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { cacheFolderOf } from "../src/cache-folder.ts";
import { folder, runIn } from "./support.ts";

test.each([
  [{}, "linux", "/home/me/.cache/tocsin"],
  [{ TOCSIN_CACHE: "/a/b" }, "linux", "/a/b"],
  [{ TOCSIN_CACHE: "/a/b", XDG_CACHE_HOME: "/x" }, "linux", "/a/b"],
  [{ TOCSIN_CACHE: "", XDG_CACHE_HOME: "/x" }, "linux", "/x/tocsin"],
  [{ TOCSIN_CACHE: "here" }, "linux", resolve("here")],
  [{ XDG_CACHE_HOME: "relative" }, "linux", "/home/me/.cache/tocsin"],
  [{ XDG_CACHE_HOME: "" }, "darwin", "/home/me/.cache/tocsin"],
  [{ LOCALAPPDATA: "/l" }, "linux", "/home/me/.cache/tocsin"],
  [{ LOCALAPPDATA: String.raw`C:\L` }, "win32", String.raw`C:\L\tocsin\cache`],
  [{ LOCALAPPDATA: "", XDG_CACHE_HOME: "D:\\x" }, "win32", String.raw`D:\x\tocsin`],
])("with %j on %s the cache is %s", (env, platform, expected) => {
  expect(cacheFolderOf(env, platform, "/home/me")).toBe(expected);
});

const RULE = `title: Somebody was quiet
logsource: {category: test}
detection: {words: [all quiet], condition: words}
`;
const OLD = `title: Old
logsource: {product: windows, service: security}
detection:
  sel: {EventID: 4625}
  timeframe: 5m
  condition: sel | count() > 2
`;

function makeCase() {
  const cwd = folder({
    "rules/a.yml": RULE,
    "rules/old.yml": OLD,
    "logs/a.log": "all quiet\n",
    "warning.md": "They use evil[.]example.\n",
  });
  // A file that was written this moment may be written again: it is looked at anew.
  for (const name of ["a.yml", "old.yml"]) utimesSync(join(cwd, "rules", name), 1e9, 1e9);
  return { cwd, cache: join(cwd, "c"), env: { TOCSIN_CACHE: join(cwd, "c") } };
}

const HUNT = ["hunt", "--rules", "rules", "--evidence", "logs"];
const CHECK = ["check", "warning.md", "--rules", "rules", "--evidence", "logs"];
const EXPLAIN = ["explain", "--rule", "rules/a.yml", "--record", "logs/a.log:1"];

test.each([
  ["hunt", HUNT],
  ["check", CHECK],
  ["explain", EXPLAIN],
])("%s keeps rules in the cache, and says the same with it, without it, and from it", (_, args) => {
  const { cwd, cache, env } = makeCase();
  const without = runIn(cwd, [...args, "--no-cache"], env);
  expect(existsSync(cache)).toBe(false);
  expect(runIn(cwd, args, env)).toEqual(without);
  const kept = readdirSync(cache).filter((name) => name.startsWith("rules-"));
  expect(kept).toHaveLength(1);
  expect(runIn(cwd, args, env)).toEqual(without);
  for (const name of readdirSync(cache)) writeFileSync(join(cache, name), "damaged");
  expect(runIn(cwd, args, env)).toEqual(without);
});

test.skipIf(process.platform === "win32")("only its owner may look into the cache", () => {
  const { cwd, cache, env } = makeCase();
  runIn(cwd, HUNT, env);
  expect(statSync(cache).mode & 0o777).toBe(0o700);
  const modes = readdirSync(cache).map((name) => statSync(join(cache, name)).mode & 0o777);
  expect([...new Set(modes)]).toEqual([0o600]);
});

test("a cache that cannot be written is no error", () => {
  const { cwd } = makeCase();
  writeFileSync(join(cwd, "file"), "");
  const got = runIn(cwd, HUNT, { TOCSIN_CACHE: join(cwd, "file") });
  expect(got).toEqual(runIn(cwd, [...HUNT, "--no-cache"]));
});

test("doctor tells where the cache is and how large", () => {
  const { cwd, cache, env } = makeCase();
  const before = runIn(cwd, ["doctor"], env).stdout;
  expect(before).toContain(`rule cache  ${cache}\n            nothing in it yet\n`);
  runIn(cwd, HUNT, env);
  expect(runIn(cwd, ["doctor"], env).stdout).toMatch(/ [12] files?, 0\.0 MB; it may be deleted/);
});

test("a hunt tells of rules that were translated, and is whole", () => {
  const { cwd, env } = makeCase();
  const got = runIn(cwd, HUNT, env);
  expect(got.stderr).toBe(
    "tocsin: 1 rule of an older form was translated; tocsin rules lint lists them\n",
  );
  expect(got.stdout).toContain("; 0 refused.");
  writeFileSync(join(cwd, "rules", "older.yml"), OLD.replace("title: Old", "title: Older"));
  expect(runIn(cwd, HUNT, env).stderr).toContain("2 rules of older forms were translated");
});

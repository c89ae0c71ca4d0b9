import { createHash } from "node:crypto";
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readRules } from "../src/index.ts";
import { pack } from "../src/pack.ts";
import { createRuleCache } from "../src/rule-cache.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tocsin-cache-"));
  mkdirSync(join(folder, "rules"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const rule = (title: string, value: string): string =>
  `title: ${title}\nlogsource:\n    category: process_creation\n    product: windows\ndetection:\n    selection:\n        Image|endswith: ${value}\n        CommandLine|contains: '%where%'\n    condition: selection\n`;
const path = (name: string): string => join(folder, "rules", name);
const cache = (): string => join(folder, "cache", "tocsin");
const read = (options = {}) => readRules([join(folder, "rules")], { cache: cache(), ...options });
const bundles = (): string[] => readdirSync(cache()).filter((name) => name.startsWith("rules-"));

/** Written long enough ago to be trusted by its times; the folder's clock cannot be set back for `ctime`. */
function write(name: string, text: string): void {
  writeFileSync(path(name), text);
  utimesSync(path(name), 1_700_000_000, 1_700_000_000);
}

test("rules out of the cache are those that were read", () => {
  write("a.yml", rule("one", "\\a.exe"));
  write("b.yml", "title: broken\ndetection: 7\n");
  const plain = readRules([join(folder, "rules")]);
  const first = read();
  const second = read();
  expect(first).toEqual(plain);
  expect(second).toEqual(plain);
  expect(second.diagnostics).toHaveLength(1);
  expect(bundles()).toHaveLength(1);
});

test("a rule that is written anew is read anew, also within the same tick and with the same size", () => {
  write("a.yml", rule("one", "\\a.exe"));
  read();
  write("a.yml", rule("two", "\\b.exe"));
  expect(read().detections[0]?.title).toBe("two");
  expect(bundles()).toHaveLength(2);
});

test.each([
  ["cut short", (text: string) => text.slice(0, -20)],
  ["changed", (text: string) => text.replace("a.exe", "b.exe")],
  ["no JSON", () => "x\ny"],
  ["empty", () => ""],
])("a bundle that is %s is made again", (_name, damage) => {
  write("a.yml", rule("one", "\\a.exe"));
  const plain = read();
  const [name = ""] = bundles();
  const bundle = join(cache(), name);
  const sound = readFileSync(bundle, "latin1");
  writeFileSync(bundle, damage(sound), "latin1");
  expect(read()).toEqual(plain);
  expect(readFileSync(bundle, "latin1")).toBe(sound);
});

test("placeholders are part of what a bundle is made of", () => {
  write("a.yml", rule("one", "\\a.exe").replace("CommandLine|contains", "CommandLine|expand"));
  expect(read().detections).toHaveLength(0);
  expect(read({ placeholders: { where: ["here"] } }).detections).toHaveLength(1);
  expect(read().detections).toHaveLength(0);
});

test("where no cache can be kept rules are read as without", () => {
  write("a.yml", rule("one", "\\a.exe"));
  writeFileSync(join(folder, "cache"), "a file where the folder would be");
  expect(read().detections).toHaveLength(1);
});

test.each([
  ["wrong", pack({ detections: [], files: 0 })],
  [
    "a hostile",
    pack({ detections: [1], correlations: [], diagnostics: [], silent: new Set(), files: 1 }),
  ],
  ["no", { head: null, cells: new Int32Array() }],
])("a bundle of %s shape is made again", (_name, { head, cells }) => {
  write("a.yml", rule("one", "\\a.exe"));
  const plain = read();
  const [name = ""] = bundles();
  const json = Buffer.from(`${JSON.stringify(head)}\n`);
  const body = Buffer.concat([json, new Uint8Array(cells.buffer)]);
  const sum = createHash("sha256").update(body).digest("hex");
  writeFileSync(join(cache(), name), Buffer.concat([Buffer.from(`${sum}\n`), body]));
  expect(read()).toEqual(plain);
});

test("a bundle or an index that is too large to be read is made again", () => {
  write("a.yml", rule("one", "\\a.exe"));
  const plain = read();
  for (const name of readdirSync(cache())) truncateSync(join(cache(), name), 3 * 1024 ** 3);
  expect(read()).toEqual(plain);
});

test("where a bundle cannot be put in place nothing is left over", () => {
  write("a.yml", rule("one", "\\a.exe"));
  read();
  const [name = ""] = bundles();
  rmSync(join(cache(), name));
  mkdirSync(join(cache(), name));
  expect(read().detections).toHaveLength(1);
  expect(readdirSync(cache()).filter((file) => file.endsWith(".part"))).toEqual([]);
});

test("a cache keeps twelve bundles at most", () => {
  for (let n = 0; n < 15; n++) {
    write("a.yml", rule(`rule ${n}`, "\\a.exe"));
    read();
  }
  expect(bundles()).toHaveLength(12);
});

test("files that nobody has touched since are not read again", () => {
  const kept = createRuleCache(cache(), "", (it): it is { a: number } => it !== undefined);
  const file = { path: "a", file: "a", sizeBytes: 1, changedMs: 1_700_000_000_000, inode: 7 };
  kept.keep([file], "content", pack({ a: 1 }));
  expect(kept.ofFiles([file])).toEqual({ a: 1 });
  expect(kept.ofFiles([{ ...file, changedMs: file.changedMs + 1 }])).toBeUndefined();
  expect(kept.ofFiles([{ ...file, inode: 8 }])).toBeUndefined();
  expect(kept.ofFiles([file, file])).toBeUndefined();
  kept.keep([{ ...file, changedMs: Date.now() }], "other", pack({ a: 2 }));
  expect(kept.ofFiles([{ ...file, changedMs: Date.now() }])).toBeUndefined();
});

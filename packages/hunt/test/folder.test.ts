import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { makeFolder } from "../src/index.ts";

test("makeFolder makes a folder with those that it lies in, and leaves one that is there", () => {
  const root = mkdtempSync(join(tmpdir(), "tocsin-folder-"));
  makeFolder(join(root, "a/b/c"), 0o700);
  makeFolder(join(root, "a/b"));
  expect(statSync(join(root, "a/b/c")).mode & 0o777).toBe(0o700);
  writeFileSync(join(root, "file"), "");
  expect(() => makeFolder(join(root, "file/x"))).toThrow(/EEXIST|ENOTDIR/);
  mkdirSync(join(root, "d"));
  rmSync(root, { recursive: true });
});

test.skipIf(!existsSync("/proc/self"))(
  "makeFolder ends where the system lets nobody make one",
  () => {
    expect(() => makeFolder("/proc/tocsin/x")).toThrow(/ENOENT|EACCES|EPERM/);
  },
);

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { staleModules } from "../scripts/pack.mjs";

let folder = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tocsin-pack-"));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(...paths: readonly string[]): void {
  for (const path of paths) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), "");
  }
}

test("staleModules finds nothing in a package that is not built", () => {
  write("src/index.ts");
  expect(staleModules(folder)).toEqual([]);
});

test("staleModules finds nothing where every module has its source", () => {
  write("src/index.ts", "src/log/read.ts");
  write("dist/index.js", "dist/index.d.ts", "dist/index.js.map", "dist/log/read.js");
  expect(staleModules(folder)).toEqual([]);
});

test("staleModules names modules whose source was moved or removed", () => {
  write("src/index.ts", "src/log/read.ts");
  write("dist/index.js", "dist/read.js", "dist/old/carve.js", "dist/log/read.js");
  expect(staleModules(folder)).toEqual(["old/carve.js", "read.js"]);
});

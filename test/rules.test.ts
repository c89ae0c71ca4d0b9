import { join } from "node:path";
import { expect, test } from "vitest";
import type { Room } from "./house/rooms.ts";
import { dependencyViolations, violations } from "./house/rules.ts";

const HOUSE = join("/", "a house");

function makeRoom(name: string, dependencies: readonly string[]): Room {
  const manifest = {
    name: name === "cli" ? "tocsin" : `@tocsin/${name}`,
    exports: { ".": {}, "./windows": {} },
    dependencies: Object.fromEntries(dependencies.map((dependency) => [dependency, "1.0.0"])),
  };
  return { name, folder: join(HOUSE, name), manifest };
}

const ROOMS = [
  makeRoom("model", ["zod"]),
  makeRoom("sigma", ["@tocsin/model", "@tocsin/stix", "@tocsin/hunt"]),
  makeRoom("stix", ["@tocsin/model"]),
  makeRoom("hunt", ["@tocsin/model", "@tocsin/sigma"]),
  makeRoom("cli", ["@tocsin/model", "@tocsin/hunt"]),
  makeRoom("testkit", ["@tocsin/model", "@tocsin/conformance"]),
  makeRoom("conformance", []),
];

function judge(name: string, source: string): string[] {
  const room = ROOMS.find((one) => one.name === name);
  if (room === undefined) throw new Error(`no room ${name}`);
  return violations(room, join(room.folder, "src", "deep", "file.ts"), source, ROOMS);
}

test.each([
  ["sigma", `import { field } from "@tocsin/model";`],
  ["sigma", `export * from "@tocsin/model/windows";`],
  ["sigma", `import { a } from "../other.ts"; import { b } from "./near.ts";`],
  ["sigma", `// process.env\nconst note = "Buffer and console.log";`],
  ["model", `import { z } from "zod";`],
  ["hunt", `import { readFile } from "node:fs/promises"; const n = process.memoryUsage();`],
  ["cli", `import { hunt } from "@tocsin/hunt"; console.log(process.argv); process.exit(0);`],
  ["testkit", `import { a } from "@tocsin/conformance"; console.log(process.env);`],
])("the rules allow %s: %s", (name, source) => {
  expect(judge(name, source)).toEqual([]);
});

test.each([
  ["sigma", `import { hunt } from "@tocsin/hunt";`, "must not import hunt (floor 2)"],
  ["sigma", `import type { Bundle } from "@tocsin/stix";`, "must not import stix (floor 1)"],
  ["sigma", `const a = await import("@tocsin/hunt");`, "must not import hunt"],
  ["sigma", `export { b } from "@tocsin/model/src/b.ts";`, "reaches past the door"],
  ["sigma", `import a from "yaml";`, `"yaml" is not among the dependencies`],
  ["model", `import a from "zod/v4"; import b from "zed";`, `"zed" is not among`],
  ["sigma", `import a from "../../../model/src/index.ts";`, "leaves the room"],
  ["sigma", `import a from "../../test/cases.ts";`, "leaves the room"],
  ["sigma", `import a from "/etc/a.ts";`, "leaves the room"],
  ["sigma", `import { readFileSync } from "node:fs";`, "know nothing of Node"],
  ["hunt", `import { readFileSync } from "fs";`, `write "node:fs"`],
  ["hunt", `await import(name);`, "computed import"],
  ["sigma", `const b = Buffer.from("a");`, "Buffer: floors 0 to 1"],
  ["model", `const n = process.platform;`, "process.: floors 0 to 1"],
  ["hunt", `const level = process.env["LEVEL"];`, "process.env: only server and cli"],
  ["hunt", `const { env } = process;`, "= process: only server and cli"],
  ["hunt", `import { env } from "node:process";`, "only server and cli"],
  ["hunt", `console.warn("a");`, "console.: only server and cli"],
  ["hunt", `import a from "@tocsin/hunt";`, `"@tocsin/hunt" is not among`],
])("the rules refuse %s: %s", (name, source, message) => {
  const found = judge(name, source);
  expect(found).toHaveLength(1);
  expect(found[0]).toContain(message);
  expect(found[0]).toContain("file.ts:1: ");
});

test("the rules refuse a dependency that is not lower", () => {
  const [, sigma, stix] = ROOMS;
  expect(sigma && dependencyViolations(sigma, ROOMS)).toEqual([
    "@tocsin/sigma depends on @tocsin/stix, which is not lower",
    "@tocsin/sigma depends on @tocsin/hunt, which is not lower",
  ]);
  expect(stix && dependencyViolations(stix, ROOMS)).toEqual([]);
});

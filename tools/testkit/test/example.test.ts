import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { expect, test } from "vitest";
import { ANDARIEL, makeExample } from "../src/index.ts";

const EXAMPLE = join(import.meta.dirname, "../../../examples/andariel");
const GENERATED = makeExample(ANDARIEL);

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .map((path) => relative(EXAMPLE, path).replaceAll("\\", "/"))
    .toSorted();
}

test.for([...GENERATED.keys()])("committed %s equals what the generator makes", (path) => {
  const committed = new Uint8Array(readFileSync(join(EXAMPLE, path)));
  const generated = GENERATED.get(path) ?? new Uint8Array();
  expect(committed.length).toBe(generated.length);
  expect(Buffer.compare(committed, generated)).toBe(0);
});

test("the example holds no evidence that the generator does not make", () => {
  const made = [...GENERATED.keys()].filter((path) => path.startsWith("evidence/"));
  expect(filesIn(join(EXAMPLE, "evidence"))).toEqual(made.toSorted());
});

test("what a person opens first says that the evidence is synthetic", () => {
  for (const file of ["README.md", "expected.json", "synthetic-indicators.stix.json"])
    expect(readFileSync(join(EXAMPLE, file), "utf8")).toContain("SYNTHETIC");
});

test("try.json names files of the example only", () => {
  const { args } = JSON.parse(readFileSync(join(EXAMPLE, "try.json"), "utf8")) as {
    args: string[];
  };
  const paths = args.filter((argument) => argument.startsWith("examples/"));
  expect(paths.length).toBeGreaterThanOrEqual(4);
  for (const path of paths) expect(() => statSync(join(EXAMPLE, "../..", path))).not.toThrow();
});

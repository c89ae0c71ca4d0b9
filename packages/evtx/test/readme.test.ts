import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeLogs, readExamples } from "./readme-blocks.ts";

const run = promisify(execFile);
const DOOR = join(import.meta.dirname, "../src/index.ts");
const EXAMPLES = readExamples();
/** What runs an example that is a module of functions. */
const CALLERS: Readonly<Record<string, string>> = {
  "page.js": `import { openAsBlob } from "node:fs";
import { countEvents } from "./page.js";
console.log(await countEvents(await openAsBlob("Security.evtx")));
`,
};

let folder = "";

/** A project that has this package, with its sources for its door, and the logs. */
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "tocsin-readme-"));
  const installed = join(folder, "node_modules/@tocsin/evtx");
  mkdirSync(installed, { recursive: true });
  const manifest = { name: "@tocsin/evtx", type: "module", exports: "./index.js" };
  writeFileSync(join(installed, "package.json"), JSON.stringify(manifest));
  writeFileSync(
    join(installed, "index.js"),
    `export * from ${JSON.stringify(pathToFileURL(DOOR))};\n`,
  );
  writeFileSync(join(folder, "package.json"), `{ "type": "module" }`);
  for (const [name, bytes] of makeLogs()) writeFileSync(join(folder, name), bytes);
  for (const { name, code } of EXAMPLES) writeFileSync(join(folder, name), code);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a program on the Node that runs this; rejects if it fails. */
async function node(...args: readonly string[]): Promise<{ stdout: string; stderr: string }> {
  const env = { ...process.env, NO_COLOR: "1", NODE_OPTIONS: "", NODE_NO_WARNINGS: "1" };
  return run(process.execPath, args, { cwd: folder, env });
}

test("every example of the README has a name of its own and says what it prints", () => {
  expect(EXAMPLES.length).toBeGreaterThan(9);
  expect(new Set(EXAMPLES.map(({ name }) => name)).size).toBe(EXAMPLES.length);
  for (const { name, prints } of EXAMPLES) {
    expect(name).toMatch(/^[\w-]+\.(?:ts|js)$/u);
    expect(prints, `what ${name} prints`).toBeDefined();
  }
});

test.each(EXAMPLES)("README: $name prints what it says", async ({ name, prints }) => {
  const caller = CALLERS[name];
  const program = caller === undefined ? name : `call-${name}`;
  if (caller !== undefined) writeFileSync(join(folder, program), caller);
  const { stdout, stderr } = await node(program);
  expect(stderr).toBe("");
  expect(stdout).toBe(prints);
});

test("the examples of the README have sound types", async () => {
  const require = createRequire(import.meta.url);
  const types = dirname(dirname(require.resolve("@types/node/package.json")));
  // Types of @types/node lead to packages beside it.
  symlinkSync(types, join(folder, "node_modules/@types"), "junction");
  const compilerOptions = {
    target: "es2023",
    lib: ["es2023", "dom", "dom.iterable"],
    module: "nodenext",
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    allowImportingTsExtensions: true,
    types: ["node"],
    paths: { "@tocsin/evtx": [DOOR] },
  };
  writeFileSync(
    join(folder, "tsconfig.json"),
    JSON.stringify({ compilerOptions, include: ["*.ts"] }),
  );
  const tsc = join(dirname(require.resolve("typescript/package.json")), "bin/tsc");
  const { stdout } = await node(tsc, "-p", ".").catch(
    (error: unknown) => error as { stdout: string },
  );
  expect(stdout).toBe("");
});

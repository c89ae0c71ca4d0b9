// npm run check: everything static. All checks run even when one fails.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { install, main } from "./ensure.mjs";
import { packPublic } from "./pack.mjs";
import { toolNode, toolPath } from "./places.mjs";
import { run, secondsSince } from "./run.mjs";

/** @typedef {{ name: string, run: () => Promise<{ code: number, output: string }> }} Check */

/**
 * @param {string} packageName
 * @param {string[]} args
 * @param {string} [command]
 */
function tool(packageName, args, command) {
  // Colours are for terminals, and quiet output goes through a pipe.
  const env = { ...process.env, NO_COLOR: "1", FORCE_COLOR: "0" };
  return run(toolNode(), [toolPath(packageName, command), ...args], { quiet: true, env });
}

/** @param {{ name: string, file: string }[]} tarballs */
function packageChecks(tarballs) {
  return tarballs.flatMap(({ name, file }) => [
    { name: `publint ${name}`, run: () => tool("publint", ["run", file, "--strict"]) },
    {
      name: `attw ${name}`,
      run: () =>
        tool("@arethetypeswrong/cli", ["--profile", "esm-only", "--no-emoji", file], "attw"),
    },
  ]);
}

/** The types of one room are read by the others from what it built: this comes first. */
const BUILD = {
  name: "build",
  run: () => tool("typescript", ["-b", "tsconfig.build.json"], "tsc"),
};

/** @type {Check[]} */
const SOURCE_CHECKS = [
  { name: "oxlint (typed)", run: () => tool("oxlint", []) },
  { name: "oxfmt", run: () => tool("oxfmt", ["--check", "."]) },
  { name: "types of tests", run: () => tool("typescript", ["-p", "tsconfig.tests.json"], "tsc") },
  { name: "knip", run: () => tool("knip", []) },
  {
    name: "architecture",
    run: () => tool("vitest", ["run", "test/architecture", "--reporter=dot"]),
  },
];

/**
 * Runs checks two at a time, in order, and tells each as it ends.
 * @param {readonly Check[]} checks
 * @returns {Promise<string[]>} names of those that failed
 */
async function runChecks(checks) {
  /** @type {string[]} */
  const failed = [];
  const queue = [...checks];
  const work = async () => {
    for (let check = queue.shift(); check !== undefined; check = queue.shift()) {
      const start = performance.now();
      const { code, output } = await check.run();
      console.log(
        `${code === 0 ? "ok  " : "FAIL"} ${check.name.padEnd(28)} ${secondsSince(start)}`,
      );
      if (code === 0) continue;
      failed.push(check.name);
      console.log(output.trimEnd().replaceAll(/^/gm, "     "));
    }
  };
  await Promise.all([work(), work()]);
  return failed;
}

await main(async () => {
  await install();
  const start = performance.now();
  const folder = mkdtempSync(join(tmpdir(), "tocsin-check-"));
  try {
    const failed = await runChecks([BUILD]);
    failed.push(...(await runChecks(SOURCE_CHECKS)));
    const tarballs = await packPublic(folder);
    failed.push(...(await runChecks(packageChecks(tarballs))));
    const count = 1 + SOURCE_CHECKS.length + 2 * tarballs.length;
    console.log(
      failed.length === 0
        ? `\nall ${count} checks passed in ${secondsSince(start)}`
        : `\n${failed.length} of ${count} checks FAILED in ${secondsSince(start)}: ${failed.join(", ")}`,
    );
    return failed.length === 0 ? 0 : 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

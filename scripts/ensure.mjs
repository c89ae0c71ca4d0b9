// Makes the working tree ready: installed as the lockfile says, and built.
// Starts on the machine's own Node 20 before anything is installed, so it imports nothing.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { readJson, root, toolNode, toolPath } from "./places.mjs";
import { run, runNpm, secondsSince } from "./run.mjs";

/**
 * @typedef {{ version?: string, resolved?: string, optional?: boolean, devOptional?: boolean }} Entry
 * @typedef {{ packages?: Record<string, Entry> }} Lockfile
 */

/**
 * Says why node_modules is not what package-lock.json describes, or gives undefined when it is.
 * Contents are compared, not times: a checkout or a copy changes times, and npm writes the two
 * files in either order.
 * @param {Lockfile} wanted package-lock.json
 * @param {Lockfile | undefined} installed node_modules/.package-lock.json
 * @returns {string | undefined}
 */
export function staleReason(wanted, installed) {
  if (installed === undefined) return "node_modules is missing";
  for (const [path, entry] of Object.entries(wanted.packages ?? {})) {
    // The root names itself only in one of the two; optional parts depend on the platform.
    if (path === "" || entry.optional === true || entry.devOptional === true) continue;
    const found = installed.packages?.[path];
    if (found?.version !== entry.version || found?.resolved !== entry.resolved) {
      return `node_modules is older than package-lock.json (${path})`;
    }
  }
  return undefined;
}

/** Installs what package-lock.json says, when that is not what is there. */
export async function install() {
  const hidden = join(root, "node_modules", ".package-lock.json");
  const wanted = /** @type {Lockfile} */ (readJson(join(root, "package-lock.json")));
  const installed = existsSync(hidden) ? /** @type {Lockfile} */ (readJson(hidden)) : undefined;
  const reason = staleReason(wanted, installed);
  if (reason === undefined) return;
  console.log(`tocsin: ${reason}; installing with npm ci ...`);
  const start = performance.now();
  const { code } = await runNpm(["ci", "--no-audit", "--no-fund", "--loglevel=error"]);
  if (code !== 0) {
    throw new Error(`npm ci failed (exit ${code}). Is the package registry reachable? Run: npm ci`);
  }
  console.log(`tocsin: installed in ${secondsSince(start)}`);
}

/** Builds everything that changed. Quiet when it works and is quick. */
export async function build() {
  const start = performance.now();
  const { code, output } = await run(
    toolNode(),
    [toolPath("typescript", "tsc"), "-b", "tsconfig.build.json"],
    {
      quiet: true,
    },
  );
  if (code !== 0) throw new Error(`the build failed (tsc -b, exit ${code}):\n${output}`);
  if (performance.now() - start > 2000) console.log(`tocsin: built in ${secondsSince(start)}`);
}

/** Installs when needed, then builds. */
export async function ensure() {
  await install();
  await build();
}

/**
 * Runs the body of a script: its number is the exit code; an error is told in words.
 * @param {() => Promise<number>} body
 */
export async function main(body) {
  try {
    process.exitCode = await body();
  } catch (error) {
    console.error(`tocsin: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 4;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await main(async () => {
    await ensure();
    return 0;
  });
}

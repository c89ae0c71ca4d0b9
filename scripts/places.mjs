// Where things are. Every path is built with node:path, so blanks and backslashes are ordinary.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { delimiter, join, sep } from "node:path";
import { fileURLToPath } from "node:url";

/** The repository root, absolute. */
export const root = fileURLToPath(new URL("..", import.meta.url));

/**
 * Reads a JSON file.
 * @param {string} path
 * @returns {unknown}
 */
export function readJson(path) {
  return JSON.parse(readFileSync(path, "utf8"));
}

/**
 * @typedef {object} Manifest
 * @property {string} name
 * @property {string} version
 * @property {boolean} [private]
 * @property {string | Record<string, string>} [bin]
 * @property {Record<string, unknown>} [exports]
 * @property {Record<string, string>} [dependencies]
 */

/**
 * Reads the package.json of a folder.
 * @param {string} folder
 * @returns {Manifest}
 */
export function readManifest(folder) {
  return /** @type {Manifest} */ (readJson(join(folder, "package.json")));
}

/**
 * The workspaces that are published, in alphabetical order, as absolute folders with manifests.
 * @returns {{ folder: string, manifest: Manifest }[]}
 */
export function publicWorkspaces() {
  const parent = join(root, "packages");
  return readdirSync(parent, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(parent, entry.name, "package.json")))
    .map((entry) => join(parent, entry.name))
    .sort()
    .map((folder) => ({ folder, manifest: readManifest(folder) }))
    .filter(({ manifest }) => manifest.private !== true);
}

/**
 * The file behind a command of an installed package. Started with `node`, not through
 * node_modules/.bin: those are shell scripts on Windows and run on the machine's Node elsewhere.
 * @param {string} packageName
 * @param {string} [command] needed where the package brings several
 * @returns {string}
 */
export function toolPath(packageName, command = packageName) {
  const folder = join(root, "node_modules", ...packageName.split("/"));
  const { bin } = readManifest(folder);
  const relative = typeof bin === "string" ? bin : bin?.[command];
  if (relative === undefined) {
    throw new Error(`${packageName} brings no command "${command}"; correct scripts/`);
  }
  return join(folder, relative);
}

/**
 * The Node that development tools run on: the dev dependency `node`, whatever the machine has.
 * @returns {string}
 */
export function toolNode() {
  const path = toolPath("node");
  if (existsSync(path)) return path;
  throw new Error(
    `${path} is missing: the install script of the dev dependency "node" did not run. ` +
      "Run: npm rebuild node",
  );
}

/**
 * The machine's own Node: the first on PATH that no node_modules/.bin put there.
 * @returns {string}
 */
export function machineNode() {
  const name = process.platform === "win32" ? "node.exe" : "node";
  for (const folder of (process.env["PATH"] ?? "").split(delimiter)) {
    if (folder === "" || folder.split(sep).includes("node_modules")) continue;
    const path = join(folder, name);
    if (existsSync(path)) return path;
  }
  return process.env["npm_node_execpath"] ?? process.execPath;
}

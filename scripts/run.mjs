// Starting other programs the same way on Linux, macOS and Windows.
import { spawn } from "node:child_process";
import { basename } from "node:path";
import { root } from "./places.mjs";

/**
 * @typedef {object} RunOptions
 * @property {string} [cwd] default: the repository root
 * @property {boolean} [quiet] keep the output and give it back instead of showing it
 * @property {boolean} [shell] only for `npm.cmd`
 * @property {NodeJS.ProcessEnv} [env]
 */

/**
 * Runs a program to its end.
 * @param {string} file
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<{ code: number, output: string }>} `code` is 128 when a signal ended it;
 *   `output` is stdout and stderr as they came, empty unless `quiet`
 */
export function run(file, args, options = {}) {
  const { cwd = root, quiet = false, shell = false, env = process.env } = options;
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { cwd, env, shell, stdio: quiet ? "pipe" : "inherit" });
    /** @type {Buffer[]} */
    const chunks = [];
    const keep = (/** @type {Buffer} */ chunk) => chunks.push(chunk);
    child.stdout?.on("data", keep);
    child.stderr?.on("data", keep);
    child.on("error", (cause) => reject(new Error(`could not start ${file}`, { cause })));
    child.on("close", (code) => {
      resolve({ code: code ?? 128, output: Buffer.concat(chunks).toString("utf8") });
    });
  });
}

/**
 * Runs npm. Under `npm run`, npm tells where it is, and with which Node it was started; that Node
 * is used, since the one in node_modules may be what an install replaces.
 * @param {readonly string[]} args
 * @param {RunOptions} [options]
 */
export function runNpm(args, options = {}) {
  const npm = process.env["npm_execpath"];
  if (npm !== undefined && /^npm(-cli)?\.[cm]?js$/.test(basename(npm))) {
    return run(process.env["npm_node_execpath"] ?? process.execPath, [npm, ...args], options);
  }
  if (process.platform !== "win32") return run("npm", args, options);
  // npm is a batch file here, which only a shell can start; the shell wants its own quotes.
  const quoted = args.map((argument) => `"${argument}"`);
  return run("npm.cmd", quoted, { ...options, shell: true });
}

/**
 * Seconds since `start`, for people.
 * @param {number} start from `performance.now()`
 */
export function secondsSince(start) {
  return `${((performance.now() - start) / 1000).toFixed(1)} s`;
}

// npm run try: the whole way once, on the example, with the built command.
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { ensure, main } from "./ensure.mjs";
import { machineNode, readJson, root } from "./places.mjs";
import { run, secondsSince } from "./run.mjs";

const COMMAND = join("packages", "cli", "dist", "main.js");
const EXAMPLE = join("examples", "andariel");

/**
 * Replaces `folder/*.ext` by the files there, in alphabetical order: no shell does it for us.
 * @param {string} argument with forward slashes, as try.json is written
 * @returns {string[]}
 */
function expand(argument) {
  const match = /^(.*)\/\*(\.\w+)$/.exec(argument);
  if (match === null) return [argument];
  const [, folder = "", extension = ""] = match;
  return readdirSync(join(root, folder))
    .filter((name) => name.endsWith(extension))
    .sort()
    .map((name) => `${folder}/${name}`);
}

function exampleArguments() {
  const path = join(root, EXAMPLE, "try.json");
  if (!existsSync(path)) throw new Error(`${path} is missing; the example is not complete`);
  const { args } = /** @type {{ args: string[] }} */ (readJson(path));
  return args.flatMap(expand);
}

/** @param {string} file */
function blankSafe(file) {
  return file.includes(" ") ? `"${file}"` : file;
}

await main(async () => {
  await ensure();
  const args = [...exampleArguments(), ...process.argv.slice(2)];
  const start = performance.now();
  console.log(`\n$ tocsin ${args.join(" ")}\n`);
  const { code } = await run(machineNode(), [join(root, COMMAND), ...args]);
  // 1 means "something found", which is what the example is for.
  if (code !== 0 && code !== 1) {
    console.error(`\ntocsin: the example ended with exit code ${code}; expected 0 or 1`);
    return code;
  }
  console.log(`
Done in ${secondsSince(start)}. Open this file in a browser:
  ${join(root, "answer.html")}
The same answer for programs is in answer.json beside it.

Next, on your own data (nothing leaves this machine): a warning that you have received, as STIX, MISP, Markdown or text,
and the logs that you have, into a folder of its own:
  node ${blankSafe(COMMAND)} check YOUR_WARNING --evidence YOUR_LOGS --out my-answer
or without a warning, the example's rules over your logs:
  node ${blankSafe(COMMAND)} hunt --rules ${join(EXAMPLE, "rules")} --evidence YOUR_LOGS --out my-answer`);
  return 0;
});

// npm run conformance, quality, bench: builds, then starts tools/<name> with the other arguments.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { ensure, main } from "./ensure.mjs";
import { root, toolNode } from "./places.mjs";
import { run } from "./run.mjs";

await main(async () => {
  const [name, ...args] = process.argv.slice(2);
  if (name === undefined || !/^[a-z][a-z-]*$/.test(name)) {
    console.error("usage: node scripts/tool.mjs <name of a folder in tools/> [arguments]");
    return 2;
  }
  await ensure();
  const entry = join(root, "tools", name, "dist", "main.js");
  if (!existsSync(entry)) {
    console.error(`tocsin: tools/${name} has no program of its own (expected ${entry})`);
    return 2;
  }
  return (await run(toolNode(), [entry, ...args])).code;
});

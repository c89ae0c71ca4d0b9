// npm test: every test of every room. Arguments go to vitest: npm test -- packages/sigma
import { ensure, main } from "./ensure.mjs";
import { toolNode, toolPath } from "./places.mjs";
import { run } from "./run.mjs";

await main(async () => {
  await ensure();
  const args = [toolPath("vitest"), "run", ...process.argv.slice(2)];
  return (await run(toolNode(), args)).code;
});

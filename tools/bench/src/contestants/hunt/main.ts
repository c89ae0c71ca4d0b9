// Starts an engine as a process of its own: ENGINE[+LOADER] THREADS RULES COUNTS-FILE|- FILE...
import { writeFileSync } from "node:fs";
import { isEngineName } from "./engine.ts";
import { runEngine } from "./run.ts";

const [what = "", threads, rules, countsFile, ...files] = process.argv.slice(2);
const [engine, loader = "yaml"] = what.split("+");
if (!isEngineName(engine) || rules === undefined || !/^[1-9]$/u.test(threads ?? ""))
  throw new Error("usage: main.js plan|plain[+LOADER] THREADS RULES COUNTS-FILE|- FILE...");

const { counts, ...answer } = await runEngine({
  engine,
  threads: Number(threads),
  rules,
  files,
  loader,
});
if (countsFile !== undefined && countsFile !== "-")
  writeFileSync(countsFile, JSON.stringify(counts));
process.stderr.write(`${JSON.stringify(answer)}\n`);

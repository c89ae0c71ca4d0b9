import { defaultCorporaFolder } from "./corpora.ts";
import { runProgram } from "./program.ts";

const interrupt = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.once(signal, () => interrupt.abort(new Error(`ended by ${signal}`)));

process.exitCode = await runProgram(process.argv.slice(2), {
  corpora: defaultCorporaFolder(process.env),
  print: (text) => process.stdout.write(text),
  printError: (text) => process.stderr.write(text),
  signal: interrupt.signal,
});

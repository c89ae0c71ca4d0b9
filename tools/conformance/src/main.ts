import { defaultCorporaFolder } from "./corpora.ts";
import { runProgram } from "./program.ts";
import { SUITES } from "./suites/index.ts";

// A case may leave a promise behind that fails after its verdict; that must not end the run.
process.on("unhandledRejection", (reason) => {
  process.stderr.write(`conformance: a promise nobody waited for failed: ${String(reason)}\n`);
});

const code = await runProgram(process.argv.slice(2), {
  suites: SUITES,
  defaultFolder: defaultCorporaFolder(process.env),
  print: (text) => process.stdout.write(text),
  printError: (text) => process.stderr.write(text),
});

// A case past its time may still hold the process; what is printed goes out first.
process.stdout.write("", () => process.exit(code));

import { fileURLToPath } from "node:url";
import { runProgram } from "./program.ts";

const interrupt = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.once(signal, () => interrupt.abort(new Error(`ended by ${signal}`)));

const beside = fileURLToPath(new URL("../../../../shared/corpora", import.meta.url));

process.exitCode = await runProgram(process.argv.slice(2), {
  corpora: process.env["TOCSIN_CORPORA"] ?? beside,
  print: (text) => process.stdout.write(text),
  printError: (text) => process.stderr.write(text),
  signal: interrupt.signal,
});

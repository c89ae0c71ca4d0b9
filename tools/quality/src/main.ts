import { AREAS } from "./areas/index.ts";
import { defaultCorporaFolder } from "./corpora.ts";
import { runProgram } from "./program.ts";

process.exitCode = await runProgram(process.argv.slice(2), {
  areas: AREAS,
  defaultFolder: defaultCorporaFolder(process.env),
  print: (text) => process.stdout.write(text),
  printError: (text) => process.stderr.write(text),
});
